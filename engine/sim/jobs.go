package sim

// jobs plays the jobs of a network, each several times.
type jobs struct {
	network *Network
	plan    Plan
	at      int // of the lives of all jobs
	now     *jobRun
	visits  uint64
	done    [][]Life
}

// all is how many lives there are to play; none in the runs that are to tell
// what anomalies do.
func (j *jobs) all() int {
	if j.plan.Passive || j.plan.Calm {
		return 0
	}
	n := len(j.network.Jobs)
	return n * lives(n)
}

func (j *jobs) over() bool { return j.at == j.all() }

// advance plays up to so many visits.
func (j *jobs) advance(visits int) (over bool) {
	for !j.over() && visits > 0 {
		n := len(j.network.Jobs)
		if j.now == nil {
			j.now = newJobRun(j.network, &j.plan, j.at%n, j.at/n)
		}
		taken, ended := j.now.advance(visits)
		visits -= taken
		j.visits += uint64(taken)
		if !ended {
			continue
		}
		if j.done == nil {
			j.done = make([][]Life, n)
		}
		j.done[j.at%n] = append(j.done[j.at%n], j.now.out)
		j.now = nil
		j.at++
	}
	return j.over()
}

// share is the part that is done, 0…1.
func (j *jobs) share() float64 {
	if j.over() {
		return 1
	}
	done := float64(j.at)
	if j.now != nil {
		done += j.now.share()
	}
	return done / float64(j.all())
}
