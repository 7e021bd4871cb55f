package flow

import (
	"math"
	"slices"

	"weir/engine/diagnostic"
	"weir/engine/queue"
	"weir/engine/report"
	"weir/engine/sim"
)

// How finely a job is played: its items in so many chunks at most, fewer where
// its stages are many, never fewer than the least. Of a stage as wide as a
// chunk the last item then is done with the chunk, a little early.
const (
	mostChunks  = 5000
	mostVisits  = 50_000 // of chunks to stages
	leastChunks = 1000
)

// jobs makes the jobs of the network. One that never ends is told and left out.
func (t *Twin) jobs() {
	s := t.solution
	for _, j := range s.jobs {
		if math.IsInf(j.rate, 1) { // nothing on its way takes any time: there is nothing to play
			continue
		}
		stages := s.stages(j)
		if !(j.rate > 0) || math.IsInf(j.duration, 1) || len(stages) == 0 {
			t.endless = append(t.endless, s.plan.graph.nodes[j.source])
			continue
		}
		t.played = append(t.played, j)
		t.Network.Jobs = append(t.Network.Jobs, t.job(j, stages))
	}
}

// job makes one of them.
func (t *Twin) job(j *job, stages []jobStage) sim.Job {
	out := sim.Job{Chunks: chunks(j, stages), Serial: j.emission.Serial}
	size := j.emission.Items / float64(out.Chunks)
	heads := map[int32]int{} // stage by node
	for i := range stages {
		x := &stages[i]
		stage := x.play(size, j.emission.Serial)
		stage.After = t.before(j, stages, i, heads)
		out.Stages = append(out.Stages, stage)
		if x.edge < 0 {
			heads[x.node] = i
		}
		if t.playing.Failures && x.edge < 0 && stage.Checkpoints == nil && stage.Groups > 0 {
			if f, ok := t.failure(&x.result.Service.Trust, x.node); ok {
				f.Stations = []int{i}
				out.Failures = append(out.Failures, f)
			}
		}
	}
	if t.playing.Failures {
		out.Failures = append(out.Failures, t.poolFailures(func(n int) []int {
			if i, ok := heads[int32(n)]; ok && out.Stages[i].Groups > 0 && out.Stages[i].Checkpoints == nil {
				return []int{i}
			}
			return nil
		})...)
	}
	return out
}

// chunks is in how many the items of a job are played. A chunk is as many
// items as make one wherever they are gathered, if that leaves enough chunks.
func chunks(j *job, stages []jobStage) int {
	least := 1.0
	for i := range stages {
		if x := &stages[i]; !math.IsInf(x.capacity, 1) {
			least = max(least, 1/x.visits)
		}
	}
	items := j.emission.Items
	least = max(min(least, items/leastChunks), 1)
	return int(max(min(math.Ceil(items/least), max(float64(mostVisits/len(stages)), leastChunks), mostChunks), 1))
}

// before are the stages that one waits for: a link for the node it leaves, a
// node for its links, and for the nodes that wires without a link lead from.
func (t *Twin) before(j *job, stages []jobStage, i int, heads map[int32]int) []int {
	if j.emission.Serial {
		if i == 0 {
			return nil
		}
		return []int{i - 1}
	}
	x := &stages[i]
	if x.edge >= 0 {
		if k, ok := heads[x.node]; ok {
			return []int{k}
		}
		return nil
	}
	var list []int
	g := t.solution.plan.graph
	for k := i - 1; k >= 0 && stages[k].edge >= 0 && g.ends[stages[k].edge].to == x.node; k-- {
		list = append(list, k)
	}
	for _, e := range g.in[x.node] {
		if len(j.wires[e].flows) == 0 || j.links[e] != nil {
			continue
		}
		if k, ok := heads[g.ends[e].from]; ok {
			list = append(list, k)
		}
	}
	return list
}

// play is a stage for chunks of so many items of the source. As many servers
// as there are items of a chunk work on it at once; in turns there is one.
func (x *jobStage) play(size float64, serial bool) sim.JobStage {
	k := size * x.visits
	saved := x.checkpoints()
	whole := 1.0 // of the time is work that failures do not take back
	if saved != nil {
		whole = saved.Share
	}
	out := sim.JobStage{Item: 1}
	switch {
	case serial:
		out.Groups, out.Work = 1, queue.Law{Mean: k * whole * working(x.result), SCV: x.scv / k}
	case math.IsInf(x.capacity, 1):
		out.Work = queue.Law{Mean: x.each}
	default:
		out.Groups = min(max(int(math.Ceil(float64(x.servers)/max(k, 1))), 1), x.servers)
		groups := float64(out.Groups)
		mean := size * groups / x.capacity
		out.Item = min(float64(x.servers)/(k*groups), 1)
		out.Work = queue.Law{Mean: mean * whole, SCV: x.scv/k + x.breaks/mean}
		out.Pause = x.pause
	}
	if saved != nil {
		out.Groups = 1
		out.Checkpoints = &sim.Checkpoints{Every: saved.Every, Write: saved.Write, Restart: saved.Restart, MTBF: saved.MTBF}
	}
	return out
}

// jobsSimulated sums up the jobs, beside the closed form.
func (t *Twin) jobsSimulated(runs []sim.Replication) []report.SimulatedJob {
	var out []report.SimulatedJob
	for k, j := range t.played {
		x := report.SimulatedJob{Source: t.solution.plan.graph.nodes[j.source]}
		var took estimates
		var all []float64
		var restarts, redone, saving float64
		for i := range runs {
			if k >= len(runs[i].Jobs) {
				continue
			}
			sum, n := 0.0, 0.0
			for _, l := range runs[i].Jobs[k] {
				if !l.Complete {
					x.Endless++
					continue
				}
				all = append(all, l.Duration)
				sum += l.Duration
				n++
				restarts += float64(l.Restarts)
				redone += l.Redone
				saving += l.Saving
			}
			took.add(sum / n)
		}
		_, class, _ := t.solution.method(j)
		x.Played, x.ErrorClass = len(all), class
		x.Duration = took.beside(report.Number(j.duration), class, 0)
		x.P50, x.P90, x.P95 = level(all, 0.5), level(all, 0.9), level(all, 0.95)
		if n := float64(len(all)); n > 0 {
			x.Restarts, x.RedoneS, x.SavingS = report.Number(restarts/n), report.Number(redone/n), report.Number(saving/n)
		}
		out = append(out, x)
	}
	return out
}

// level is the value that a share p of a list does not exceed, between its
// neighbours in order; NaN of an empty list.
func level(list []float64, p float64) report.Number {
	if len(list) == 0 {
		return report.NA
	}
	slices.Sort(list)
	at := p * float64(len(list)-1)
	k := int(at)
	if k+1 == len(list) {
		return report.Number(list[k])
	}
	return report.Number(list[k] + float64((list[k+1]-list[k])*(at-float64(k))))
}

// never says that a job does not end.
func never(node string) diagnostic.Diagnostic {
	return diagnostic.Diagnostic{
		Code: "sim.job_endless", Severity: diagnostic.Warning, At: diagnostic.Place{Node: node},
		Message: words("This job never ends, so it is not simulated.", "该作业永远无法完成，未作仿真。"),
	}
}
