package main

import (
	"errors"
	"os"
	"strings"

	"weir/engine"
	"weir/engine/flow"
	"weir/engine/quantity"
	"weir/engine/sim"
)

// plan reads the flags; the design comes back with what its traces say.
func (c simCommand) plan(t *terminal, d *engine.Design) (*engine.Design, engine.SimulationPlan, error) {
	p := engine.SimulationPlan{Seed: uint64(c.Seed), Replications: int(c.Replications), Items: int(c.Items), Failures: c.Failures, Buckets: int(c.Timeline)}
	if c.Time != "" {
		seconds, err := duration(c.Time)
		if err != nil {
			return d, p, err
		}
		p.Duration, p.Items = seconds, 0
	}
	for source, file := range c.Trace {
		trace, names, err := readTrace(file)
		if err != nil {
			return d, p, err
		}
		changed, rows, err := engine.WithTrace(d, source, trace, names)
		if err != nil {
			return d, p, refused(err)
		}
		if d = changed; p.Traces == nil {
			p.Traces = map[string]*engine.Trace{}
		}
		p.Traces[source] = rows
		if c.Time == "" { // all of it, once
			p.Duration, p.Items = max(p.Duration, rows.Span), 0
		}
	}
	for _, text := range c.Anomaly {
		a, err := anomaly(text)
		if err != nil {
			return d, p, err
		}
		p.Anomalies = append(p.Anomalies, a)
	}
	for _, text := range c.Restore {
		plan, at, ok := strings.Cut(text, ":")
		seconds, err := quantity.Parse(at, quantity.Time)
		if !ok || err != nil || seconds < 0 {
			return d, p, said("a restore is PLAN:TIME, such as backup:2h", "恢复的格式为 PLAN:TIME，例如 backup:2h")
		}
		p.Restores = append(p.Restores, engine.Restore{Node: plan, At: seconds})
	}
	if len(p.Restores) > 0 && p.Duration == 0 {
		return d, p, said("a restore needs --time: how long is simulated", "指定恢复时须用 --time 给出仿真时长")
	}
	if len(p.Anomalies) > 0 && p.Duration == 0 {
		return d, p, said("an anomaly needs --time: how long is simulated", "指定异常时须用 --time 给出仿真时长")
	}
	return d, p, nil
}

// duration reads a time above 0.
func duration(text string) (float64, error) {
	x, err := quantity.Parse(text, quantity.Time)
	if err != nil || !(x > 0) {
		return 0, said("“"+text+"” is no length of time, such as 24 h or 90 s", "“"+text+"”不是时长，例如 24 h 或 90 s")
	}
	return x, nil
}

// readTrace reads a file; a fault is told with file, line and column.
func readTrace(name string) (*engine.Trace, []string, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	trace, names, err := sim.ReadTrace(file)
	if fault := new(sim.TraceError); errors.As(err, &fault) {
		return nil, nil, said(name+": "+fault.Text.EN, name+"："+fault.Text.ZH)
	}
	return trace, names, err
}

// anomaly reads kind:node:from:for[:factor].
func anomaly(text string) (engine.Anomaly, error) {
	parts := strings.Split(text, ":")
	if len(parts) < 4 || len(parts) > 5 {
		return engine.Anomaly{}, said("an anomaly is KIND:NODE:FROM:FOR[:FACTOR], such as dead:llm:300s:120s or spike:users:5min:2min:3", "异常的格式为 KIND:NODE:FROM:FOR[:FACTOR]，例如 dead:llm:300s:120s 或 spike:users:5min:2min:3")
	}
	a := engine.Anomaly{Kind: parts[0], Node: parts[1], Factor: 1}
	from, err := quantity.Parse(parts[2], quantity.Time)
	if err != nil || from < 0 {
		return a, said("“"+parts[2]+"” is no time an anomaly could begin at", "“"+parts[2]+"”不是有效的异常开始时间")
	}
	a.From = from
	if a.For, err = duration(parts[3]); err != nil {
		return a, err
	}
	if len(parts) == 5 {
		if a.Factor, err = quantity.Parse(parts[4], quantity.None); err != nil {
			return a, said("“"+parts[4]+"” is no factor", "“"+parts[4]+"”不是系数")
		}
	}
	return a, nil
}

// refused says why a design cannot be simulated, in the language of the terminal.
func refused(err error) error {
	if refusal := new(flow.Refusal); errors.As(err, &refusal) {
		return said(refusal.In("en"), refusal.In("zh"))
	}
	return err
}
