package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	published "weir/engine/ai/cases"
	"weir/engine/cmd/validation"
	"weir/engine/quantity"
)

// validateCommand compares the engine with measurements.
type validateCommand struct {
	Inference validateInference `cmd:"" help:"${validate_inference}"`
	Training  validateTraining  `cmd:"" help:"${validate_training}"`
	Queueing  validateQueueing  `cmd:"" help:"${validate_queueing}"`
	Networks  validateNetworks  `cmd:"" help:"${validate_networks}"`
}

type measurements struct {
	File   string `arg:"" help:"${measurements}"`
	Models string `help:"${models}" placeholder:"FILE"`
	JSON   bool   `name:"json" help:"${validate_json}"`
}

type (
	validateInference struct{ measurements }
	validateTraining  struct{ measurements }
)

// mostSkipped is the share of rows that may go without a prediction.
const mostSkipped = 0.03

// Run predicts a file of serving measurements.
func (c validateInference) Run(t *terminal) error { return c.compare(t, validation.Inference) }

// Run predicts a file of training runs.
func (c validateTraining) Run(t *terminal) error { return c.compare(t, validation.Training) }

func (m measurements) compare(t *terminal, predict func([]published.Row, published.Library) published.Result) error {
	lib, err := m.library()
	if err != nil {
		return err
	}
	f, err := os.Open(filepath.Clean(m.File))
	if err != nil {
		return err
	}
	defer f.Close()
	rows, err := published.Read(f)
	if err != nil {
		return said(m.File+": "+err.Error(), m.File+"："+err.Error())
	}
	if len(rows) == 0 {
		return said(m.File+": no row follows the header line; expected a measurement a line", m.File+"：标题行之后没有数据；每行应为一条实测")
	}
	r := predict(rows, lib)
	if m.JSON {
		e := json.NewEncoder(t.out)
		e.SetEscapeHTML(false)
		err = e.Encode(r)
	} else {
		t.accuracy(&r)
		t.headlines(&r)
	}
	if err == nil && (r.Predicted == 0 && r.N > 0 || float64(len(r.Skipped)) > mostSkipped*float64(r.N)) {
		return errFaulty
	}
	return err
}

func (m measurements) library() (published.Library, error) {
	if m.Models == "" {
		return nil, nil
	}
	b, err := os.ReadFile(filepath.Clean(m.Models))
	if err != nil {
		return nil, err
	}
	lib, err := published.NewLibrary(b)
	if err != nil {
		return nil, said(m.Models+": "+err.Error(), m.Models+"："+err.Error())
	}
	return lib, nil
}

// accuracy prints a comparison as tables people like to read.
func (t *terminal) accuracy(r *published.Result) {
	t.say(t.out, quantity.Text{
		EN: fmt.Sprintf("%d of %d rows predicted", r.Predicted, r.N), ZH: fmt.Sprintf("%d 行中预测了 %d 行", r.N, r.Predicted),
	})
	head := strings.Fields(quantity.Text{EN: "by group >n >mean >median >p90 >bias", ZH: "类别 分组 >行数 >平均 >中位 >p90 >偏差"}.In(t.lang))
	rows := newTable(head...)
	for _, g := range r.Groups {
		rows.add(g.By, g.Name, fmt.Sprint(g.N), ratio(g.MAPE), ratio(g.Median), ratio(g.P90), fmt.Sprintf("%+.1f %%", g.Bias*100))
	}
	rows.write(t.out, "  ")
	if len(r.Skipped) > 0 {
		t.say(t.out, quantity.Text{EN: "Skipped", ZH: "跳过"})
		skipped := newTable("", "")
		for _, s := range r.Skipped {
			skipped.add(s.Row, s.Why)
		}
		skipped.write(t.out, "  ")
	}
	if len(r.Ungated) > 0 {
		t.say(t.out, quantity.Text{EN: "Not gated: in no figure above", ZH: "不计入上述数字"})
		apart := newTable("", "", "")
		for _, u := range r.Ungated {
			what := u.Why
			if what == "" {
				what = ratio(u.Error)
			}
			apart.add(u.Row, u.Group, what)
		}
		apart.write(t.out, "  ")
	}
}

// headline is a figure that programs read: the error of one group.
type headline struct {
	name, by, group string
	median          bool
}

var headlines = []headline{
	{name: "tpot_dense_mape", by: "family", group: "tpot_ms dense"},
	{name: "tpot_moe_mape", by: "family", group: "tpot_ms moe"},
	{name: "ttft_vllm_median", by: "engine", group: "ttft_ms unsaturated vllm", median: true},
	{name: "throughput_h100_mape", by: "gpu", group: "throughput_tok_s H100"},
	{name: "training_vtrain_mape", by: "group", group: "vtrain-multi"},
	{name: "training_llm_foundry_a100_mape", by: "group", group: "llm-foundry-a100"},
}

// headlines ends the output with the RESULT lines of the groups that are there.
func (t *terminal) headlines(r *published.Result) {
	for _, h := range headlines {
		for _, g := range r.Groups {
			if g.By != h.by || g.Name != h.group {
				continue
			}
			x := g.MAPE
			if h.median {
				x = g.Median
			}
			fmt.Fprintf(t.out, "RESULT %s %.2f percent\n", h.name, x*100)
		}
	}
}

func ratio(x float64) string { return fmt.Sprintf("%.1f %%", x*100) }
