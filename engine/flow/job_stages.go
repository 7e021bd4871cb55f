package flow

import (
	"math"

	"weir/engine/component"
	"weir/engine/portable"
	"weir/engine/report"
)

// jobStage is a stage of a job by what an item of the job's source asks of it.
type jobStage struct {
	node     int32
	edge     int32 // of a link, else −1
	result   *Result
	visits   float64 // items there for one of the source
	servers  int
	capacity float64 // items of the source a second, what requests take left out; +Inf = no limit
	each     float64 // s one server needs for one item, requests in between included
	scv      float64 // of that
	breaks   float64 // s² each second: variance that requests in between bring
	pause    float64 // s after it, occupying nobody
	class    report.ErrorClass
}

// stages lists the stages of a job in order: nodes as it reaches them, each
// after the links that lead to it.
func (s *Solution) stages(j *job) []jobStage {
	var list []jobStage
	g := s.plan.graph
	for _, n := range j.reached {
		for _, e := range g.in[n] {
			if r := j.links[e]; r != nil && len(j.wires[e].flows) > 0 {
				list = append(list, s.stage(j, g.ends[e].from, e, r, s.Links[e]))
			}
		}
		list = append(list, s.stage(j, n, -1, j.results[n], s.base[n]))
	}
	return list
}

// stage is one of them; base is the same place with requests alone.
func (s *Solution) stage(j *job, n, edge int32, r, base *Result) jobStage {
	x := jobStage{node: n, edge: edge, result: r, visits: r.Load.Rate / j.rate, servers: 1, class: stageClass(r)}
	full, spare := capacity(r), s.spare(base)
	x.capacity = full * spare / x.visits
	if math.IsInf(full, 1) {
		x.each = working(r)
		return x
	}
	if r.Service.Solved == nil {
		x.servers = max(r.Service.Station.Servers, 1)
		x.scv = mixed(&r.Service.Station).SCV
	}
	alone := float64(x.servers) / full
	x.each = alone / spare
	x.pause = max(working(r)-alone, 0)
	if spare < 1 && base.Service.Solved == nil {
		c := float64(max(base.Service.Station.Servers, 1))
		for i := range base.Service.Station.Customers {
			law := &base.Service.Station.Customers[i]
			second, _ := law.Service.Moments()
			x.breaks += law.Rate * second / (c * c)
		}
	}
	return x
}

// stageClass is the error class of the model of a stage.
func stageClass(r *Result) report.ErrorClass {
	switch {
	case r.Service.Solved != nil:
		return "D"
	case r.Service.AI != nil:
		return classOf(r.Service.AI)
	}
	return "A"
}

// The methods of a job's duration: the fill and the pace of the slowest stage,
// or all stages for each item.
const (
	bySlowest = "F + N / min μ"
	bySum     = "N · Σ S"
)

// method is how the duration was found, the error class of the calculation
// alone, and that with what the models of the stages state.
func (s *Solution) method(j *job) (method string, alone, whole report.ErrorClass) {
	stages := s.stages(j)
	alone, whole = "A", "A"
	slowest := 0
	for i := range stages {
		x := &stages[i]
		if x.capacity < stages[slowest].capacity {
			slowest = i
		}
		if x.breaks > 0 { // what requests leave over is an average
			alone = "C"
		}
		if j.emission.Serial {
			whole = max(whole, x.class)
		}
	}
	if j.emission.Serial { // the mean of a sum is exact
		return bySum, alone, max(whole, alone)
	}
	if len(stages) > 0 && !math.IsInf(stages[slowest].capacity, 1) {
		part := leftOut(stages, slowest, j.emission.Items) / j.duration
		switch {
		case part > bands["C"]:
			alone = "D"
		case part > bands["B"]:
			alone = "C"
		case part > bands["A"]:
			alone = max(alone, "B")
		}
		whole = stages[slowest].class
	}
	return bySlowest, alone, max(whole, alone)
}

// leftOut is about how much longer than by the slowest stage alone a job of so
// many items takes, s: by the waiting between stages that are almost as slow,
// the greatest of a random walk of N steps, of variance V each and a drift −d,
// d the time by which an item takes less than at the slowest. Its mean is V/2d
// at most, and without drift √(2NV/π). And of many servers the last is done
// later than the mean: S·ln c of exponential times S.
func leftOut(stages []jobStage, slowest int, items float64) float64 {
	wide := &stages[slowest]
	sum := wide.each * math.Sqrt(wide.scv) * portable.Log(float64(wide.servers))
	for i := range stages {
		if i == slowest || math.IsInf(stages[i].capacity, 1) {
			continue
		}
		v := stages[i].variance() + wide.variance()
		walk := math.Sqrt(2 * items * v / math.Pi)
		if d := 1/wide.capacity - 1/stages[i].capacity; d > 0 {
			walk = min(walk, v/(2*d))
		}
		sum += walk
	}
	return sum
}

// variance is that of the time the stage as a whole spends on an item of the
// source.
func (x *jobStage) variance() float64 {
	each := x.each / float64(x.servers)
	return x.visits * each * each * x.scv
}

// checkpoints are those of the model of a stage, nil where it has none.
func (x *jobStage) checkpoints() *component.Checkpoints {
	if x.edge >= 0 {
		return nil
	}
	return play(x.result).Checkpoints
}
