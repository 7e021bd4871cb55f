package queue

// Redundancy is how stored data survives the loss of devices: n fragments on
// devices of their own, any k of which restore the data (replication: k = 1).
type Redundancy struct {
	Fragments, Needed int     // n ≥ k ≥ 1
	MTBF              float64 // of a device
	Repair            float64 // mean time to rebuild a fragment; 0 = never rebuilt
	Crews             int     // fragments rebuilt at the same time; 0 = all that are lost
}

// MeanTimeToLoss is the mean time until fewer than k fragments are left, from
// all n present: first passage in the chain of the number lost, failure rate
// (n−j)/MTBF, repair rate min(j, crews)/Repair. The mean time to go from j
// lost to j+1 is
//
//	m(j) = (1 + r(j)·m(j−1))/f(j).
//
// Chen et al., RAID, ACM Computing Surveys 26 (1994) is its two-term case;
// without repair it is Σ 1/(i·rate), i = k … n. Exact for the chain.
func (r Redundancy) MeanTimeToLoss() float64 {
	total, step := 0.0, 0.0
	for j := 0; j <= r.Fragments-r.Needed; j++ {
		failure := float64(r.Fragments-j) / r.MTBF
		repair := 0.0
		if j > 0 && r.Repair > 0 {
			mended := j
			if r.Crews > 0 {
				mended = min(j, r.Crews)
			}
			repair = float64(mended) / r.Repair
		}
		step = (1 + repair*step) / failure
		total += step
	}
	return total
}

// AnnualLoss is the probability of losing one object in a year given in the
// unit of MTBF: 1 − e^{−year/MTTL}.
func (r Redundancy) AnnualLoss(year float64) float64 { return -expm1(-year / r.MeanTimeToLoss()) }
