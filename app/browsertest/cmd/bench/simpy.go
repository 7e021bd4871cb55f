package main

import (
	"context"
	_ "embed"
	"fmt"
	"os/exec"
	"strconv"
	"time"

	"weir/app/browsertest/measure"
	"weir/engine/queue"
	"weir/engine/sim"
)

//go:embed tandem.py
var tandemPy string

// rows are the networks of the comparison: stations in a row, servers at each.
var rows = []struct {
	name              string
	stations, servers int
	ourItems          int // a few seconds' worth of items for each program
	theirItems        int
}{
	{"mm1", 1, 1, 1_000_000, 100_000},
	{"tandem", 20, 4, 100_000, 5_000},
}

// besideSimPy plays the same networks on our simulator and on SimPy, one
// after the other, and sets station visits a second side by side.
func besideSimPy(ctx context.Context) ([]measure.Figure, error) {
	const repeats = 3
	fmt.Printf("station visits a second, median of %d\n%-8s %14s %14s %8s\n", repeats, "", "Weir", "SimPy", "ratio")
	var figures []measure.Figure
	for _, row := range rows {
		var ours, theirs, events []float64
		for k := range repeats {
			visits, perSecond, err := play(row.stations, row.servers, row.ourItems, k)
			if err != nil {
				return nil, err
			}
			ours, events = append(ours, visits), append(events, perSecond)
			rate, err := playSimPy(ctx, row.stations, row.servers, row.theirItems)
			if err != nil {
				return nil, err
			}
			theirs = append(theirs, rate)
		}
		ratio := measure.Median(ours) / measure.Median(theirs)
		fmt.Printf("%-8s %14.4g %14.4g %8.1f\n", row.name, measure.Median(ours), measure.Median(theirs), ratio)
		figures = append(figures,
			measure.Figure{Name: "des_" + row.name + "_vs_simpy_ratio", Value: ratio},
			measure.Figure{Name: "des_" + row.name + "_events_per_s", Value: measure.Median(events), Unit: "1/s"})
	}
	return figures, nil
}

// play answers station visits and events a second of our simulator.
func play(stations, servers, items, replication int) (visits, events float64, err error) {
	start := time.Now()
	r, err := sim.Run(tandem(stations, servers), sim.Plan{Seed: 1, Replication: replication, Cohort: items})
	if err != nil {
		return 0, 0, err
	}
	seconds := time.Since(start).Seconds()
	served := (items + r.WarmupItems) * stations
	return float64(served) / seconds, float64(r.Events) / seconds, nil
}

// tandem is stations in a row, each at four fifths of what it can carry.
func tandem(stations, servers int) *sim.Network {
	n := &sim.Network{
		Sources:  []sim.Source{{Between: queue.Law{Mean: 1 / (0.8 * float64(servers)), SCV: 1}}},
		Journeys: 1,
	}
	for i := range stations {
		stage := sim.Stage{Station: i, Service: queue.Law{Mean: 1, SCV: 1}, After: -1}
		if i+1 < stations {
			stage.Hops = []queue.Hop{{To: i + 1, Probability: 1}}
		}
		n.Stations = append(n.Stations, sim.Station{Servers: servers})
		n.Stages = append(n.Stages, stage)
	}
	return n
}

// playSimPy answers station visits a second of SimPy, on the system's Python
// that the package python3-simpy3 belongs to.
func playSimPy(ctx context.Context, stations, servers, items int) (float64, error) {
	cmd := exec.CommandContext(ctx, "/usr/bin/python3", "-c", tandemPy, strconv.Itoa(stations), strconv.Itoa(servers), strconv.Itoa(items))
	out, err := cmd.Output()
	if err != nil {
		return 0, fmt.Errorf("simpy: %w", err)
	}
	var visits, seconds float64
	if _, err := fmt.Sscan(string(out), &visits, &seconds); err != nil {
		return 0, fmt.Errorf("simpy printed %q: %w", out, err)
	}
	return visits / seconds, nil
}
