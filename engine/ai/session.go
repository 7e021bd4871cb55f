package ai

import (
	"math"

	"weir/engine/portable"
)

// Sessions says that requests are the turns of conversations: each carries
// all that was said before, so its keys and values may still lie in a cache.
type Sessions struct {
	Turns float64 // requests of a session, mean; 1 or less = none
	Gap   float64 // s from an answer to the session's next request, mean
}

// History is the share of a prompt's tokens that earlier turns have computed.
// Turn i of n asks i questions of a tokens and repeats i−1 answers of o, so
// the mean prompt is a(n+1)/2 + o(n−1)/2 and all but a of it is history.
func (s Sessions) History(in, out float64) float64 {
	if s.Turns <= 1 || in <= 0 {
		return 0
	}
	return 1 - min(max(s.question(in, out)/in, 1/in), 1)
}

// question is the tokens of a turn that nobody has said before; below one where
// the prompts are too short for the answers that they repeat.
func (s Sessions) question(in, out float64) float64 {
	return (2*in - out*(s.Turns-1)) / (s.Turns + 1)
}

// most is the turns that prompts hold where a question is as long as half an
// answer, at least one.
func (s Sessions) most(in, out float64) float64 {
	return max(math.Floor((2*in+out/2)/(1.5*max(out, 1))), 1)
}

// asked is History without the answers: the prompt of the turn before, so all
// prompts but the last of a session, n·a + (n−1)·o tokens, over all of them.
func (s Sessions) asked(in, out float64) float64 {
	n := s.Turns
	question := max(s.question(in, out), 1)
	return min(max(1-(n*question+(n-1)*out)/(n*in), 0), 1)
}

// reuse is what prefix caches save a request.
type reuse struct {
	hit   float64 // share of the prompt's tokens found
	fetch float64 // s to bring those that were offloaded back
}

// reuseAt works out how much of the history is still cached when the next
// turn comes. A cache that evicts what was used longest ago keeps what a turn
// leaves for one characteristic time T (Che et al. 2002); with exponential gaps
// the next turn finds it with 1 − exp(−T/gap). What device memory lets go, host
// memory or storage keeps for longer. A balancer that ignores caches finds the
// right replica one time in their number.
func (r *replica) reuseAt(s *Serving) reuse {
	d, l := &r.d, r.l.Sessions
	history := l.History(r.in, r.out)
	if history == 0 {
		return reuse{}
	}
	found := 1.0
	if !d.Sticky {
		found = 1 / float64(d.Replicas)
	}
	token := r.d.Model.KVPerToken() * r.w.kvBytes
	if token <= 0 {
		return reuse{}
	}
	replicas, left := float64(d.Replicas), r.in+r.out
	room := s.KVRoom*r.w.tp*r.w.pp*r.w.dp/(token*r.w.copies()) - s.InFlight/replicas*r.held()
	if x := d.Disaggregated; x != nil { // prompts are found where prompts are computed, answers are elsewhere
		w := r.pool().w
		replicas *= float64(max(x.PrefillWorkers, 1))
		history, left = l.asked(r.in, r.out), r.in
		room = max(d.Device.Usable*d.MemShare-w.storedBytes(d)-runtimeBytes, 0) * w.tp * w.dp / (token * w.copies())
		if !d.Sticky {
			found = 1 / replicas
		}
	}
	kept := func(tokens float64) float64 {
		if tokens <= 0 {
			return 0
		}
		if s.Requests <= 0 || l.Gap <= 0 {
			return 1
		}
		return 1 - portable.Exp(-l.kept(tokens/(s.Requests/replicas*left))/l.Gap)
	}
	near := kept(room)
	all := near
	if d.Offload > 0 && d.OffloadRate > 0 {
		all = kept(max(room, 0) + d.Offload/token)
	}
	return reuse{hit: history * found * all, fetch: history * found * (all - near) * r.in * token / max(d.OffloadRate, 1)}
}

// kept is the time T for which a cache keeps what a turn leaves, where it has
// room for what arrives in a time. The last of n turns leaves 2n/(n+1) of the
// mean, for all of T; the others n/(n+1), until the next turn takes it over
// or T is over. Newton's method from below: the room taken is concave in T.
func (s Sessions) kept(room float64) float64 {
	n := s.Turns
	last, others := 2/(n+1), (n-1)/(n+1)
	T := 0.0
	for range 50 {
		left := portable.Exp(-T / s.Gap)
		step := (room - float64(others*s.Gap*(1-left)) - float64(last*T)) / (float64(others*left) + last)
		if T += step; step <= 1e-6*T {
			break
		}
	}
	return T
}
