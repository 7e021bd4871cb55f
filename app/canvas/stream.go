package canvas

import "math"

// streamSpeed is how fast marks run along the edges, world pixels a second.
const streamSpeed = 60

// stream is the animation of the flow: marks that run along the edges, asked
// for by the user. It runs on the frames of the browser, which gives none to
// a hidden tab, and never where less motion is wanted.
type stream struct {
	on bool
	at float64 // how far the marks have run, world pixels
}

// SetFlowing starts or stops the animation of the flow.
func (c *Canvas) SetFlowing(on bool) {
	c.stream.on = on && !c.still
	c.redraw()
}

// Flowing reports whether the flow is animated.
func (c *Canvas) Flowing() bool { return c.stream.on }

// run moves the marks on; it reports whether there are any.
func (s *stream) run(dt float64) bool {
	if s.on {
		s.at = math.Mod(s.at+dt*streamSpeed, 1e6)
	}
	return s.on
}
