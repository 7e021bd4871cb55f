package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"weir/engine/report"
)

func simulate(t *testing.T, args ...string) (out, errs string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(append([]string{"sim"}, args...), &terminal{in: strings.NewReader(""), out: &o, err: &e, lang: language(append(args, "--lang=en"), func(string) string { return "" })})
	return o.String(), e.String(), code
}

func TestSimAgreesWithTheExample(t *testing.T) {
	out, errs, code := simulate(t, "../../../examples/data-centre.weir.json", "--items", "5000", "--replications", "4", "--json")
	var r report.Simulation
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != done {
		t.Fatalf("code %d, %v: %s", code, err, errs)
	}
	if r.Replications != 4 || len(r.Journeys) == 0 || r.Events == 0 {
		t.Fatalf("%+v", r)
	}
	for _, j := range r.Journeys {
		if !j.Rate.Agrees {
			t.Errorf("rate of %s → %s: %+v", j.Source, j.Sink, j.Rate)
		}
	}
	again, _, _ := simulate(t, "../../../examples/data-centre.weir.json", "--items", "5000", "--replications", "4", "--json")
	if again != out {
		t.Error("the same seed gives other figures")
	}
}

// TestSimPlaysJobs: how long a job takes, in both languages.
func TestSimPlaysJobs(t *testing.T) {
	for lang, want := range map[string][]string{"en": {"Jobs", "takes", "p95", "saving"}, "zh": {"作业", "用时", "写检查点"}} {
		out, errs, code := simulate(t, "../../../examples/recommender-training.weir.json", "--lang", lang)
		for _, w := range want {
			if code != done || !strings.Contains(out, w) {
				t.Errorf("%s: code %d, no %q: %s%s", lang, code, w, out, errs)
			}
		}
	}
}

func TestSimSaysWhyNot(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.weir.json")
	if err := os.WriteFile(empty, []byte(`{"weir":1,"classes":{},"nodes":{"end":{"kind":"sink.response"}},"edges":{}}`), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, errs, code := simulate(t, empty); code != failed || !strings.Contains(errs, "Nothing emits requests") {
		t.Errorf("code %d: %s", code, errs)
	}
	if _, errs, code := simulate(t, "../../../examples/data-centre.weir.json", "--replications", "1"); code != failed || !strings.Contains(errs, "replications") {
		t.Errorf("code %d: %s", code, errs)
	}
}

func TestSimReplaysATrace(t *testing.T) {
	const example = "../../../examples/customer-service.weir.json"
	write := func(text string) string {
		name := filepath.Join(t.TempDir(), "trace.csv")
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return name
	}
	rows := strings.Builder{}
	rows.WriteString("time,tokens_in,tokens_out\n")
	for k := range 4000 {
		fmt.Fprintf(&rows, "%.3f,%d,%d\n", float64(k)/200, 100+k%300, 20+k%50)
	}
	out, errs, code := simulate(t, example, "--trace", "users="+write(rows.String()), "--replications", "2", "--timeline", "20", "--json")
	var r report.Simulation
	if err := json.Unmarshal([]byte(out), &r); err != nil || code != done {
		t.Fatalf("code %d, %v: %s", code, err, errs)
	}
	if r.Steady || r.Timeline == nil || r.Timeline.Slices != 20 || r.Nodes["llm"].AI == nil || !(r.Nodes["llm"].AI.TTFT.P99.Value > 0) {
		t.Errorf("%+v", r)
	}
	for _, j := range r.Journeys {
		if j.Source == "users" && (j.Rate.Value < 180 || j.Rate.Value > 220) {
			t.Errorf("%v answers a second, want 200", j.Rate.Value)
		}
	}
	for name, c := range map[string]struct{ args, want []string }{
		"bad row":    {[]string{"--trace", "users=" + write("time\n1\nlater\n")}, []string{"line 3, column time", "第 3 行“time”列"}},
		"no class":   {[]string{"--trace", "users=" + write("time,class\n1,\n2,nobody\n")}, []string{"users: Row 2 of the trace is of class “nobody”", "users: 轨迹第 2 行的类别“nobody”"}},
		"no rows":    {[]string{"--trace", "users=" + write("")}, []string{"no rows", "没有任何行"}},
		"no source":  {[]string{"--trace", "llm=" + write("1\n2\n")}, []string{"llm: A trace", "llm: 轨迹"}},
		"no anomaly": {[]string{"--time", "1min", "--anomaly", "flood:llm:1s:2s"}, []string{"no anomaly", "不是异常类型"}},
		"no time":    {[]string{"--anomaly", "dead:llm:1s:2s"}, []string{"needs --time", "须用 --time"}},
		"no form":    {[]string{"--time", "1min", "--anomaly", "dead"}, []string{"KIND:NODE", "KIND:NODE"}},
		"no length":  {[]string{"--time", "never"}, []string{"length of time", "不是时长"}},
	} {
		for i, lang := range []string{"en", "zh"} {
			if _, errs, code := simulate(t, append([]string{example, "--lang", lang}, c.args...)...); code != failed || !strings.Contains(errs, c.want[i]) {
				t.Errorf("%s %s: code %d, %s", name, lang, code, errs)
			}
		}
	}
}

// Backups are written in simulated time, and read back where they are lost.
func TestSimWritesBackups(t *testing.T) {
	design := filepath.Join(t.TempDir(), "backup.weir.json")
	text := `{"weir":1,"classes":{"c":{"size":{"mean":"1 MB"}}},"nodes":{"users":{"kind":"source.requests","params":{"rate":"10/s"}},"wan":{"kind":"net.link"},"end":{"kind":"sink.response"},
		"plan":{"kind":"rel.backup","params":{"data":"1 GB","interval":"10 min","detect":"10 s","start":"5 s"}}},
		"edges":{"a":{"from":["users","out"],"to":["wan","in"]},"b":{"from":["wan","out"],"to":["end","in"]},"c":{"from":["plan","restore"],"to":["wan","in"],"async":true}}}`
	if err := os.WriteFile(design, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{"en": {"Backups", "window", "RTO"}, "zh": {"备份", "备份窗口", "RTO"}} {
		out, errs, code := simulate(t, design, "--time", "200s", "--restore", "plan:50s", "--replications", "2", "--lang", lang)
		for _, w := range want {
			if code != done || !strings.Contains(out, w) {
				t.Errorf("%s: code %d, no %q: %s%s", lang, code, w, out, errs)
			}
		}
	}
	for name, args := range map[string][]string{"PLAN:TIME": {"--time", "1min", "--restore", "plan"}, "needs --time": {"--restore", "plan:1s"}, "Only a backup plan": {"--time", "1min", "--restore", "wan:1s"}} {
		if _, errs, code := simulate(t, append([]string{design}, args...)...); code != failed || !strings.Contains(errs, name) {
			t.Errorf("%v: code %d, %s", args, code, errs)
		}
	}
}

func TestSimTellsTheDamage(t *testing.T) {
	for lang, want := range map[string][]string{"en": {"Damage", "Tokens", "TTFT"}, "zh": {"损失", "词元", "TPOT"}} {
		out, errs, code := simulate(t, "../../../examples/customer-service.weir.json", "--time", "20s", "--replications", "2", "--anomaly", "dead:llm:5s:5s", "--failures", "--lang", lang)
		for _, w := range want {
			if code != done || !strings.Contains(out, w) {
				t.Errorf("%s: code %d, no %q: %s%s", lang, code, w, out, errs)
			}
		}
	}
}

// TestSimPrintsWhatItHas: an interrupt ends the simulation, not the report.
func TestSimPrintsWhatItHas(t *testing.T) {
	program := filepath.Join(t.TempDir(), "weir")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(program, "sim", "../../../examples/data-centre.weir.json", "--time", "8760h", "--replications", "2", "--json")
	var out bytes.Buffer
	cmd.Stdout = &out
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(3 * time.Second) // it listens and has measured something
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	var r report.Simulation
	if broken := json.Unmarshal(out.Bytes(), &r); broken != nil || err != nil {
		t.Fatalf("%v, %v: %s", err, broken, out.String())
	}
	if r.Complete || r.Events == 0 {
		t.Errorf("complete %v after %d events", r.Complete, r.Events)
	}
}

// TestSimSaysWhatItWouldTake: an interrupt while it still warms up is told, and
// how long the rest would have taken.
func TestSimSaysWhatItWouldTake(t *testing.T) {
	program := filepath.Join(t.TempDir(), "weir")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(program, "sim", "../../../examples/data-centre.weir.json", "--items", "1e8", "--replications", "2", "--lang", "en")
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * time.Second)
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	err := cmd.Wait()
	if got := errs.String(); err == nil || !strings.Contains(got, "nothing was measured yet") || !strings.Contains(got, "would take about") {
		t.Errorf("%v: %s%s", err, got, out.String())
	}
}

// Whole numbers are read as people write them; what is none is told what would
// be.
func TestSimReadsWholeNumbers(t *testing.T) {
	const example = "../../../examples/data-centre.weir.json"
	plain, _, _ := simulate(t, example, "--items", "1000", "--replications", "2", "--seed", "20", "--json")
	if again, errs, code := simulate(t, example, "--items", "1e3", "--replications", "0.2e1", "--seed", "2E1", "--json"); code != done || again != plain {
		t.Errorf("code %d: %s", code, errs)
	}
	if _, errs, code := simulate(t, example, "--seed", "18446744073709551615", "--items", "1000", "--replications", "2"); code != done {
		t.Errorf("code %d: %s", code, errs)
	}
	for flag, values := range map[string][]string{"--items": {"1.5", "many", "1e99", "nan", ""}, "--seed": {"-1", "1e-3", "x"}, "--timeline": {"0.5"}, "--replications": {"two"}} {
		for _, value := range values {
			for lang, want := range map[string]string{"en": "such as 100000 or 1e5", "zh": "例如 100000 或 1e5"} {
				if _, errs, code := simulate(t, example, flag+"="+value, "--lang", lang); code != failed || !strings.Contains(errs, want) || !strings.Contains(errs, flag) {
					t.Errorf("%s %q: code %d: %s", flag, value, code, errs)
				}
			}
		}
	}
	if _, errs, code := simulate(t, example, "--items=-5"); code != failed || !strings.Contains(errs, "must lie between") {
		t.Errorf("code %d: %s", code, errs)
	}
}

// TestSimExplainsItsColumns: what is set beside the simulation, and by which
// rule the two are said to agree; where nothing is judged no class is shown.
func TestSimExplainsItsColumns(t *testing.T) {
	const example = "../../../examples/data-centre.weir.json"
	out, _, _ := simulate(t, example, "--items", "2000", "--replications", "2")
	if !strings.Contains(out, "A exact") || !strings.Contains(out, "agrees") {
		t.Error(out)
	}
	out, _, _ = simulate(t, example, "--time", "10s", "--replications", "2")
	if !strings.Contains(out, "from an empty start, so it is not judged") || strings.Contains(out, "agrees") || strings.Contains(out, "Closed form  Class") {
		t.Error(out)
	}
}

// TestSimPlaysOverload: the example's own scenario beyond its capacity.
func TestSimPlaysOverload(t *testing.T) {
	for lang, want := range map[string]string{"en": "llm: No steady state", "zh": "llm: 没有稳态"} {
		out, errs, code := simulate(t, "../../../examples/customer-service.weir.json", "--scenario", "peak", "--items", "6000", "--replications", "2", "--lang", lang)
		if code != done || !strings.Contains(out, want) || !strings.Contains(out, "TTFT") {
			t.Errorf("%s: code %d, %s%s", lang, code, out, errs)
		}
	}
}

// TestProgressBar: it grows with what is done and is wiped at the end; where
// there is no terminal there is none.
func TestProgressBar(t *testing.T) {
	var out bytes.Buffer
	p := &progress{out: &out, parts: make([]float64, 4)}
	p.set(0, 1)
	p.set(1, 1)
	if s := out.String(); !strings.Contains(s, " 25 %") || !strings.HasSuffix(s, " 50 %") || strings.Count(s, "█") != 10+20 {
		t.Errorf("%q", s)
	}
	p.end()
	if s := out.String(); !strings.HasSuffix(s, "\r"+strings.Repeat(" ", barWidth+8)+"\r") {
		t.Errorf("%q is left", s)
	}
	out.Reset()
	q := &progress{out: &out, parts: make([]float64, 1), quiet: true}
	q.set(0, 0.5)
	q.end()
	if out.Len() > 0 {
		t.Errorf("%q without a terminal", out.String())
	}
}
