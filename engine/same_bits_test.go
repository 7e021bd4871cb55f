package engine

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"weir/engine/report"
	"weir/engine/sample"
)

// sameDesigns are twenty designs that can be played: random ones with whatever
// the registry offers, jobs and users who wait among them.
func sameDesigns(t *testing.T) map[string]*Design {
	t.Helper()
	designs := map[string]*Design{}
	for name, text := range map[string]string{
		"job":          chain(3000, "pipelined", `"servers":3,"service":"10 ms","service_scv":0.4`, `"servers":1,"service":"4 ms","mtbf":"20 s","repair":"3 s"`),
		"job in turns": chain(300, "serial", `"servers":3,"service":"10 ms","service_scv":2`),
		"closed": `{"weir":1,"classes":{"c":{}},"nodes":{"users":{"kind":"source.closed","params":{"users":7,"think":"2 s"}},"work":{"kind":"proc.cpu","params":{"servers":2,"service":"0.5 s"}},"end":{"kind":"sink.response"}},
			"edges":{"a":{"from":["users","out"],"to":["work","in"]},"b":{"from":["work","out"],"to":["end","in"]}}}`,
		"retries": `{"weir":1,"classes":{"c":{}},"nodes":{"users":{"kind":"source.requests","params":{"rate":"2/s","timeout":"0.6 s","retries":3,"backoff":"1 s"}},"work":{"kind":"proc.cpu","params":{"servers":1,"service":"0.2 s","service_scv":0.7}},"end":{"kind":"sink.response"}},
			"edges":{"a":{"from":["users","out"],"to":["work","in"]},"b":{"from":["work","out"],"to":["end","in"]}}}`,
	} {
		d, err := Decode([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		designs[name] = d
	}
	for seed := uint64(1); len(designs) < 20; seed++ {
		d := sample.Random(seed)
		if len(d.Nodes) > 16 {
			continue // it takes long in WebAssembly
		}
		if _, err := NewSimulation(d, SimulationPlan{Items: 1}); err == nil {
			designs[fmt.Sprintf("random %d", seed)] = d
		}
	}
	return designs
}

// bitsFile names a file of answers: it is written where there is none, and
// else has to be what is found. `make test` has it written natively and read
// under js/wasm.
const bitsFile = "WEIR_BITS"

// TestSameBits plays twenty designs under three seeds, failures included, in
// one go and in three parts that are merged: every byte is the same, that of
// the closed form beside it included. And so it is on every machine.
func TestSameBits(t *testing.T) {
	designs := sameDesigns(t)
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(designs)) {
		for seed := range uint64(3) {
			s, err := NewSimulation(designs[name], SimulationPlan{Seed: seed, Replications: 2, Items: 400, Buckets: 20, Failures: seed == 2})
			if err != nil {
				t.Fatal(err)
			}
			play := s.Play()
			for !play.Advance(1 << 30) {
			}
			whole := report.EncodeSimulation(play.Result())
			if parts := inParts(t, s, 3); string(parts) != string(whole) {
				t.Errorf("%s, seed %d: in parts\n%s\nin one go\n%s", name, seed, parts, whole)
			}
			fmt.Fprintf(&b, "%s, seed %d: %x\n", name, seed, sha256.Sum256(whole))
		}
	}
	path := os.Getenv(bitsFile)
	if path == "" {
		return
	}
	want, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		want, err = []byte(b.String()), os.WriteFile(path, []byte(b.String()), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != b.String() {
		t.Errorf("answers differ from %s:\n%s", path, b.String())
	}
}

// inParts plays a simulation in so many parts, the last first.
func inParts(t *testing.T, s *Simulation, of int) []byte {
	t.Helper()
	var taken []byte
	for part := of - 1; part >= 0; part-- {
		play := s.PlayPart(part, of)
		for !play.Advance(1 << 30) {
		}
		taken = append(taken, play.Take()...)
	}
	found, err := s.Merge(taken)
	if err != nil {
		t.Fatal(err)
	}
	return report.EncodeSimulation(found)
}
