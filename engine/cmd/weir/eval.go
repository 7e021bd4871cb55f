package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"weir/engine"
	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/total"
)

type evalCommand struct {
	File     string `arg:"" help:"${file}"`
	JSON     bool   `name:"json" help:"${json}"`
	Scenario string `help:"${scenario}"`
	Strict   bool   `help:"${strict}"`
}

// Run evaluates a design and prints its report, settled.
func (c evalCommand) Run(t *terminal) error {
	d, err := t.read(c.File)
	if err != nil {
		return err
	}
	if c.Scenario != "" {
		applied, ok := engine.Apply(d, c.Scenario)
		if !ok {
			return noScenario(d, c.Scenario)
		}
		d = applied
	}
	r := engine.Evaluate(d)
	// Where a value was refused or a part left out the figures are of something
	// else than was asked: that comes before them.
	wrong := slices.DeleteFunc(slices.Clone(r.Diagnostics), func(d diagnostic.Diagnostic) bool { return !isError(d) })
	t.tell(t.err, wrong, "")
	if c.JSON {
		var canonical []byte
		if canonical, err = engine.Encode(d); err != nil {
			return err
		}
		r.Design = engine.Hash(canonical)
		_, err = t.out.Write(report.Encode(r))
	} else {
		t.report(d, r)
	}
	missed := slices.ContainsFunc(r.Objectives, func(o report.Objective) bool { return !o.Met })
	if err == nil && (len(wrong) > 0 || c.Strict && missed) {
		return errFaulty
	}
	return err
}

func noScenario(d *engine.Design, name string) error {
	known := slices.Sorted(maps.Keys(d.Scenarios))
	if len(known) == 0 {
		return said("the design has no scenarios", "该设计没有情景")
	}
	return said("there is no scenario “"+name+"”; there are: "+strings.Join(known, ", "), "没有情景“"+name+"”；现有："+strings.Join(known, "、"))
}

// sheet prints a report in one language and currency.
type sheet struct {
	*terminal
	d     *engine.Design
	r     *report.Report
	money quantity.Currency

	unsteady bool // of a simulation that the closed form does not judge
}

func (t *terminal) report(d *engine.Design, r *report.Report) {
	s := &sheet{terminal: t, d: d, r: r, money: quantity.Currency{Code: d.Settings.Currency, Rate: d.Settings.FX[d.Settings.Currency].PerUSD}}
	if d.Title != "" {
		fmt.Fprintln(t.out, d.Title)
		fmt.Fprintln(t.out)
	}
	s.summary()
	s.objectives()
	s.classes()
	s.retries()
	s.journeys()
	s.bands()
	s.jobs()
	s.nodes()
	s.figures()
	s.pools()
	s.day()
	s.failures()
	s.performability()
	s.prices()
	s.allocation()
	s.legend()
	if len(r.Diagnostics) > 0 {
		s.head("Findings", "问题")
		t.findings(r.Diagnostics, "  ")
	}
}

// legend says what the columns of the tables mean.
func (s *sheet) legend() {
	fmt.Fprintln(s.out)
	t := s.pick(
		`Carried: gets through (of attempts, where items are sent again). Goodput: answered in time. Load: busy part. Wait: queueing alone. p99: 99 of 100 are faster.
Error: A exact, B within 2.5 %, C within 10 %, D beyond that or unknown: be sure by “weir sim”; two: of mean, percentiles. –: does not apply. ∞: grows without bound.`,
		`承担：实际通过的速率（有重发时按尝试计）。有效吞吐：按时答复的项。利用率：忙碌占比。等待：仅排队时间。p99：100 项中 99 项更快。
误差级：A 精确，B 误差 2.5 % 以内，C 10 % 以内，D 更大或未知，可用“weir sim”核实；两个字母：均值、百分位。–：不适用。∞：无限增长。`)
	fmt.Fprintln(s.out, t)
}

func (s *sheet) pick(en, zh string) string { return quantity.Text{EN: en, ZH: zh}.In(s.lang) }

func (s *sheet) head(en, zh string) { fmt.Fprintf(s.out, "\n%s\n", s.pick(en, zh)) }

// figure writes a figure with a plain space before its unit.
func (s *sheet) figure(x report.Number, d quantity.Dimension) string {
	return strings.ReplaceAll(quantity.Format(float64(x), d, s.lang), "\u00a0", " ")
}

func (s *sheet) usd(x report.Number) string { return s.money.Format(float64(x), s.lang) }

// share writes a ratio as a percentage; close to one, all its nines.
func (s *sheet) share(x report.Number) string {
	if !x.Finite() {
		return s.figure(x, quantity.None)
	}
	digits := 3
	for rest := 1 - float64(x); rest > 0 && rest < 0.01 && digits < 13; rest *= 10 {
		digits++
	}
	return quantity.Digits(float64(x)*100, digits) + " %"
}

func (s *sheet) section(t *table, en, zh string) {
	if !t.empty() {
		s.head(en, zh)
		t.write(s.out, "  ")
	}
}

func (s *sheet) summary() {
	sum := &s.r.Summary
	t := newTable("", "")
	t.add(s.pick("Cost per month", "每月成本"), s.usd(sum.CostPerMonth))
	t.add(s.pick("Availability", "可用性"), s.available(sum.Availability))
	t.add(s.pick("Headroom", "余量"), s.share(sum.Headroom))
	if b := sum.Bottleneck; b != nil {
		t.add(s.pick("Bottleneck", "瓶颈"), s.named(cmp.Or(b.Node, b.Edge, b.Pool)))
	}
	t.add(s.pick("Power", "功率"), s.figure(sum.PowerW, quantity.Power))
	t.add(s.pick("Carbon per month", "每月碳排放"), s.figure(sum.CarbonKgPerMonth, quantity.Mass))
	t.write(s.out, "")
}

// available is an availability, rounded down.
func (s *sheet) available(x report.Number) string {
	if !x.Finite() {
		return s.share(x)
	}
	return strings.ReplaceAll(quantity.Availability(float64(x)), "\u00a0", " ")
}

// named is a node's id with its name or that of its kind.
func (s *sheet) named(id string) string {
	n := s.d.Nodes[id]
	if n == nil {
		return id
	}
	name := n.Name
	if k, ok := component.Lookup(n.Kind); name == "" && ok {
		name = k.Name.In(s.lang)
	}
	if name == "" {
		return id
	}
	return id + " (" + name + ")"
}

func (s *sheet) objectives() {
	t := newTable(s.pick("Metric", "指标"), s.pick("Of", "对象"), ">"+s.pick("Bound", "界限"), ">"+s.pick("Value", "实际值"), s.pick("Error", "误差级"), "")
	for i, o := range s.r.Objectives {
		dimension, _ := total.MetricDimension(o.Metric)
		show := func(x report.Number) string {
			switch {
			case o.Metric == "availability":
				return s.available(x)
			case o.Metric == "headroom" || o.Metric == "utilisation":
				return s.share(x)
			case dimension == quantity.Money || dimension == quantity.MoneyRate:
				return s.usd(x)
			}
			return s.figure(x, dimension)
		}
		var bounds []string
		if o.Min.Finite() {
			bounds = append(bounds, "≥ "+show(o.Min))
		}
		if o.Max.Finite() {
			bounds = append(bounds, "≤ "+show(o.Max))
		}
		verdict := s.pick("met", "达成")
		if !o.Met {
			verdict = s.pick("MISSED", "未达成")
		}
		if len(bounds) == 0 && i < len(s.d.Objectives) {
			bounds = append(bounds, "–")
		}
		t.add(total.MetricName(o.Metric).In(s.lang), cmp.Or(o.Class, o.Node), strings.Join(bounds, " "), show(o.Value), string(o.ErrorClass), verdict)
	}
	s.section(t, "Objectives", "目标")
}

func (s *sheet) classes() {
	t := newTable(s.pick("Class", "类别"), ">"+s.pick("Offered", "到达"), ">"+s.pick("Attempts", "尝试"), ">"+s.pick("Carried", "承担"), ">"+s.pick("Goodput", "有效吞吐"), s.pick("Error", "误差级"), ">"+s.pick("Cost per item", "单项成本"))
	for _, id := range slices.Sorted(maps.Keys(s.r.Classes)) {
		c := s.r.Classes[id]
		if !(c.OfferedPerS > 0) {
			continue // only jobs carry it
		}
		attempts := ""
		if c.AttemptsPerS > 0 {
			attempts = s.figure(c.AttemptsPerS, quantity.Rate)
		}
		t.add(id, s.figure(c.OfferedPerS, quantity.Rate), attempts, s.figure(c.CarriedPerS, quantity.Rate), s.figure(c.GoodputPerS, quantity.Rate), string(c.ErrorClass), s.usd(c.CostPerItem))
	}
	s.section(t, "Classes", "类别")
}

// retries prints what becomes of the sources that send again, and the state
// that they stay in once overloaded where it is another.
func (s *sheet) retries() {
	t := newTable(s.pick("From", "起点"), s.pick("Class", "类别"), ">"+s.pick("Attempts per item", "每项尝试"), ">"+s.pick("Late", "超时"), ">"+s.pick("Given up", "放弃"),
		">"+s.pick("Goodput", "有效吞吐"), ">"+s.pick("mean until answered", "平均答复用时"), s.pick("Error", "误差级"), "")
	row := func(x *report.Retry, a *report.Attempts, class report.ErrorClass, note string) {
		t.add(x.Source, x.Class, s.figure(a.PerItem, quantity.None), s.percent(a.LateRatio), s.percent(a.GivenUp), s.figure(a.GoodputPerS, quantity.Rate), s.figure(a.LatencyS, quantity.Time), string(class), note)
	}
	for _, x := range s.r.Retries {
		row(x, &x.Attempts, x.ErrorClass, "")
		if x.Saturated != nil {
			row(x, x.Saturated, "D", s.pick("once overloaded", "一旦过载"))
		}
	}
	s.section(t, "Sent again", "重发")
}

// percent writes a ratio as a percentage of three digits.
func (s *sheet) percent(x report.Number) string {
	if !x.Finite() {
		return s.figure(x, quantity.None)
	}
	return quantity.Digits(float64(x)*100, 3) + " %"
}

func (s *sheet) journeys() {
	t := newTable(s.pick("From", "起点"), s.pick("Class", "类别"), s.pick("To", "终点"), ">"+s.pick("Rate", "速率"),
		">"+s.pick("mean", "平均"), ">p50", ">p95", ">p99", ">p99.9", s.pick("Error", "误差级"), "")
	for _, j := range s.r.Journeys {
		note := ""
		if j.Background {
			note = s.pick("background", "后台")
		}
		l := j.LatencyS
		row := []string{j.Source, j.Class, j.Sink, s.figure(j.ItemsPerS, quantity.Rate)}
		for _, x := range []report.Number{l.Mean, l.P50, l.P95, l.P99, l.P999} {
			row = append(row, s.figure(x, quantity.Time))
		}
		t.add(append(row, twoClasses(j.ErrorClass, j.TailClass), note)...)
	}
	s.section(t, "Latency", "延迟")
}

// twoClasses are the error classes of the mean and, where it differs, of the
// percentiles.
func twoClasses(mean, tail report.ErrorClass) string {
	if tail == "" {
		return string(mean)
	}
	return string(mean) + ", " + string(tail)
}

// bands prints how far cost and latency move while inputs move through their
// ranges.
func (s *sheet) bands() {
	t := newTable(s.pick("Figure", "指标"), s.pick("From", "起点"), s.pick("Class", "类别"), s.pick("To", "终点"), ">"+s.pick("Low", "低"), ">"+s.pick("High", "高"))
	if b := s.r.Summary.CostPerMonthBand; b != nil {
		t.add(s.pick("Cost per month", "每月成本"), "", "", "", s.usd(b.Low), s.usd(b.High))
	}
	for _, j := range s.r.Journeys {
		if j.LatencyBandS == nil {
			continue
		}
		row := func(name string, b report.Band) {
			t.add(name, j.Source, j.Class, j.Sink, s.figure(b.Low, quantity.Time), s.figure(b.High, quantity.Time))
		}
		row(s.pick("mean", "平均"), j.LatencyBandS.Mean)
		row("p50", j.LatencyBandS.P50)
		row("p95", j.LatencyBandS.P95)
		row("p99", j.LatencyBandS.P99)
	}
	s.section(t, "Bands over the ranges", "区间结果")
}

func (s *sheet) jobs() {
	t := newTable(s.pick("From", "起点"), s.pick("To", "终点"), ">"+s.pick("Items", "项数"), ">"+s.pick("Takes", "用时"), s.pick("Slowest", "最慢环节"), ">"+s.pick("Cost", "成本"), s.pick("Class", "误差级"))
	for _, j := range s.r.Jobs {
		t.add(j.Source, j.Sink, s.figure(j.Items, quantity.None), s.figure(j.DurationS, quantity.Time), j.Slowest, s.usd(j.Cost), string(j.ErrorClass))
	}
	s.section(t, "Jobs", "作业")
}

func (s *sheet) nodes() {
	t := newTable(s.pick("Node", "节点"), s.pick("Kind", "种类"), ">"+s.pick("Load", "利用率"), ">"+s.pick("Servers", "服务台"), ">"+s.pick("In", "到达"),
		">"+s.pick("Wait", "等待"), ">p99", s.pick("Error", "误差级"), ">"+s.pick("Cost/month", "每月成本"), ">"+s.pick("Power", "功率"))
	for _, id := range slices.Sorted(maps.Keys(s.r.Nodes)) {
		n := s.r.Nodes[id]
		kind := ""
		if d := s.d.Nodes[id]; d != nil {
			kind = d.Kind
		}
		t.add(id, kind, s.share(n.Utilisation), s.figure(n.Servers, quantity.None), s.figure(n.ArrivalsPerS, quantity.Rate),
			s.figure(n.WaitS, quantity.Time), s.figure(n.SojournS.P99, quantity.Time), twoClasses(n.ErrorClass, n.TailClass), s.usd(n.CostPerMonth), s.figure(n.PowerW, quantity.Power))
	}
	s.section(t, "Nodes", "节点")
}

// figures prints what kinds report beside the figures all nodes have.
func (s *sheet) figures() {
	t := newTable(s.pick("Node", "节点"), s.pick("Figure", "指标"), ">"+s.pick("Value", "数值"), "")
	for _, id := range slices.Sorted(maps.Keys(s.r.Nodes)) {
		n := s.r.Nodes[id]
		note := ""
		all := n.Figures
		if n.AI != nil {
			all = append(slices.Clone(all), n.AI.Figures...)
			if !n.AI.Calibrated {
				note = s.pick("uncalibrated", "未校准")
			}
		}
		for i, f := range all {
			name := ""
			if i == 0 {
				name = id
			}
			band := note
			if f.Band > 0 {
				band = "± " + s.share(f.Band)
			} else if f.ErrorClass != "" {
				band = string(f.ErrorClass)
			}
			t.add(name, f.Label.In(s.lang), s.inUnit(f), band)
		}
	}
	s.section(t, "Figures", "其他指标")
}

// inUnit writes a figure in the unit it names.
func (s *sheet) inUnit(f report.Figure) string {
	if f.Unit == "USD" || f.Unit == "$" {
		return s.usd(f.Value)
	}
	if f.Unit == "" && f.Value > 0.99 && f.Value < 1 { // a ratio whose nines count
		return s.share(f.Value)
	}
	for d := quantity.None; d.Valid(); d++ {
		if d.Unit() == strings.TrimPrefix(f.Unit, "1") {
			return s.figure(f.Value, d)
		}
	}
	return quantity.Digits(float64(f.Value), 3) + " " + f.Unit
}

func (s *sheet) pools() {
	t := newTable(s.pick("Pool", "资源池"), ">"+s.pick("Taken", "已分配"), ">"+s.pick("Of", "总量"), ">"+s.pick("Cost/month", "每月成本"), ">"+s.pick("Idle", "闲置成本"))
	for _, id := range slices.Sorted(maps.Keys(s.r.Pools)) {
		p := s.r.Pools[id]
		t.add(id, s.figure(p.Allocated, quantity.None), s.figure(p.Capacity, quantity.None), s.usd(p.CostPerMonth), s.usd(p.IdleCostPerMonth))
	}
	s.section(t, "Pools", "资源池")
}

// prices prints where each price comes from.
func (s *sheet) prices() {
	t := newTable(s.pick("Price of", "价格对象"), s.pick("Paid for", "付费方式"), ">"+s.pick("Price", "价格"), s.pick("As of", "日期"), s.pick("Source", "来源"))
	for _, p := range s.r.Prices {
		price := s.usd(p.PerSecond*3600) + "/h"
		if p.PerByteSecond > 0 {
			price = s.usd(p.PerByteSecond*1e9*total.Month) + "/GB" + s.pick("/month", "/月")
		}
		source := p.Source
		if p.Own {
			source = s.pick("the design's own", "设计自带")
		}
		t.add(p.ID, p.Term, price, p.AsOf, source)
	}
	s.section(t, "Prices", "价格")
}

// day prints every hour, the worst marked.
func (s *sheet) day() {
	if s.r.Day == nil {
		return
	}
	t := newTable(">"+s.pick("Hour", "小时"), ">"+s.pick("Rate", "速率"), ">"+s.pick("Highest load", "最高利用率"), s.pick("At", "位于"), ">"+s.pick("mean", "平均"), ">p99", s.pick("Method", "方法"), "")
	for i, h := range s.r.Day.Hours {
		note := ""
		if float64(i) == float64(s.r.Day.Worst) {
			note = s.pick("worst", "最差")
		}
		t.add(s.figure(h.Hour, quantity.None), s.figure(h.ItemsPerS, quantity.Rate), s.share(h.Utilisation), h.Busiest, s.figure(h.MeanS, quantity.Time), s.figure(h.P99S, quantity.Time), report.MethodName(h.Method).In(s.lang), note)
	}
	s.section(t, "Hours of the day", "全天各小时")
}

// failures prints who is no longer served when a node or pool fails, and how
// long the others wait.
func (s *sheet) failures() {
	t := newTable(s.pick("Fails", "失效"), ">"+s.pick("Units lost", "失去单元"), ">"+s.pick("Of the time", "时间占比"), s.pick("From", "起点"), s.pick("To", "终点"),
		">"+s.pick("Starves", "得不到服务"), ">"+s.pick("p99 becomes", "p99 变为"))
	for _, f := range s.r.Failures {
		for i, j := range f.Journeys {
			row := []string{"", "", "", j.Source, j.Sink, s.share(j.Starved), s.figure(j.P99S, quantity.Time)}
			if i == 0 {
				row[0], row[1], row[2] = cmp.Or(f.Node, f.Pool), s.figure(f.Lost, quantity.None), s.percent(f.Share)
			}
			t.add(row...)
		}
	}
	s.section(t, "If it fails", "若失效")
}

// performability prints the figures weighted over all states of failure.
func (s *sheet) performability() {
	p := s.r.Performability
	if p == nil || len(p.Journeys) == 0 {
		return
	}
	t := newTable(s.pick("From", "起点"), s.pick("Class", "类别"), s.pick("To", "终点"), ">"+s.pick("Rate", "速率"), ">"+s.pick("mean", "平均"), ">"+s.pick("Overloaded", "过载时间"))
	for _, j := range p.Journeys {
		t.add(j.Source, j.Class, j.Sink, quantity.Digits(float64(j.ItemsPerS), 6)+"/s", s.figure(j.MeanS, quantity.Time), s.percent(j.Overloaded))
	}
	s.section(t, "All failures counted", "计入所有失效")
}

// allocation prints the objective term by term, each kind's part of L by its
// reference.
func (s *sheet) allocation() {
	a := s.r.Allocation
	if len(a.Terms) == 0 {
		return
	}
	number := func(x report.Number) string { return quantity.Digits(float64(x), 4) }
	t := newTable(s.pick("Node", "节点"), s.pick("Resource", "资源"), ">"+s.pick("Capacity", "容量"), ">"+s.pick("Share", "份额"), ">t", ">L", ">D")
	for _, x := range a.Terms {
		t.add(x.Node, resources[x.Kind].In(s.lang), number(x.Capacity), s.share(x.Share), s.figure(x.TimeS, quantity.Time), number(x.L), s.figure(x.D, quantity.Time))
	}
	s.section(t, "Allocation", "资源分配")
	fmt.Fprintf(s.out, "\nL(R) = %s   D(T) = %s   J = %s\n", number(a.L), s.figure(a.D, quantity.Time), number(a.J))
}

var resources = map[string]quantity.Text{
	"compute": {EN: "compute", ZH: "计算"}, "storage": {EN: "storage", ZH: "存储"}, "network": {EN: "network", ZH: "网络"},
}
