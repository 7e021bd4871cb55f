// Command bench-peers runs the same two models in Weir's simulator and in
// SimPy, in turns in one go, and prints RESULT lines: an M/M/1 queue and a
// tandem of 20 M/M/4, natively and in WebAssembly. It installs Debian's
// python3-simpy3 where it is missing.
package main

import (
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"time"

	"weir/engine/queue"
	"weir/engine/sim"
)

//go:embed peers.py
var script string

// pace is the customers a second a simulator manages on the two models.
type pace struct{ single, tandem, events float64 }

const rounds = 5

func main() {
	if len(os.Args) > 1 && os.Args[1] == "own" { // what the WebAssembly build is asked
		p := own()
		fmt.Println(p.single, p.tandem)
		return
	}
	if err := compare(); err != nil {
		fmt.Fprintln(os.Stderr, "bench-peers:", err)
		os.Exit(1)
	}
}

func compare() error {
	if err := install(); err != nil {
		return err
	}
	folder, err := os.MkdirTemp("", "bench-peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	wasm, err := build(folder)
	if err != nil {
		return err
	}
	var mine, theirs, browser pace
	for range rounds { // in turns, so that a busy machine slows all alike
		p := own()
		mine.best(p)
		if p, err = read(exec.Command("/usr/bin/python3", "-c", script, "30000", "2000")); err != nil {
			return err
		}
		theirs.best(p)
		if p, err = read(wasm()); err != nil {
			return err
		}
		browser.best(p)
	}
	result := func(name string, value float64, unit string) { fmt.Printf("RESULT %s %.4g %s\n", name, value, unit) }
	result("simpy_mm1_customers_per_s", theirs.single, "1/s")
	result("simpy_tandem_customers_per_s", theirs.tandem, "1/s")
	result("des_mm1_customers_per_s", mine.single, "1/s")
	result("des_tandem_customers_per_s", mine.tandem, "1/s")
	result("des_events_per_s", mine.events, "1/s")
	result("des_mm1_vs_simpy_ratio", mine.single/theirs.single, "1")
	result("des_tandem_vs_simpy_ratio", mine.tandem/theirs.tandem, "1")
	result("des_tandem_wasm_vs_simpy_ratio", browser.tandem/theirs.tandem, "1")
	result("des_parallel_speedup", speedUp(), "1")
	return nil
}

func (p *pace) best(q pace) {
	p.single, p.tandem, p.events = max(p.single, q.single), max(p.tandem, q.tandem), max(p.events, q.events)
}

// install brings SimPy from Debian's archive.
func install() error {
	if exec.Command("/usr/bin/python3", "-c", "import simpy").Run() == nil {
		return nil
	}
	c := exec.Command("apt-get", "install", "-y", "-q", "python3-simpy3")
	c.Stdout, c.Stderr = os.Stderr, os.Stderr
	return c.Run()
}

// build compiles this command for js/wasm and returns how to run it in node.
func build(folder string) (func() *exec.Cmd, error) {
	binary := filepath.Join(folder, "peers.wasm")
	c := exec.Command("go", "build", "-pgo=engine/sim/sim.pgo", "-o", binary, "weir/engine/cmd/bench-peers")
	c.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	c.Stderr = os.Stderr
	if err := c.Run(); err != nil {
		return nil, fmt.Errorf("build for WebAssembly: %w", err)
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, err
	}
	loader := filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec_node.js")
	return func() *exec.Cmd { return exec.Command("node", "--stack-size=8192", loader, binary, "own") }, nil
}

func read(c *exec.Cmd) (pace, error) {
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return pace{}, err
	}
	var p pace
	if n, err := fmt.Sscan(string(out), &p.single, &p.tandem); n != 2 {
		return pace{}, errors.Join(errors.New("no two figures"), err)
	}
	return p, nil
}

// own runs both models here, once the code is compiled as it stays: a browser
// compiles what runs often a second time.
func own() pace {
	var p pace
	run(tandem(20, 4, 3.2), 0, 20_000)
	p.single, _ = run(tandem(1, 1, 0.9), 0, 1_000_000)
	p.tandem, p.events = run(tandem(20, 4, 3.2), 0, 100_000)
	return p
}

// run returns customers and events a second of one replication, its warm-up
// counted too.
func run(n *sim.Network, replication, customers int) (perSecond, events float64) {
	start := time.Now()
	r, err := sim.Run(n, sim.Plan{Seed: 1, Replication: replication, Cohort: customers})
	if err != nil {
		panic(err)
	}
	took := time.Since(start).Seconds()
	return float64(customers+r.WarmupItems) / took, float64(r.Events) / took
}

// speedUp is the gain from one replication on every core at once.
func speedUp() float64 {
	net := tandem(20, 4, 3.2)
	start := time.Now()
	run(net, 0, 100_000)
	one := time.Since(start)
	var group sync.WaitGroup
	start = time.Now()
	cores := runtime.GOMAXPROCS(0)
	for k := range cores {
		group.Go(func() { run(net, k, 100_000) })
	}
	group.Wait()
	return float64(cores) * one.Seconds() / time.Since(start).Seconds()
}

// tandem is a row of M/M/c stations of service rate 1.
func tandem(stations, servers int, rate float64) *sim.Network {
	n := &sim.Network{Journeys: 1, Sources: []sim.Source{{Between: queue.Law{Mean: 1 / rate, SCV: 1}}}}
	for i := range stations {
		n.Stations = append(n.Stations, sim.Station{Servers: servers})
		s := sim.Stage{Station: i, Service: queue.Law{Mean: 1, SCV: 1}}
		if i+1 < stations {
			s.Hops = []queue.Hop{{To: i + 1, Probability: 1}}
		}
		n.Stages = append(n.Stages, s)
	}
	return n
}
