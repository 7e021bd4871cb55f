package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"weir/engine"
	"weir/engine/flow"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sim"
)

type simCommand struct {
	File         string `arg:"" help:"${file}"`
	Items        int    `help:"${sim_items}" default:"100000"`
	Replications int    `help:"${sim_replications}" default:"10"`
	Seed         uint64 `help:"${sim_seed}" default:"1"`
	JSON         bool   `name:"json" help:"${json}"`
	Scenario     string `help:"${scenario}"`
}

// Run simulates a design on every core. An interrupt ends the replications
// under way and prints what they have found.
func (c simCommand) Run(t *terminal) error {
	if c.Items < 100 || c.Items > 100_000_000 || c.Replications < 2 || c.Replications > 1000 {
		return said("between 100 and 100 million items, and 2 to 1000 replications", "项数应在 100 到 1 亿之间，重复次数在 2 到 1000 之间")
	}
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
	s, err := engine.NewSimulation(d, engine.SimulationPlan{Seed: c.Seed, Replications: c.Replications, Items: c.Items})
	if refusal := new(flow.Refusal); errors.As(err, &refusal) {
		return said(refusal.In("en"), refusal.In("zh"))
	} else if err != nil {
		return err
	}
	runs, err := c.replicate(t, s)
	if err != nil {
		return err
	}
	found := s.Compare(runs)
	if c.JSON {
		_, err := t.out.Write(report.EncodeSimulation(found))
		return err
	}
	t.simulated(d, found)
	return nil
}

// replicate plays the replications and returns them in order, those that an
// interrupt cut short included if they measured anything.
func (c simCommand) replicate(t *terminal, s *engine.Simulation) ([]sim.Replication, error) {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)
	var stop atomic.Bool
	over := make(chan struct{})
	defer close(over)
	go func() {
		select {
		case <-interrupted:
			stop.Store(true)
		case <-over:
		}
	}()

	shown := &progress{out: t.err, parts: make([]float64, c.Replications), quiet: !isTerminal(t.err)}
	runs := make([]sim.Replication, c.Replications)
	errs := make([]error, c.Replications)
	next := atomic.Int64{}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), c.Replications) {
		workers.Go(func() {
			for {
				k := int(next.Add(1)) - 1
				if k >= c.Replications || stop.Load() {
					return
				}
				runs[k], errs[k] = s.Replicate(k, func(done float64) bool {
					shown.set(k, done)
					return !stop.Load()
				})
				shown.set(k, 1)
			}
		})
	}
	workers.Wait()
	shown.end()
	runs = slices.DeleteFunc(runs, func(r sim.Replication) bool { return !(r.Duration > 0) })
	if len(runs) == 0 && stop.Load() {
		return nil, said("interrupted before anything was measured", "在测得任何结果之前被中断")
	}
	return runs, errors.Join(errs...)
}

// progress is a bar on a terminal, nothing elsewhere.
type progress struct {
	mu    sync.Mutex
	out   io.Writer
	parts []float64
	last  int
	quiet bool
}

const barWidth = 40

func (p *progress) set(part int, done float64) {
	if p.quiet {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.parts[part] = done
	sum := 0.0
	for _, x := range p.parts {
		sum += x
	}
	percent := int(100 * sum / float64(len(p.parts)))
	if percent == p.last {
		return
	}
	p.last = percent
	full := percent * barWidth / 100
	fmt.Fprintf(p.out, "\r%s%s %3d %%", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), percent)
}

func (p *progress) end() {
	if !p.quiet && p.last > 0 {
		fmt.Fprintf(p.out, "\r%s\r", strings.Repeat(" ", barWidth+8))
	}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// simulated prints what a simulation found beside the closed form.
func (t *terminal) simulated(d *engine.Design, r *report.Simulation) {
	s := &sheet{terminal: t, d: d}
	fmt.Fprintln(t.out, s.pick(
		fmt.Sprintf("%d replications, %d items, %d events, seed %d", r.Replications, r.Items, r.Events, r.Seed),
		fmt.Sprintf("%d 次重复，%d 项，%d 个事件，种子 %d", r.Replications, r.Items, r.Events, r.Seed)))
	if r.Unfinished > 0 {
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
			journeys.add(s.estimate(name, x.name, x.e, quantity.Time, j.ErrorClass)...)
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
}

// estimate is a row: the figure, its interval, the closed form, the verdict.
func (s *sheet) estimate(of, name string, e *report.Estimate, d quantity.Dimension, class report.ErrorClass) []string {
	verdict := s.pick("differs", "不符")
	if e.Agrees {
		verdict = s.pick("agrees", "相符")
	}
	return []string{of, name, s.figure(e.Value, d), s.figure(e.Half, d), s.figure(e.Closed, d), string(class), verdict}
}
