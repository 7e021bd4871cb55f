package queue

import (
	"math"
	"testing"
)

// TestClosedSingleAgainstRepairmen: one centre of s servers is the machine
// repairman's birth–death chain, p(j) ∝ N!/(N−j)! · (S/Z)^j / Π min(i, s).
func TestClosedSingleAgainstRepairmen(t *testing.T) {
	for _, servers := range []int{2, 5, 16} {
		for _, people := range []int{1, 4, 30, 150} {
			for _, think := range []float64{0.2, 3, 40} {
				p, total, present, busy := 1.0, 0.0, 0.0, 0.0
				for j := 0; j <= people; j++ {
					if j > 0 {
						p *= float64(people-j+1) / think / float64(min(j, servers))
					}
					total += p
					present += float64(j) * p
					busy += float64(min(j, servers)) * p
				}
				r := Closed{Centres: []Centre{{Demand: []float64{1}, Servers: servers}}, Population: []int{people}, Think: []float64{think}}.Solve()
				near(t, "throughput", r.Throughput[0], busy/total, 1e-10)
				near(t, "present", r.Queue[0][0], present/total, 1e-10)
			}
		}
	}
}

// TestClosedSingleAtHighLoad: two centres of 16 servers, where the recursion of
// mean value analysis has lost all digits, are as fast as the slower of them.
func TestClosedSingleAtHighLoad(t *testing.T) {
	n := Closed{Centres: []Centre{{[]float64{0.3259752471261635}, 16}, {[]float64{0.2970507334942554}, 16}}, Population: []int{164}, Think: []float64{0.3}}
	if _, ok := n.exact(); ok {
		t.Error("the recursion says it kept its digits")
	}
	r := n.Solve()
	near(t, "throughput", r.Throughput[0], 16/n.Centres[0].Demand[0], 1e-4)
	near(t, "all are somewhere", r.Queue[0][0]+r.Queue[1][0]+r.Throughput[0]*n.Think[0], 164, 1e-9)
	for _, load := range []float64{0.1, 2, 20} { // and where it keeps them both are the same
		n := Closed{Centres: []Centre{{[]float64{0.3}, 4}, {[]float64{0.2}, 1}, {[]float64{0.1}, 0}}, Population: []int{12}, Think: []float64{load}}
		exact, ok := n.exact()
		if !ok {
			t.Fatal("lost")
		}
		r := n.single()
		for k := range r.Residence {
			near(t, "residence", r.Residence[k][0], exact.Residence[k][0], 1e-9)
		}
	}
}

// TestClosedClassesAtSeveralServers: one class in two halves is the same network,
// by the exact recursion and, within what it states, by Linearizer.
func TestClosedClassesAtSeveralServers(t *testing.T) {
	one := Closed{Centres: []Centre{{[]float64{0.4}, 4}, {[]float64{0.15}, 2}}, Population: []int{20}, Think: []float64{1}}
	two := Closed{Centres: []Centre{{[]float64{0.4, 0.4}, 4}, {[]float64{0.15, 0.15}, 2}}, Population: []int{10, 10}, Think: []float64{1, 1}}
	want := one.Solve()
	got, ok := two.exact()
	if !ok {
		t.Fatal("lost")
	}
	about := two.linearizer()
	for k := range one.Centres {
		near(t, "exact", got.Residence[k][0], want.Residence[k][0], 1e-9)
		if x := about.Residence[k][1]; math.Abs(x/want.Residence[k][0]-1) > 0.02 {
			t.Errorf("Linearizer at %d: %g, exactly %g", k, x, want.Residence[k][0])
		}
	}
	near(t, "Linearizer", about.Throughput[0], got.Throughput[0], 5e-3)
}
