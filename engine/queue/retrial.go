package queue

// RetrialOrbit is the mean number in orbit at M/M/1 where whoever finds the
// server busy tries again at rate ν until served:
//
//	E N = ρ(λ + ρν) / ((1−ρ)ν).
//
// Falin & Templeton, Retrial Queues (1997). ρ < 1; exact.
func RetrialOrbit(rate, mu, retry float64) float64 {
	rho := rate / mu
	return rho * (rate + rho*retry) / ((1 - rho) * retry)
}
