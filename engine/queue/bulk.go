package queue

import "math"

// BatchArrivals is the mean wait at M^X/G/1: batches arrive as a Poisson
// stream of the rate given, of the mean size and second moment of size given.
// To the wait at M/G/1 of single arrivals it adds that behind one's own batch
// and those of other batches:
//
//	E W = λE S²/(2(1−ρ)) + E[X(X−1)]E S/(2E X(1−ρ)),  λ = rate·E X.
//
// Burke (1975). +Inf at ρ ≥ 1; exact.
func BatchArrivals(rate, size, sizeSecond float64, service Law) float64 {
	second, _ := service.Moments()
	single := rate * size
	idle := 1 - single*service.Mean
	if idle <= 0 {
		return math.Inf(1)
	}
	return (single*second + (sizeSecond-size)*service.Mean/size) / (2 * idle)
}
