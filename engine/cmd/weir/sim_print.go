package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"weir/engine"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/total"
)

// simulated prints what a simulation found beside the closed form.
func (t *terminal) simulated(d *engine.Design, closed *report.Report, r *report.Simulation) {
	s := &sheet{terminal: t, d: d, unsteady: !r.Steady}
	fmt.Fprintln(t.out, s.pick(
		fmt.Sprintf("%d replications, %d items, %d events, seed %d", r.Replications, r.Items, r.Events, r.Seed),
		fmt.Sprintf("%d 次重复，%d 项，%d 个事件，种子 %d", r.Replications, r.Items, r.Events, r.Seed)))
	for _, found := range r.Diagnostics {
		at := ""
		if found.At.Node != "" {
			at = found.At.Node + ": "
		}
		fmt.Fprintln(t.out, at+s.pick(found.Message.EN, found.Message.ZH))
	}
	if r.Unfinished > 0 && !slices.ContainsFunc(r.Diagnostics, func(d diagnostic.Diagnostic) bool { return d.Severity == diagnostic.Warning }) {
		fmt.Fprintln(t.out, s.pick(
			fmt.Sprintf("%d items were still under way at the end: some station cannot keep up.", r.Unfinished),
			fmt.Sprintf("结束时仍有 %d 项未完成：某个站点跟不上负载。", r.Unfinished)))
	}
	heads := func(first string) *table {
		return newTable(first, s.pick("Figure", "指标"), ">"+s.pick("Simulated", "仿真"), ">±", ">"+s.pick("Closed form", "解析"), s.pick("Class", "误差级"), "")
	}
	journeys := heads(s.pick("Journey", "路径"))
	for i := range r.Journeys {
		j := &r.Journeys[i]
		name := j.Source + " → " + j.Sink + " (" + j.Class + ")"
		for _, x := range []struct {
			name string
			e    *report.Estimate
		}{{s.pick("mean", "均值"), &j.Mean}, {"p50", &j.P50}, {"p95", &j.P95}, {"p99", &j.P99}} {
			class := j.ErrorClass
			if x.e != &j.Mean {
				class = cmp.Or(j.TailClass, class)
			}
			journeys.add(s.estimate(name, x.name, x.e, quantity.Time, class)...)
			name = ""
		}
	}
	s.section(journeys, "Journeys", "路径")
	nodes := heads(s.pick("Node", "节点"))
	for _, id := range slices.Sorted(maps.Keys(r.Nodes)) {
		n := r.Nodes[id]
		nodes.add(s.estimate(id, s.pick("utilisation", "利用率"), &n.Utilisation, quantity.None, "B")...)
		nodes.add(s.estimate("", s.pick("wait", "等待"), &n.WaitS, quantity.Time, n.ErrorClass)...)
		if n.LossRatio.Value > 0 || n.LossRatio.Closed > 0 {
			nodes.add(s.estimate("", s.pick("lost", "丢失"), &n.LossRatio, quantity.None, n.ErrorClass)...)
		}
	}
	s.section(nodes, "Nodes", "节点")
	s.jobsPlayed(r)
	s.copies(r)
	s.servingTimes(r)
	s.wrongs(r)
	s.simulationLegend()
	t.findings(total.SimulationFindings(closed, r), "")
}

// simulationLegend says what the columns of the tables mean.
func (s *sheet) simulationLegend() {
	en, zh := "±: the truth is within it, 19 times of 20. Closed form: what “weir eval” computes", "±：真值以 95 % 的概率在此范围内。解析：“weir eval”的计算结果"
	if s.unsteady {
		fmt.Fprintf(s.out, "\n%s\n", s.pick(en+", see above. –: does not apply.", zh+"，见上文。–：不适用。"))
		return
	}
	fmt.Fprintf(s.out, "\n%s\n%s\n", s.pick(en+". –: does not apply.", zh+"。–：不适用。"), s.pick(
		"Class: its stated error, A exact, B 2.5 %, C 10 %, D none. Agrees: within that error and three times ±; differs: beyond, where none is stated beyond 10 %.",
		"误差级：标称误差，A 精确，B 2.5 %，C 10 %，D 未标称。相符：差异在标称误差加三倍 ± 之内；不符：超出（未标称者以 10 % 计）。"))
}

// jobsPlayed are how long the jobs took, and what failures cost them.
func (s *sheet) jobsPlayed(r *report.Simulation) {
	t := newTable(s.pick("Job", "作业"), s.pick("Figure", "指标"), ">"+s.pick("Simulated", "仿真"), ">±", ">"+s.pick("Closed form", "解析"), s.pick("Class", "误差级"), "")
	for i := range r.Jobs {
		j := &r.Jobs[i]
		t.add(s.estimate(j.Source, s.pick("takes", "用时"), &j.Duration, quantity.Time, j.ErrorClass)...)
		for _, x := range []struct {
			name string
			of   report.Number
			unit quantity.Dimension
		}{
			{"p50", j.P50, quantity.Time}, {"p95", j.P95, quantity.Time}, {s.pick("restarts", "重启次数"), j.Restarts, quantity.None},
			{s.pick("work done again", "重做的工作"), j.RedoneS, quantity.Time}, {s.pick("saving", "写检查点"), j.SavingS, quantity.Time},
			{s.pick("never ended", "未能完成"), report.Number(j.Endless), quantity.None},
		} {
			if x.of != 0 {
				t.add("", x.name, s.figure(x.of, x.unit), "", "", "", "")
			}
		}
	}
	s.section(t, "Jobs", "作业")
}

// copies are the backups written and read back.
func (s *sheet) copies(r *report.Simulation) {
	t := newTable(s.pick("Backup plan", "备份方案"), s.pick("Figure", "指标"), ">"+s.pick("Simulated", "仿真"), ">±", ">"+s.pick("Closed form", "解析"), ">"+s.pick("Times", "次数"))
	for i := range r.Copies {
		c := &r.Copies[i]
		name := s.pick("window", "备份窗口")
		if c.Restore {
			name = "RTO"
		}
		t.add(c.Node, name, s.figure(c.Takes.Value, quantity.Time), s.figure(c.Takes.Half, quantity.Time), s.figure(c.Takes.Closed, quantity.Time), fmt.Sprint(c.Done))
	}
	s.section(t, "Backups", "备份")
}

// servingTimes are the times to first token and between tokens.
func (s *sheet) servingTimes(r *report.Simulation) {
	t := newTable(s.pick("Model served", "模型服务"), s.pick("Figure", "指标"), ">"+s.pick("Simulated", "仿真"), ">±", ">"+s.pick("Closed form", "解析"), "")
	for _, id := range slices.Sorted(maps.Keys(r.Nodes)) {
		ai := r.Nodes[id].AI
		if ai == nil {
			continue
		}
		name := id
		for _, x := range []struct {
			name string
			of   *report.SimulatedTimes
		}{{"TTFT", &ai.TTFT}, {"TPOT", &ai.TPOT}} {
			for _, y := range []struct {
				name string
				e    *report.Estimate
			}{{s.pick("mean", "均值"), &x.of.Mean}, {"p50", &x.of.P50}, {"p95", &x.of.P95}, {"p99", &x.of.P99}} {
				row := s.estimate(name, x.name+" "+y.name, y.e, quantity.Time, "")
				t.add(slices.Delete(row, 5, 6)...)
				name = ""
			}
		}
		if hit := ai.PrefixHit; hit != nil {
			t.add(slices.Delete(s.estimate(name, s.pick("prompt found in caches", "提示词缓存命中"), hit, quantity.None, ""), 5, 6)...)
		}
	}
	s.section(t, "Tokens", "词元")
}

// wrongs are what went wrong and who noticed.
func (s *sheet) wrongs(r *report.Simulation) {
	t := newTable(s.pick("Monitor", "监控"), s.pick("Watches", "监视"), ">"+s.pick("Fired", "触发"), ">"+s.pick("False", "误报"), ">"+s.pick("Missed", "漏报"), ">"+s.pick("Noticed after", "发现延迟"))
	for i := range r.Monitors {
		m := &r.Monitors[i]
		t.add(m.Monitor, m.Node, s.figure(m.Fired.Value, quantity.None), s.figure(m.FalseAlarms.Value, quantity.None), fmt.Sprint(m.Missed), s.figure(m.DelayS.Value, quantity.Time))
	}
	s.section(t, "Monitors, a replication", "监控（每次重复）")
	if r.Damage == nil {
		return
	}
	d := newTable(s.pick("Damage, a replication", "损失（每次重复）"), ">"+s.pick("With the monitors' actions", "监控动作生效"), ">±", ">"+s.pick("Without", "不生效"), ">±")
	row := func(name string, a, b *report.Estimate, unit quantity.Dimension) {
		d.add(name, s.figure(a.Value, unit), s.figure(a.Half, unit), s.figure(b.Value, unit), s.figure(b.Half, unit))
	}
	row(s.pick("items lost", "丢失项"), &r.Damage.Lost, &r.DamageWithout.Lost, quantity.None)
	row(s.pick("items spoiled", "损坏项"), &r.Damage.Spoiled, &r.DamageWithout.Spoiled, quantity.None)
	row(s.pick("time lost by all items", "全部项延误时间"), &r.Damage.LateS, &r.DamageWithout.LateS, quantity.Time)
	s.section(d, "Anomalies", "异常")
}

// estimate is a row: the figure, its interval, the closed form, the verdict.
func (s *sheet) estimate(of, name string, e *report.Estimate, d quantity.Dimension, class report.ErrorClass) []string {
	verdict := ""
	if s.unsteady {
		class = ""
	} else {
		verdict = s.verdict(e)
	}
	return []string{of, name, s.figure(e.Value, d), s.figure(e.Half, d), s.figure(e.Closed, d), string(class), verdict}
}

// verdict says whether the closed form agrees; where it does not, or states no
// error, how far it is off.
func (s *sheet) verdict(e *report.Estimate) string {
	word := ""
	switch e.Verdict() {
	case report.Agrees:
		return s.pick("agrees", "相符")
	case report.Differs:
		word = s.pick("differs", "不符")
	case report.Unstated:
		word = s.pick("no error stated", "未标称误差")
	}
	if x := float64(e.Deviation()); word != "" && x == x {
		word = fmt.Sprintf("%+.1f %%, ", 100*x) + word
	}
	return word
}
