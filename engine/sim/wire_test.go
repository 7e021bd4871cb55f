package sim

import (
	"bytes"
	"reflect"
	"testing"
)

// travelled is a replication that was written and read.
func travelled(t *testing.T, n *Network, r *Replication) Replication {
	t.Helper()
	b := r.Append(nil)
	back, rest, err := ReadReplication(n, append(b, 1, 2, 3))
	if err != nil || !bytes.Equal(rest, []byte{1, 2, 3}) {
		t.Fatalf("%v, %d bytes left", err, len(rest))
	}
	return back
}

// Everything a replication holds arrives: of one with all that may happen, and
// of a job.
func TestReplicationsTravel(t *testing.T) {
	n := randomNetwork(3)
	eventful(n)
	n.Jobs = []Job{{Chunks: 100, Stages: []JobStage{{Groups: 1, Work: unit, Item: 1, Checkpoints: &Checkpoints{5, 1, 2, 20}}}}}
	r, err := Run(n, Plan{Seed: 2, Replication: 7, Cohort: 4000, Buckets: 12})
	if err != nil {
		t.Fatal(err)
	}
	back := travelled(t, n, &r)
	for _, x := range []*Replication{&r, &back} { // room to grow is not part of it
		trim := func(h *Histogram) {
			for k := len(h.count); k > 0 && h.count[k-1] == 0; k-- {
				h.count = h.count[:k-1]
			}
			if len(h.count) == 0 {
				h.count = nil
			}
		}
		for k := range x.Journeys {
			trim(&x.Journeys[k].Time)
		}
		for k := range x.Stations {
			v := &x.Stations[k]
			trim(&v.Sojourn)
			trim(&v.First)
			trim(&v.Token)
		}
		x.Timeline.Journeys = nil // NaN is not equal to itself
		for k := range x.Monitors {
			if len(x.Monitors[k].Fired) == 0 {
				x.Monitors[k].Fired = nil
			}
		}
	}
	if !reflect.DeepEqual(r, back) {
		t.Errorf("sent\n%+v\narrived\n%+v", r, back)
	}
}

// What is cut short or changed is refused or read, and never more.
func TestDamagedReplications(t *testing.T) {
	n := tandem(2, 2, 0.5)
	r, err := Run(n, Plan{Cohort: 500, Buckets: 4})
	if err != nil {
		t.Fatal(err)
	}
	whole := r.Append(nil)
	for k := range whole {
		if _, _, err := ReadReplication(n, whole[:k]); err == nil {
			t.Fatalf("%d of %d bytes are taken for all", k, len(whole))
		}
	}
	for k := range whole {
		b := bytes.Clone(whole)
		b[k] ^= 0xff
		if r, _, err := ReadReplication(n, b); err == nil && len(r.Stations) != 2 {
			t.Fatalf("byte %d: %d stations", k, len(r.Stations))
		}
	}
	if _, _, err := ReadReplication(tandem(3, 1, 0.5), whole); err == nil {
		t.Error("it is taken for one of another network")
	}
}

// FuzzReadReplication: bytes from another worker are a replication of the
// network or refused, and what is read is written as it was.
func FuzzReadReplication(f *testing.F) {
	n := tandem(2, 2, 0.5)
	r, err := Run(n, Plan{Cohort: 100, Buckets: 4})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(r.Append(nil))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		r, rest, err := ReadReplication(n, b)
		if err != nil {
			return
		}
		if len(rest) > len(b) || len(r.Stations) != len(n.Stations) {
			t.Errorf("%d of %d bytes left, %d stations", len(rest), len(b), len(r.Stations))
		}
		again := r.Append(nil)
		if back, _, err := ReadReplication(n, again); err != nil || !bytes.Equal(back.Append(nil), again) {
			t.Errorf("it does not travel: %v", err)
		}
	})
}
