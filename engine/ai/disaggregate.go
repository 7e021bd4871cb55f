package ai

// disaggregated solves separate prefill and decode pools: a prompt is
// computed in one pool, its keys and values cross the network, and the other
// pool decodes undisturbed. The pools' rates bound the whole.
func (r *replica) disaggregated(s *Serving) {
	x := *r.d.Disaggregated
	pre, dec := float64(max(x.PrefillWorkers, 1)), float64(max(x.DecodeWorkers, 1))
	tp, dp := max(x.PrefillTP, 1), max(x.PrefillDP, 1)
	ep := max(x.PrefillEP, 1)
	w := newWorker(r.k, &r.d, tp, dp, ep, max(tp*dp/ep, 1))
	one := w.prompt(r.miss, r.in-r.miss, r.miss)
	many := w.prompt(r.miss, r.in-r.miss, max(r.miss, batchedPrompt))
	link := x.Link
	if link <= 0 {
		link = r.d.Device.ScaleOut * float64(tp)
	}
	transfer := r.d.Model.KVPerToken() * w.kvBytes * r.in / link

	ranks := dec * r.ranks
	prefillPeak := pre * float64(dp) * float64(r.d.Replicas) / many.extra
	slots := r.slotsPerRank(s)
	decodePeak := slots / (r.step(slots).total() * max(r.out, 1) / r.gain) * ranks
	s.Saturation.Value = min(prefillPeak, decodePeak)
	s.Slots *= int(dec)
	s.Servers = s.Slots * r.d.Replicas

	b := slots
	switch r.l.Mode {
	case Open:
		b = min(slots, r.decodeBatch(r.l.Rate/ranks, slots))
	case Closed, Static:
		b = min(max(r.l.Concurrency, 1)/ranks, slots)
		if b*ranks/(r.steps()*r.step(b).total()) > prefillPeak {
			b = min(b, r.decodeBatch(prefillPeak/ranks, slots)) // the rest wait for prefill
		}
	}
	st := r.step(b)
	tpot := st.total() / r.gain
	r.fill(s, b, st, tpot)
	s.PromptAlone, s.PromptBound = one.alone, one.bound
	first := r.handling() + one.alone + transfer + st.total()
	s.TTFTAlone.Value = first
	rate := b * ranks / (first + max(r.out-1, 0)*tpot)
	if r.l.Mode == Open {
		rate = min(r.l.Rate, s.Saturation.Value)
	}
	rate = min(rate, s.Saturation.Value)
	s.Requests = rate
	s.Utilisation = rate / s.Saturation.Value
	if r.l.Mode == Open {
		s.Utilisation = r.l.Rate / s.Saturation.Value
	}
	s.Wait = r.poolWait(rate, prefillPeak, pre*float64(dp)*float64(r.d.Replicas), many.extra)
	s.TTFT.Value = first + s.Wait
	s.InFlight = b * ranks
	s.ServiceMean = first + max(r.out-1, 0)*tpot
	s.ServiceSCV = r.serviceSCV(first, tpot, s.ServiceMean)
	if s.Utilisation >= 1 && r.l.Mode == Open {
		inf := r.unserved(*s)
		s.TTFT, s.Wait = inf.TTFT, inf.Wait
	}
	s.Latency.Value = s.TTFT.Value + max(r.out-1, 0)*tpot
}

// poolWait is the wait of a prompt for the prefill pool's ranks, each of
// which takes extra seconds for one: M/G/1 at a rate, the share of the first
// wave that is ahead in a closed loop (see wave).
func (r *replica) poolWait(rate, peak, ranks, extra float64) float64 {
	if r.l.Mode == Closed {
		return r.wave() * max(r.l.Concurrency/ranks-1, 0) * extra
	}
	rho := min(rate/peak, .999)
	return rho * extra * (1 + r.l.In.SCV) / 2 / (1 - rho)
}

// decodeBatch is batchAt without prompts among the steps.
func (r *replica) decodeBatch(rate, limit float64) float64 {
	quiet := *r
	quiet.one.extra, quiet.many.extra = 0, 0
	return quiet.batchAt(rate, limit)
}
