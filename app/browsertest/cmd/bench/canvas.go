package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
	"weir/app/browsertest/measure"
)

// frames is the length of a gesture; laps is how often it is made, but for
// laps that would begin after tooLong: where a frame takes a third of a second
// and more, no chance of the machine changes what it says.
const (
	frames  = 200
	laps    = 3
	tooLong = 90 * time.Second
)

// A drawing is a page that answers the frame intervals of a gesture on the
// graph it shows: pan and drag at zoom 1, zoom (a sweep from the whole graph
// to zoom 1 and back), fit (pan with the whole graph in view).
type drawing interface {
	gesture(name string) ([]float64, error)
}

// weirCanvas is our own, the page of app/cmd/weir-bench.
type weirCanvas struct {
	page  *chrome.Page
	close func()
}

func openWeirCanvas(ctx context.Context) (*weirCanvas, error) {
	dir, err := os.MkdirTemp("", "weir-bench")
	if err != nil {
		return nil, err
	}
	page, close, err := host.OpenProgram(ctx, dir, "", "./app/cmd/weir-bench")
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	c := &weirCanvas{page: page, close: func() { close(); os.RemoveAll(dir) }}
	if err := page.Until("window.weirBench", time.Minute); err != nil {
		c.close()
		return nil, err
	}
	return c, nil
}

func (c *weirCanvas) show(nodes int) error {
	_, err := chrome.Eval[float64](c.page, fmt.Sprintf("weirBench.load(%d)", nodes))
	return err
}

// fullDetail draws everything at every zoom, or no longer.
func (c *weirCanvas) fullDetail(on bool) error {
	word := "fitting"
	if on {
		word = "full"
	}
	_, err := chrome.Eval[any](c.page, fmt.Sprintf("weirBench.detail(%q)", word))
	return err
}

func (c *weirCanvas) gesture(name string) ([]float64, error) {
	return chrome.Eval[[]float64](c.page, fmt.Sprintf("weirBench.gesture(%q, %d)", name, frames))
}

// bareFrame answers the 95th percentile of the intervals between empty
// frames on a page, milliseconds: what no drawing can be below.
func bareFrame(page *chrome.Page) (float64, error) {
	intervals, err := chrome.Eval[[]float64](page, fmt.Sprintf(`new Promise(done => {
		const intervals = [];
		let last = 0;
		const frame = now => {
			if (last) intervals.push(now - last);
			last = now;
			intervals.length < %d ? requestAnimationFrame(frame) : done(intervals);
		};
		requestAnimationFrame(frame);
	})`, frames))
	if err != nil {
		return 0, err
	}
	return measure.Quantile(intervals, 0.95), nil
}

// p95 makes a gesture several times and answers the 95th percentile of the
// frame intervals of each.
func p95(d drawing, gesture string) ([]float64, error) {
	var laptimes []float64
	for start := time.Now(); len(laptimes) < laps && (len(laptimes) == 0 || time.Since(start) < tooLong); {
		intervals, err := d.gesture(gesture)
		if err != nil {
			return nil, err
		}
		laptimes = append(laptimes, measure.Quantile(intervals, 0.95))
	}
	return laptimes, nil
}

// ours measures the figures of the canvas.
func ours(ctx context.Context, _ *host.Build) ([]measure.Figure, error) {
	c, err := openWeirCanvas(ctx)
	if err != nil {
		return nil, err
	}
	defer c.close()
	bare, err := bareFrame(c.page)
	if err != nil {
		return nil, err
	}
	var figures []measure.Figure
	for _, row := range []struct {
		name, gesture string
		nodes         int
	}{
		{"canvas_1000_pan_p95_ms", "pan", 1_000},
		{"canvas_10000_fit_p95_ms", "fit", 10_000},
	} {
		if err := c.show(row.nodes); err != nil {
			return nil, err
		}
		laptimes, err := p95(c, row.gesture)
		if err != nil {
			return nil, err
		}
		f := measure.Of(row.name, "ms", laptimes)
		f.Bare, f.Of = bare, "bare frame"
		figures = append(figures, f)
	}
	return figures, nil
}
