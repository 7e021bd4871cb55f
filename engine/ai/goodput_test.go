package ai

import "testing"

func TestGoodputKeepsBothBounds(t *testing.T) {
	d := deployment(t, "meta-llama/Meta-Llama-3.1-70B", "h100-sxm")
	d.TP, d.Replicas, d.Weights = 4, 2, FP8
	l := Load{In: Spread{2000, .5}, Out: Spread{400, 1}}
	free := Goodput(d, l, 0, 0)
	l.Rate = 1
	near(t, "without bounds it is the saturation rate", free, Serve(d, l).Saturation.Value, 1e-6)
	slow := Goodput(d, l, 1, .020)
	if slow <= 0 || slow >= free {
		t.Fatalf("20 ms a token: %v of %v requests/s", slow, free)
	}
	l.Rate = slow
	if s := Serve(d, l); s.TPOT.Value > .0201 || s.TTFT.Value > 1 {
		t.Errorf("at the goodput rate TPOT is %v, TTFT %v", s.TPOT.Value, s.TTFT.Value)
	}
	if g := Goodput(d, l, .01, 0); g != 0 {
		t.Errorf("10 ms to the first token of 2000 cannot be kept, got %v/s", g)
	}
	tight, loose := Goodput(d, l, .3, .03), Goodput(d, l, .6, .03)
	if tight > loose {
		t.Errorf("a tighter bound admits more: %v > %v", tight, loose)
	}
}
