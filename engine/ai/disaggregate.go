package ai

import (
	"math"

	"weir/engine/portable"
)

// pool is the prefill pool of a disaggregated deployment.
type pool struct {
	w         worker
	ranks     float64 // attention ranks of all its workers, all replicas
	one, many prefill // a prompt by itself, and among so many that they run together
	send      float64 // s a rank's link is taken for the keys and values of a token
	sent      float64 // s it is taken for those of a prompt
}

// pool works out the prefill pool. A worker sends keys and values over the
// network cards of its devices; each of its ranks has its part of them.
func (r *replica) pool() pool {
	x := r.d.Disaggregated
	tp, dp, ep := max(x.PrefillTP, 1), max(x.PrefillDP, 1), max(x.PrefillEP, 1)
	p := pool{w: newWorker(r.k, &r.d, tp, dp, ep, max(tp*dp/ep, 1))}
	p.ranks = float64(max(x.PrefillWorkers, 1) * dp * r.d.Replicas)
	p.one = r.prefillOn(&p.w, r.miss, p.w.chunk)
	p.many = r.prefillOn(&p.w, max(r.miss, batchedPrompt), p.w.chunk)
	link := x.Link / float64(dp)
	if link <= 0 {
		link = r.d.Device.ScaleOut * float64(tp)
	}
	p.send = r.d.Model.KVPerToken() * p.w.kvBytes / link
	p.sent = p.send * r.in
	return p
}

// peak is the prompts/s the pool computes and its links carry at most.
func (p *pool) peak() float64 { return p.ranks / max(p.many.extra, p.sent) }

// disaggregated solves separate prefill and decode pools: a prompt is
// computed in one pool, its keys and values cross the network, and the other
// pool decodes undisturbed. The pools' rates bound the whole.
func (r *replica) disaggregated(s *Serving) {
	p := r.pool()
	prefillPeak := p.peak()
	dec := float64(max(r.d.Disaggregated.DecodeWorkers, 1))
	quiet := *r // the decode pool: no prompts among its steps
	quiet.ranks = dec * r.ranks
	quiet.one.extra, quiet.many.extra, quiet.miss = 0, 0, 0

	slots := r.slotsPerRank(s)
	decodePeak := quiet.capacity(slots) * quiet.ranks
	s.Saturation.Value = min(prefillPeak, decodePeak)
	s.Slots *= int(dec)
	s.Servers = s.Slots * r.d.Replicas

	b := slots
	switch r.l.Mode {
	case Open:
		if rate := r.l.Rate / quiet.ranks; rate < quiet.capacity(slots) {
			b = quiet.occupied(rate, slots).batch
		}
	case Closed, Static:
		b = min(max(r.l.Concurrency, 1)/quiet.ranks, slots)
		if b*quiet.ranks/(r.steps()*r.step(b).total()) > prefillPeak {
			b = min(b, quiet.batchAt(prefillPeak/quiet.ranks, slots)) // the rest wait for prefill
		}
	}
	st := r.step(b)
	tpot := st.total() / r.gain
	r.fill(s, b, st, tpot)
	s.PromptAlone, s.PromptBound = p.one.alone, p.one.bound
	first := r.handling() + p.one.alone + r.w.g.HandOver + p.sent + float64(r.w.g.HandSteps*st.total())
	s.TTFTAlone.Value = first
	s.ServiceMean = first + max(r.out-1, 0)*tpot
	s.ServiceSCV = r.serviceSCV(first, tpot, s.ServiceMean)
	rate := r.l.Rate
	if r.l.Mode != Open {
		rate = min(b*quiet.ranks/s.ServiceMean, s.Saturation.Value)
	}
	s.Requests = min(rate, s.Saturation.Value)
	s.Utilisation = rate / s.Saturation.Value
	s.InFlight = b * quiet.ranks
	var others float64
	s.Wait, others = r.poolWait(&p, s.Requests)
	switch {
	case r.l.Mode == Offline, r.l.Mode == Open && s.Utilisation >= 1:
		s.Wait = math.Inf(1)
	case r.l.Mode == Open:
		others += r.slotWait(s, rate/decodePeak)
	}
	s.TTFT.Value = first + s.Wait + others
	rest := max(r.out-1, 0) * tpot
	if r.l.Mode == Closed {
		r.crowd(s, min(b*quiet.ranks/(first-r.handling()-p.one.alone+rest), prefillPeak), rest)
	}
	s.Latency.Value = s.TTFT.Value + rest
}

// crowd lets users who are more than the pools serve at a rate wait: each goes
// round in users over the rate (Little's law), and what of that is not decoding
// is before the first token. A place for decoding is taken from the moment keys
// and values are sent.
func (r *replica) crowd(s *Serving, rate, rest float64) {
	if over := r.l.Concurrency/rate - rest - s.TTFT.Value; over > 0 {
		s.Wait += over
		s.TTFT.Value += over
	}
	s.Requests = r.l.Concurrency / (s.TTFT.Value + rest)
	s.Utilisation = min(s.Requests/s.Saturation.Value, 1)
}

// poolsOfUsers finds the rate at which users who wait for their answers, and
// then stay away, go round: the pools' latency rises with it, so there is one.
func (r *replica) poolsOfUsers(s *Serving) {
	users, away, own := r.l.Users, r.l.Away, max(r.l.Rate, 0)
	at := func(rate float64) Serving {
		open, out := *r, *s
		open.l.Users, open.l.Rate = 0, rate
		open.disaggregated(&out)
		return out
	}
	first := at(own)
	if first.Utilisation >= 1 { // without any user
		*s = first
		return
	}
	lo, hi := own, min(own+users/away, first.Saturation.Value)
	for range 50 {
		mid := (lo + hi) / 2
		if x := at(mid); (mid-own)*(away+x.Latency.Value) < users {
			lo = mid
		} else {
			hi = mid
		}
	}
	*s = at(lo)
	s.Utilisation = min(s.Utilisation, all)
	if over := users/(lo-own) - away - s.Latency.Value; over > 0 { // a line that no more are served of
		s.Wait, s.WaitSCV = s.Wait+over, 0
		s.TTFT.Value += over
		s.Latency.Value += over
	}
}

// poolWait is the wait of a prompt for the prefill pool, and then for the prompts
// that are computed with it: half of one batch, in a closed loop the share of
// the first wave that is ahead (see wave).
func (r *replica) poolWait(p *pool, rate float64) (wait, others float64) {
	ahead := max(r.l.Concurrency/p.ranks-1, 0) * p.many.extra
	switch r.l.Mode {
	case Closed:
		return r.w.g.PoolWave * ahead, 0
	case Static:
		return ahead / 2, 0
	}
	each := min(rate, .999*p.peak()) / p.ranks
	wait, others = p.wait(each, r.l.In.SCV)
	// What a budget does not hold beside one's own the next rank takes.
	if over := others - max(p.w.chunk/max(r.miss, 1)-1, 0)*p.many.extra; over > 0 {
		others -= float64(over * (1 - 1/p.ranks))
	}
	return wait, others + p.linkWait(each, r.l.In.SCV)
}

// linkWait is that of keys and values for a link: a prompt at a time, and as
// long as the prompt is, over the rank's that is free first (Sakasegawa).
func (p *pool) linkWait(rate, scv float64) float64 {
	rho, n := rate*p.sent, p.ranks
	if rho <= 0 {
		return 0
	}
	return portable.Pow(rho, math.Sqrt(2*(n+1))-1) / (n * (1 - rho)) * p.sent * (1 + scv) / 2
}

// wait is that of a prompt at a rate a rank. An iteration of b prompts takes
// a + b·extra; it holds those that came during the one before, or one where
// none did: T = a + extra·(λT + e^(−λT)). Who finds all ranks busy waits for
// the first to end its iteration, and then with those that came between two
// ends for the end of its own. All are busy with Sakasegawa's power of the
// share of the time that one is.
func (p *pool) wait(rate, scv float64) (wait, others float64) {
	if rate <= 0 {
		return 0, 0
	}
	extra, n := p.many.extra, p.ranks
	T, none := p.iteration(rate)
	rho := rate * extra
	spread := extra * extra * (float64(rate*T*(1-none)) + float64(scv*(rate*T+none))) / ((1 - rho*rho/n) * T * T)
	left := T * (1 + spread) / (2 * n)
	busy := T / (T + none/rate)
	wait = portable.Pow(busy, math.Sqrt(2*(n+1))-1) * left
	return wait, 2 * n * rho * wait
}

// iteration is the mean time of one at a rate, by Newton's method from below
// (the equation is convex), and the probability that nothing comes during it.
func (p *pool) iteration(rate float64) (time, none float64) {
	fixed, extra := max(p.one.alone-p.many.extra, 0), p.many.extra
	time = fixed + extra
	for range 20 {
		none = portable.Exp(-rate * time)
		over := fixed + float64(extra*(rate*time+none)) - time
		step := over / (1 - float64(extra*rate*(1-none)))
		if time += step; step < 1e-6*time {
			break
		}
	}
	return time, none
}
