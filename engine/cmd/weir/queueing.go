package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"weir/engine/cmd/validation"
	"weir/engine/quantity"
	queues "weir/engine/queue/cases"
)

type validateQueueing struct {
	File string `arg:"" help:"${queueing_cases}"`
	JSON bool   `name:"json" help:"${queueing_json}"`
}

// Run answers a file of queueing cases and compares, ending with RESULT lines.
func (c validateQueueing) Run(t *terminal) error {
	data, err := os.ReadFile(filepath.Clean(c.File))
	if err != nil {
		return err
	}
	list, err := queues.Read(data)
	if err != nil {
		return said(c.File+": "+err.Error(), c.File+"："+err.Error())
	}
	q := validation.Queues(list)
	if c.JSON {
		err = json.NewEncoder(t.out).Encode(q)
	} else {
		t.queueing(&q)
	}
	if err == nil && (q.Failed > 0 || len(q.Skipped) > 0) {
		return errFaulty
	}
	return err
}

func (t *terminal) queueing(q *validation.Queueing) {
	for _, line := range q.Summary() {
		fmt.Fprintln(t.out, line)
	}
	wrong := newTable("", "", "", "", "")
	for i := range q.Checks {
		if x := &q.Checks[i]; x.Failed {
			wrong.add(x.Case, x.Metric, fmt.Sprintf("%.10g", x.Got), fmt.Sprintf("%.10g", x.Want), fmt.Sprintf("%.1e", x.Off()))
		}
	}
	if !wrong.empty() {
		t.say(t.out, quantity.Text{EN: "Failed: got, expected, relative error", ZH: "未通过：得到、应为、相对误差"})
		wrong.write(t.out, "  ")
	}
	if len(q.Formula) > 0 {
		t.say(t.out, quantity.Text{
			EN: "By formula only, as no design expresses them: " + strings.Join(q.Formula, ", "),
			ZH: "无法用设计表达、仅由公式计算：" + strings.Join(q.Formula, "、"),
		})
	}
	for _, skipped := range q.Skipped {
		t.say(t.out, quantity.Text{EN: "Skipped: " + skipped, ZH: "跳过：" + skipped})
	}
	fmt.Fprintf(t.out, "RESULT queueing_cases %d 1\nRESULT queueing_failed %d 1\nRESULT queueing_skipped %d 1\nRESULT queueing_formula_only %d 1\n",
		q.Cases, q.Failed, len(q.Skipped), len(q.Formula))
}
