package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"weir/engine"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sim"
)

type simCommand struct {
	File         string            `arg:"" help:"${file}"`
	Items        whole             `help:"${sim_items}" default:"100000"`
	Replications whole             `help:"${sim_replications}" default:"10"`
	Seed         seed              `help:"${sim_seed}" default:"1"`
	Time         string            `help:"${sim_time}" placeholder:"24h"`
	Failures     bool              `help:"${sim_failures}"`
	Trace        map[string]string `help:"${sim_trace}" placeholder:"SOURCE=FILE"`
	Anomaly      []string          `help:"${sim_anomaly}" placeholder:"KIND:NODE:FROM:FOR[:FACTOR]" sep:"none"`
	Restore      []string          `help:"${sim_restore}" placeholder:"PLAN:TIME" sep:"none"`
	Timeline     whole             `help:"${sim_timeline}" placeholder:"60"`
	JSON         bool              `name:"json" help:"${json}"`
	Scenario     string            `help:"${scenario}"`
}

// Run simulates a design on every core. An interrupt ends the replications
// under way and prints what they have found.
func (c simCommand) Run(t *terminal) error {
	for _, x := range []struct {
		flag           string
		n, least, most whole
	}{{"--items", c.Items, 100, 100_000_000}, {"--replications", c.Replications, 2, 1000}, {"--timeline", c.Timeline, 0, 10_000}} {
		if x.n < x.least || x.n > x.most {
			return said(fmt.Sprintf("%s is %d, but must lie between %d and %d", x.flag, x.n, x.least, x.most), fmt.Sprintf("%s 为 %d，应在 %d 到 %d 之间", x.flag, x.n, x.least, x.most))
		}
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
	d, plan, err := c.plan(t, d)
	if err != nil {
		return err
	}
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt)
	defer signal.Stop(interrupted)
	s, err := prepared(d, plan, interrupted)
	if err != nil {
		return refused(err)
	}
	runs, err := c.replicate(t, s, interrupted)
	if err != nil {
		return err
	}
	found := s.Compare(runs)
	if c.JSON {
		_, err := t.out.Write(report.EncodeSimulation(found))
		return err
	}
	t.simulated(d, engine.Evaluate(d), found)
	return nil
}

// prepared is a simulation ready to play. An interrupt does not wait for it.
func prepared(d *engine.Design, plan engine.SimulationPlan, interrupted <-chan os.Signal) (*engine.Simulation, error) {
	var s *engine.Simulation
	ready := make(chan error, 1)
	go func() {
		var err error
		s, err = engine.NewSimulation(d, plan)
		ready <- err
	}()
	select {
	case err := <-ready:
		return s, err
	case <-interrupted:
		return nil, said("interrupted while the closed form was being solved: nothing was simulated yet", "求解析结果时被中断：尚未开始仿真")
	}
}

// replicate plays the replications and returns them in order, those that an
// interrupt cut short included if they measured anything.
func (c simCommand) replicate(t *terminal, s *engine.Simulation, interrupted <-chan os.Signal) ([]sim.Replication, error) {
	began := time.Now()
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

	shown := &progress{out: t.err, parts: make([]float64, s.Runs()), quiet: !isTerminal(t.err)}
	runs := make([]sim.Replication, s.Runs())
	errs := make([]error, s.Runs())
	next := atomic.Int64{}
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), s.Runs()) {
		workers.Go(func() {
			for {
				k := int(next.Add(1)) - 1
				if k >= s.Runs() || stop.Load() {
					return
				}
				runs[k], errs[k] = s.Replicate(k, func(done float64) bool {
					shown.set(k, done)
					return !stop.Load()
				})
				if !stop.Load() {
					shown.set(k, 1)
				}
			}
		})
	}
	workers.Wait()
	shown.end()
	runs = slices.DeleteFunc(runs, func(r sim.Replication) bool { return !r.Measured() })
	if len(runs) == 0 && stop.Load() {
		return nil, early(time.Since(began).Seconds(), shown.share())
	}
	return runs, errors.Join(errs...)
}

// early says that an interrupt came before anything was measured, so many
// seconds after the start, and how long the rest would have taken.
func early(seconds, share float64) error {
	en, zh := "interrupted while warming up: nothing was measured yet", "预热期间被中断：尚未测得任何结果"
	if share > 0 {
		left := func(lang string) string { return quantity.Format(seconds*(1-share)/share, quantity.Time, lang) }
		percent := quantity.Digits(100*share, 2) + " %"
		en += "; " + percent + " was played, the rest would take about " + left("en") + ". Fewer --items take less"
		zh += "；已完成 " + percent + "，其余约需 " + left("zh") + "。减小 --items 可缩短时间"
	}
	return said(en, zh)
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
	p.mu.Lock()
	defer p.mu.Unlock()
	p.parts[part] = done
	if p.quiet {
		return
	}
	percent := int(100 * p.share())
	if percent == p.last {
		return
	}
	p.last = percent
	full := percent * barWidth / 100
	fmt.Fprintf(p.out, "\r%s%s %3d %%", strings.Repeat("█", full), strings.Repeat("░", barWidth-full), percent)
}

// share is how much of all is done, 0…1.
func (p *progress) share() float64 {
	sum := 0.0
	for _, x := range p.parts {
		sum += x
	}
	return sum / float64(len(p.parts))
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
