package canvas

import "testing"

// The flow is animated only when asked for, and never where less motion is
// wanted.
func TestFlowIsAnimatedOnRequestOnly(t *testing.T) {
	_, c, _ := chain(t)
	if c.Flowing() || c.Animate(0.1) {
		t.Error("something moves unasked")
	}
	c.SetFlowing(true)
	if !c.Animate(0.1) || c.stream.at != 0.1*streamSpeed {
		t.Errorf("the marks are at %v", c.stream.at)
	}
	c.SetFlowing(false)
	if c.Animate(0.1) {
		t.Error("it does not stop")
	}
	c.still = true
	if c.SetFlowing(true); c.Flowing() || c.Can(FlowMotion) {
		t.Error("it moves for somebody who wants less motion")
	}
}
