package sim

import (
	"fmt"
	"math"

	"weir/engine/queue"
)

// Job is a finite number of items that follow each other through stages as
// fast as the slowest takes them. They are played in chunks of equal size, in
// the order of their source: what a stage passes on first sets the next to
// work while the rest of the chunk is still under way, so that the size of
// the chunks does not show in the time.
type Job struct {
	Chunks   int
	Stages   []JobStage // those that come before a stage stand before it
	Serial   bool       // a chunk begins when the last is through
	Failures []Failure  // of units of the stages; Failure.Stations are their indices
}

// JobStage is what chunks go through.
type JobStage struct {
	After  []int     // stages it waits for; none = the source
	Groups int       // chunks worked on at once; 0 = all there are
	Work   queue.Law // time for one chunk
	Item   float64   // share of that which one item takes, 0…1
	Pause  float64   // s after the work, occupying nobody

	Checkpoints *Checkpoints
}

// Checkpoints are how a stage saves what it has done. A failure takes it back
// to the last of them. Times are those of Daly (2006): failures are a Poisson
// stream that also hits what is being saved or started again.
type Checkpoints struct {
	Every   float64 // s of work between them
	Write   float64 // s that writing one takes
	Restart float64 // s from a failure until work goes on
	MTBF    float64 // s between failures, mean
}

// Life is one time a job was played.
type Life struct {
	Duration float64 // s
	Restarts int     // failures that something was lost by, or waited for
	Redone   float64 // s of work done again
	Saving   float64 // s spent on checkpoints that held
	Complete bool
}

const (
	mostChunks   = 10_000_000
	mostRestarts = 200_000 // of a life; a job that fails more often never ends
	jobLives     = 10      // played in a replication, all jobs together
)

// lives is how often a replication plays each of so many jobs.
func lives(jobs int) int { return max(jobLives/max(jobs, 1), 1) }

// validate reports what makes no sense about a job.
func (j *Job) validate(k int) error {
	if j.Chunks < 1 || j.Chunks > mostChunks || len(j.Stages) == 0 {
		return fmt.Errorf("%w: job %d has no proper chunks or no stage", ErrNetwork, k)
	}
	for i := range j.Stages {
		s := &j.Stages[i]
		proper := s.Groups >= 0 && lawful(s.Work) && s.Item >= 0 && s.Item <= 1 && s.Pause >= 0 && !math.IsInf(s.Pause, 0)
		if c := s.Checkpoints; c != nil {
			proper = proper && s.Groups == 1 && c.Every > 0 && c.Write >= 0 && c.Restart >= 0 && c.MTBF > 0
		}
		for _, a := range s.After {
			proper = proper && a >= 0 && a < i
		}
		if !proper {
			return fmt.Errorf("%w: stage %d of job %d makes no sense", ErrNetwork, i, k)
		}
	}
	for i := range j.Failures {
		f := &j.Failures[i]
		proper := f.Units >= 1 && f.MTBF > 0 && f.Repair >= 0 && f.Crews >= 0
		for _, at := range f.Stations {
			proper = proper && at >= 0 && at < len(j.Stages) && j.Stages[at].Checkpoints == nil
		}
		if !proper {
			return fmt.Errorf("%w: failure %d of job %d makes no sense", ErrNetwork, i, k)
		}
	}
	return nil
}

// jobRun is the state of a life.
type jobRun struct {
	spec    *Job
	stages  []jobStage
	outages []*outages
	chunk   int
	at      int     // stage of it that is next
	through float64 // when the last of the chunks so far was
	out     Life
}

// jobStage is the state of a JobStage.
type jobStage struct {
	spec        *JobStage
	work        sampler
	random      generator
	idle        heap        // groups, by when they are done with their last chunk
	shares      [][]upShare // what of each group is up; nil where nothing fails
	first, last float64     // when the first item of the chunk at hand goes on, and the last
	saved       savedWork
}

// newJobRun prepares the life of that number of a job.
func newJobRun(n *Network, p *Plan, job, life int) *jobRun {
	j := &n.Jobs[job]
	r := &jobRun{spec: j, stages: make([]jobStage, len(j.Stages))}
	stream := (job*jobLives + life) << 20
	for i := range j.Failures {
		r.outages = append(r.outages, newOutages(&j.Failures[i], newGenerator(p.Seed, p.Replication, jobFailures, stream+i)))
	}
	for i := range j.Stages {
		s := &j.Stages[i]
		r.stages[i] = jobStage{spec: s, work: newSampler(s.Work), random: newGenerator(p.Seed, p.Replication, jobWork, stream+i)}
		for g := range min(s.Groups, j.Chunks) {
			r.stages[i].idle.push(0, int32(g))
		}
		if s.Checkpoints != nil {
			r.stages[i].saved.fails = s.Checkpoints.MTBF * r.stages[i].random.exponential()
		}
	}
	for k, f := range j.Failures {
		for _, at := range f.Stations {
			r.stages[at].share(r.outages[k])
		}
	}
	return r
}

// advance takes up to so many chunks through a stage, and returns how many it
// took and whether the life is over.
func (r *jobRun) advance(visits int) (taken int, over bool) {
	for ; taken < visits && r.chunk < r.spec.Chunks; taken++ {
		if r.out.Restarts > mostRestarts {
			return taken, true
		}
		r.visit(r.at)
		if r.at++; r.at == len(r.stages) {
			r.at = 0
			r.chunk++
		}
	}
	if r.chunk == r.spec.Chunks {
		r.out.Duration, r.out.Complete = r.through, !math.IsInf(r.through, 1)
		return taken, true
	}
	return taken, false
}

// share is the part of the job that is done, 0…1.
func (r *jobRun) share() float64 { return float64(r.chunk) / float64(r.spec.Chunks) }

// visit takes the chunk at hand through a stage.
func (r *jobRun) visit(i int) {
	s := &r.stages[i]
	first, last := 0.0, 0.0 // the source gives all at once
	if r.spec.Serial && i == 0 {
		first = r.through
		last = first
	}
	for _, a := range s.spec.After {
		first, last = max(first, r.stages[a].first), max(last, r.stages[a].last)
	}
	work := s.work.draw(&s.random)
	item := float64(work * s.spec.Item)
	if s.idle.len() == 0 {
		s.first, s.last = first+item, last+work
	} else {
		free, g := s.idle.pop()
		start := max(first, free)
		switch {
		case s.spec.Checkpoints != nil:
			free = s.worked(start, work, &r.out)
		case s.shares != nil:
			free = through(s.shares[g], start, work, item, &r.out)
		default:
			free = start + work
		}
		free = max(free, last+item)
		s.first, s.last = min(start+item, free), free
		s.idle.push(free, g)
	}
	s.first += s.spec.Pause
	s.last += s.spec.Pause
	r.through = max(r.through, s.last)
}

// savedWork is how a stage stands to its last checkpoint.
type savedWork struct {
	since float64 // s of work done after it
	fails float64 // time of the next failure
}

// worked is when work that starts at a time is done, checkpoints, failures and
// what they take back included.
func (s *jobStage) worked(now, work float64, out *Life) float64 {
	c, w := s.spec.Checkpoints, &s.saved
	for work > 0 || w.since >= c.Every {
		if w.fails <= now { // while it waited
			now = max(now, s.restarted(&work, out))
			continue
		}
		step := min(work, c.Every-w.since)
		if saving := step <= 0; saving {
			step = c.Write
			if now+step <= w.fails {
				now += step
				out.Saving += step
				w.since = 0
				continue
			}
		} else if now+step <= w.fails {
			now += step
			work -= step
			w.since += step
			if c.Every-w.since <= 1e-9*c.Every { // what is left is rounding
				w.since = c.Every
			}
			continue
		} else {
			out.Redone += max(w.fails-now, 0)
		}
		now = s.restarted(&work, out)
		if out.Restarts > mostRestarts {
			return now
		}
	}
	return now
}

// restarted is when work goes on after the failure that is due; what was done
// since the last checkpoint is to do again.
func (s *jobStage) restarted(work *float64, out *Life) float64 {
	c, w := s.spec.Checkpoints, &s.saved
	*work += w.since
	out.Redone += w.since
	w.since = 0
	for {
		now := w.fails
		out.Restarts++
		w.fails = now + float64(c.MTBF*s.random.exponential())
		if now+c.Restart <= w.fails || out.Restarts > mostRestarts {
			return now + c.Restart
		}
	}
}
