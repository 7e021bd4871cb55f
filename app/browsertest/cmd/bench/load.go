package main

import (
	"context"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
	"weir/app/browsertest/measure"
)

// visits is how many fresh profiles load the app.
const visits = 5

// interactive notes, in every document, when the first frame has been shown
// in which the app's own interface stands.
const interactive = `(() => {
	const seen = () => document.querySelector("[data-testid]") !== null;
	const look = () => seen() ? requestAnimationFrame(() => { window.weirInteractive = performance.now(); })
		: requestAnimationFrame(look);
	requestAnimationFrame(look);
})()`

// load measures a first visit: bytes over the wire as compressed for it, and
// the time from navigation to an interface that answers, each in a profile
// of its own, against a local server.
func load(ctx context.Context, build *host.Build) ([]measure.Figure, error) {
	server, err := build.Serve(ctx)
	if err != nil {
		return nil, err
	}
	defer server.Close()
	var bytes, ready []float64
	for range visits {
		b, r, err := visit(ctx, server.URL)
		if err != nil {
			return nil, err
		}
		bytes, ready = append(bytes, b), append(ready, r)
	}
	return []measure.Figure{
		measure.Of("first_load_bytes", "B", bytes),
		measure.Of("interactive_ms", "ms", ready),
	}, nil
}

func visit(ctx context.Context, url string) (bytes, ready float64, err error) {
	browser, err := chrome.Launch(ctx, 1440, 900)
	if err != nil {
		return 0, 0, err
	}
	defer browser.Close()
	page := browser.Page()
	if err := page.OnEveryDocument(interactive); err != nil {
		return 0, 0, err
	}
	if err := page.Go(url); err != nil {
		return 0, 0, err
	}
	if err := page.Until("window.weirInteractive > 0", time.Minute); err != nil {
		return 0, 0, err
	}
	ready, err = chrome.Eval[float64](page, "window.weirInteractive")
	return page.Received(), ready, err
}
