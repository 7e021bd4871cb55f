package main

import (
	"context"
	"encoding/json"
	"os"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
	"weir/app/browsertest/measure"
)

// native measures the engine in this process.
func native(context.Context, *host.Build) ([]measure.Figure, error) {
	return measure.Engine("native")
}

// browser measures the same functions in Chromium.
func browser(ctx context.Context, _ *host.Build) ([]measure.Figure, error) {
	dir, err := os.MkdirTemp("", "inbrowser")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	page, close, err := host.OpenProgram(ctx, dir, "app/browsertest", "./cmd/inbrowser")
	if err != nil {
		return nil, err
	}
	defer close()
	if err := page.Until("window.weirMeasure", time.Minute); err != nil {
		return nil, err
	}
	text, err := chrome.Eval[string](page, "weirMeasure()")
	if err != nil {
		return nil, err
	}
	var figures []measure.Figure
	err = json.Unmarshal([]byte(text), &figures)
	return figures, err
}
