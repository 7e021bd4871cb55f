// Command bench measures Weir: the engine natively and in Chromium, the
// canvas, the first load. Every figure is the median of repeats and stands
// beside a bare loop or a bare frame of the same run, so that a busy machine
// shows as such. The last lines are for programs: RESULT name value unit.
//
//	bench          everything but the comparison with a peer
//	bench engine   of that, the engine: natively and in Chromium
//	bench canvas   our canvas beside React Flow's, the same graph and gestures,
//	               of every size or of those that follow, e.g. 300 10000
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"weir/app/browsertest/host"
	"weir/app/browsertest/measure"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	figures, err := run(ctx, os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	fmt.Println()
	for _, f := range figures {
		fmt.Printf("RESULT %s %s %s\n", f.Name, digits(f.Value), f.Unit)
	}
}

func run(ctx context.Context, args []string) ([]measure.Figure, error) {
	what := ""
	if len(args) > 0 {
		what = args[0]
	}
	switch what {
	case "":
		return withBuild(ctx, engineAndCanvas)
	case "engine":
		return each(ctx, nil, native, browser)
	case "canvas":
		counts, err := countsOf(args[1:])
		if err != nil {
			return nil, err
		}
		return besideReactFlow(ctx, counts)
	}
	return nil, fmt.Errorf("there is no comparison %q", what)
}

// withBuild builds what is published, in a temporary folder, and measures it.
func withBuild(ctx context.Context, what func(context.Context, *host.Build) ([]measure.Figure, error)) ([]measure.Figure, error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	build, err := host.Make(ctx, dir, host.Best)
	if err != nil {
		return nil, err
	}
	return what(ctx, build)
}

// engineAndCanvas is the whole of `make bench`.
func engineAndCanvas(ctx context.Context, build *host.Build) ([]measure.Figure, error) {
	return each(ctx, build, native, browser, ours, load)
}

// each shows what is measured as it comes.
func each(ctx context.Context, build *host.Build, parts ...func(context.Context, *host.Build) ([]measure.Figure, error)) ([]measure.Figure, error) {
	var all []measure.Figure
	for _, part := range parts {
		figures, err := part(ctx, build)
		if err != nil {
			return nil, err
		}
		for _, f := range figures {
			show(f)
		}
		all = append(all, figures...)
	}
	return all, nil
}

// show prints a figure for people.
func show(f measure.Figure) {
	line := fmt.Sprintf("%-28s %10s %-6s (%s … %s)", f.Name, digits(f.Value), f.Unit, digits(f.Low), digits(f.High))
	if f.Bare > 0 {
		line += fmt.Sprintf("  %.3g × %s (%.4g %s)", f.Value/f.Bare, f.Of, f.Bare, f.Unit)
	}
	fmt.Println(line)
}

// digits writes a figure to four digits, and one of more than four, as bytes
// are, in full.
func digits(x float64) string {
	if x >= 1e4 {
		return fmt.Sprintf("%.0f", x)
	}
	return fmt.Sprintf("%.4g", x)
}
