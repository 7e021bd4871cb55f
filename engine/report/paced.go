package report

// Paced tells whether a node is as busy as can be because a job goes at its
// pace: the slowest stage of a job that ends always is, and it is no overload.
func (r *Report) Paced(node string) bool {
	n := r.Nodes[node]
	if n == nil || !(n.Utilisation >= 1-1e-9) {
		return false
	}
	if n.Method == ByJob {
		return true
	}
	for _, j := range r.Jobs {
		if j.Slowest == node && j.DurationS.Finite() {
			return true
		}
	}
	return false
}

// ByJob is the method of a node that only jobs come by.
const ByJob = "job"
