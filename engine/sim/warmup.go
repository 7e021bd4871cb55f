package sim

// series collects the warm-up output of a journey in batches of five.
type series struct {
	batch []float64
	sum   float64
	n     int
}

func (s *series) add(x float64) {
	s.sum += x
	s.n++
	if s.n == 5 {
		s.batch = append(s.batch, s.sum/5)
		s.sum, s.n = 0, 0
	}
}

// settled tells whether MSER-5 would cut off no more than the first half. A
// series too short to tell is taken as settled: its journey is rare.
func (s *series) settled() bool {
	return len(s.batch) < 20 || truncation(s.batch) <= len(s.batch)/2
}

// truncation is the number of batch means d that minimises the marginal
// standard error rule of the rest, Σ(x−x̄)²/(n−d)². White (1997); White, Cobb &
// Spratt (2000). The last five are left, as so few always look steady.
func truncation(x []float64) int {
	best, at := 0.0, 0
	var sum, squares float64
	for d := len(x) - 1; d >= 0; d-- {
		sum += x[d]
		squares += float64(x[d] * x[d])
		n := float64(len(x) - d)
		if n < 5 {
			continue
		}
		mser := (squares - sum*sum/n) / (n * n)
		if n == 5 || mser <= best {
			best, at = mser, d
		}
	}
	return at
}
