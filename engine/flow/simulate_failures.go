package flow

import (
	"math"

	"weir/engine/component"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/queue"
	"weir/engine/sim"
)

// assumedRepair is how long an outage lasts on average where only the
// availability is known, s. It sets how outages are cut, not how much time
// they take. An assumption; a finding says so.
const assumedRepair = 3600

// failures lets units fail.
func (t *Twin) failures() {
	for n, r := range t.solution.base {
		if r == nil || t.node[n] < 0 || t.Network.Stations[t.node[n]].Discipline == queue.Delay {
			continue
		}
		if f, ok := t.failure(&r.Service.Trust, int32(n)); ok {
			f.Stations = []int{t.node[n]}
			t.Network.Failures = append(t.Network.Failures, f)
		}
	}
	t.Network.Failures = append(t.Network.Failures, t.poolFailures(func(n int) []int {
		if t.solution.base[n] == nil || t.node[n] < 0 {
			return nil
		}
		return []int{t.node[n]}
	})...)
}

// failure is how the units of a node fail; false where they do not.
func (t *Twin) failure(trust *component.Trust, n int32) (sim.Failure, bool) {
	f := sim.Failure{Units: trust.Units, MTBF: trust.MTBF, Repair: trust.Repair, Crews: trust.Crews}
	if f.Units < 1 || f.Units > maxUnits {
		return f, false
	}
	if f.MTBF > 0 && f.Repair > 0 {
		return f, true
	}
	fails := t.assume(&f, trust.Unit, t.solution.plan.graph.nodes[n])
	return f, fails
}

// assume gives a Failure the times that an availability leaves open; false
// where it says that nothing fails.
func (t *Twin) assume(f *sim.Failure, up float64, of string) bool {
	if !(up > 0 && up < 1) {
		return false
	}
	if f.MTBF > 0 {
		f.Repair = f.MTBF * (1 - up) / up
		return true
	}
	if f.Repair == 0 {
		f.Repair = assumedRepair
	}
	f.MTBF = f.Repair * up / (1 - up)
	t.assumed[of] = true
	return true
}

// poolFailures are the pools that fail as a whole; at names the places where a
// node is played.
func (t *Twin) poolFailures(at func(n int) []int) []sim.Failure {
	shared := make([][]int, len(t.solution.plan.Pools))
	for n := range t.solution.plan.nodes {
		if p := t.solution.pool(n); p >= 0 {
			shared[p] = append(shared[p], at(n)...)
		}
	}
	up := t.solution.poolsUp(new(findings))
	var list []sim.Failure
	for p, id := range t.solution.plan.Pools {
		f := sim.Failure{Stations: shared[p], Units: 1, MTBF: t.time(id, "mtbf"), Repair: t.time(id, "repair")}
		if len(f.Stations) > 0 && (f.MTBF > 0 && f.Repair > 0 || t.assume(&f, up[p], id)) {
			list = append(list, f)
		}
	}
	return list
}

// time is a pool's parameter in seconds, 0 where it has none.
func (t *Twin) time(pool, param string) float64 {
	v := t.solution.plan.Design.Pools[pool].Params[param]
	if v.Form() == quantity.Null {
		return 0
	}
	x, err := quantity.Middle(v, quantity.Time, nil)
	if err != nil || !(x > 0) || math.IsInf(x, 0) {
		return 0
	}
	return x
}

// outagesAssumed says how long outages are taken to be, and of how many parts.
func outagesAssumed(parts int) diagnostic.Diagnostic {
	each, zh := quantity.Format(assumedRepair, quantity.Time, "en"), quantity.Format(assumedRepair, quantity.Time, "zh")
	return diagnostic.Diagnostic{
		Code: "sim.repair", Severity: diagnostic.Info,
		Message: words("Parts that say how available they are and not for how long they fail ("+number(float64(parts))+"): outages of "+each+" on average are assumed.",
			"有 "+number(float64(parts))+" 个部件只给出可用性而未给出故障时长：假定每次中断平均为 "+zh+"。"),
	}
}
