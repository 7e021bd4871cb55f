package flow

import (
	"maps"
	"math"

	"weir/engine/diagnostic"
	"weir/engine/report"
)

// like is the closed form of what is played up to the horizon, s, where that is
// not the steady state a report is about, and what to know of it; nothing where
// it is. Like is set beside like: what the closed form has no answer to is not
// applicable.
func (t *Twin) like(r *report.Report, horizon float64) (*report.Report, *diagnostic.Diagnostic) {
	p := &t.playing
	varies := p.Day && t.solution.average != nil
	switch {
	case p.Failures && len(t.Network.Failures) > 0:
		if r.Performability == nil || varies || p.Day {
			return blank(r), about("Nothing is set beside it: the closed form does not count failures over a time, nor in designs of more than 64 nodes.",
				"没有可对照的解析结果：解析方法不计某段时间内的失效，也不计超过 64 个节点的设计中的失效。")
		}
		return performed(r), about("The closed form beside it counts failures: rates and means weighted by how often each state of failure holds, items that wait for an outage to end left out. It has no such percentiles, loads and waits, and is not judged.",
			"对照的解析结果已计入失效：速率与均值按各失效状态的时间占比加权，不含等待中断结束的项。解析方法没有相应的百分位、利用率与等待，也不作判定。")
	case varies:
		return t.overTime(r, horizon), about("The closed form beside it is the mean over the hours simulated, weighted by their items; it has no percentiles of all of them, and is not judged.",
			"对照的解析结果是所仿真各小时按项数加权的均值；没有跨小时的百分位，也不作判定。")
	case len(p.Anomalies) > 0:
		return r, about("The closed form beside it is the steady state without the anomalies, and is not judged.", "对照的解析结果是无异常时的稳态，不作判定。")
	case len(p.Traces) > 0:
		return r, about("The closed form beside it is the steady state at the mean rate and burstiness of the trace, and is not judged.", "对照的解析结果是按轨迹平均速率与突发度的稳态，不作判定。")
	case t.Overloaded(): // another finding says so
		return r, nil
	case p.Day:
		return r, about("The closed form beside it is the steady state; simulated is a time from an empty start, so it is not judged.", "对照的解析结果是稳态；仿真从空载开始计时，故不作判定。")
	case p.Failures:
		return r, about("Nothing fails in this design.", "该设计中没有会失效的部件。")
	}
	return r, nil
}

func about(en, zh string) *diagnostic.Diagnostic {
	return &diagnostic.Diagnostic{Code: "sim.closed_form", Severity: diagnostic.Info, Message: words(en, zh)}
}

// blank is a report whose figures of journeys and nodes are not applicable.
func blank(r *report.Report) *report.Report {
	out := *r
	out.Nodes, out.Journeys, out.Retries = maps.Clone(r.Nodes), nil, nil
	for id, n := range r.Nodes {
		again := *n
		again.Utilisation, again.WaitS, again.LossRatio, again.Servers = report.NA, report.NA, report.NA, report.NA
		again.AI, again.Figures = nil, nil
		out.Nodes[id] = &again
	}
	for _, j := range r.Journeys {
		again := *j
		again.ItemsPerS, again.LatencyS = report.NA, unknown(report.NA)
		out.Journeys = append(out.Journeys, &again)
	}
	return &out
}

// performed is a report all states of failure counted.
func performed(r *report.Report) *report.Report {
	out := blank(r)
	for _, j := range out.Journeys {
		for _, x := range r.Performability.Journeys {
			if !j.Background && x.Source == j.Source && x.Class == j.Class && x.Sink == j.Sink {
				j.ItemsPerS, j.LatencyS.Mean = x.ItemsPerS, x.MeanS
			}
		}
	}
	return out
}

// overTime is a report of the hours from midnight to the horizon, s: rates and
// loads their mean over the time, latencies and waits over the items.
func (t *Twin) overTime(r *report.Report, horizon float64) *report.Report {
	out := blank(r)
	if r.Day == nil {
		return out
	}
	s := t.solution
	g := s.plan.graph
	var of [24]*Solution
	for h := range of {
		if of[h] = s.sameHour(of[:h]); of[h] == nil {
			of[h] = answer(s.plan.hour(h), s, false, means)
		}
	}
	for _, j := range out.Journeys {
		var rate, time average
		for h, x := range of {
			for _, k := range x.journeys.list {
				if way(k) == way(j) && k.Background == j.Background {
					mean, _, _ := x.meanAt(h, k, r.Day)
					rate.add(inHour(h, horizon), float64(k.ItemsPerS))
					time.add(inHour(h, horizon)*float64(k.ItemsPerS), mean)
				}
			}
		}
		j.ItemsPerS, j.LatencyS.Mean = rate.mean(), time.mean()
	}
	for n, id := range g.nodes {
		day := r.Day.Nodes[id]
		if day == nil {
			continue
		}
		var load, wait average
		for h, x := range of {
			load.add(inHour(h, horizon), min(float64(day.Utilisation[h]), 1))
			wait.add(inHour(h, horizon)*x.base[n].Load.Rate, float64(day.WaitS[h]))
		}
		out.Nodes[id].Utilisation, out.Nodes[id].WaitS = load.mean(), wait.mean()
	}
	return out
}

// inHour is how much of the time from midnight to the horizon, s, lies in an
// hour of the day.
func inHour(h int, horizon float64) float64 {
	const day = 24 * hourLength
	whole := math.Floor(horizon / day)
	return whole*hourLength + min(max(horizon-whole*day-float64(h)*hourLength, 0), hourLength)
}

// average is a weighted mean; what weighs nothing does not count.
type average struct{ sum, weight float64 }

func (a *average) add(weight, x float64) {
	if weight > 0 {
		a.sum += float64(weight * x)
		a.weight += weight
	}
}

func (a *average) mean() report.Number {
	if a.weight == 0 {
		return report.NA
	}
	return report.Number(a.sum / a.weight)
}
