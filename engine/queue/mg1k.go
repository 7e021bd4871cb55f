package queue

// FiniteSingle is the stationary state of M/G/1/K.
type FiniteSingle struct {
	Loss, Utilisation, InSystem, Wait float64 // Wait: mean, of those let in
}

// SingleFinite solves M/G/1 with K ≥ 1 places, the one in service included, by
// the chain of the numbers left behind: with its law d(n) and ρ = λE S,
//
//	p(n) = d(n)/(d(0)+ρ) for n < K,  p(K) = 1 − 1/(d(0)+ρ).
//
// Keilson (1966); Gross, Shortle, Thompson & Harris (2008), section 5.1.8.
// Any ρ; numerically exact.
func SingleFinite(rate float64, service Law, k int) FiniteSingle {
	counts := arrivalCounts(rate, service, k)
	q := newMatrix(k, k)
	for i := range k {
		left := max(i-1, 0)
		rest := 1.0
		for j := 0; left+j < k-1; j++ {
			q.add(i, left+j, counts[j])
			rest -= counts[j]
		}
		q.add(i, k-1, max(rest, 0))
	}
	d := stationary(q)
	rho := rate * service.Mean
	norm := d[0] + rho
	out := FiniteSingle{Loss: 1 - 1/norm, Utilisation: rho / norm}
	for n, p := range d {
		out.InSystem += float64(n) * p / norm
	}
	out.InSystem += float64(k) * out.Loss
	carried := rate / norm
	out.Wait = out.InSystem/carried - service.Mean
	return out
}
