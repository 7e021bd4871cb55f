package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
	"weir/app/browsertest/measure"
)

//go:embed reactflow
var reactFlowSources embed.FS

//go:embed drive.js
var drive string

// gestures and sizes of the comparison.
var (
	gestures = []string{"pan", "drag", "zoom", "fit"}
	sizes    = []int{300, 1_000, 5_000, 10_000}
)

// countsOf reads how many nodes are to be drawn; none said = all sizes.
func countsOf(args []string) ([]int, error) {
	if len(args) == 0 {
		return sizes, nil
	}
	var counts []int
	for _, arg := range args {
		n, err := strconv.Atoi(arg)
		if err != nil || n < 2 {
			return nil, fmt.Errorf("%q is no number of nodes", arg)
		}
		counts = append(counts, n)
	}
	return counts, nil
}

// reactFlow is the peer: the same graph drawn by React Flow, built from npm
// in a temporary folder.
type reactFlow struct {
	page    *chrome.Page
	browser *chrome.Browser
	files   *host.Static
	dir     string
}

func openReactFlow(ctx context.Context) (*reactFlow, error) {
	r := &reactFlow{}
	var err error
	if r.dir, err = os.MkdirTemp("", "reactflow"); err != nil {
		return nil, err
	}
	if err = buildReactFlow(ctx, r.dir); err == nil {
		r.files, err = host.ServeStatic(r.dir, "/")
	}
	if err == nil {
		if r.browser, err = chrome.Launch(ctx, 1440, 900); err == nil {
			r.page = r.browser.Page()
		}
	}
	if err != nil {
		r.close()
		return nil, err
	}
	return r, nil
}

func buildReactFlow(ctx context.Context, dir string) error {
	sources, err := fs.Sub(reactFlowSources, "reactflow")
	if err != nil {
		return err
	}
	if err := os.CopyFS(dir, sources); err != nil {
		return err
	}
	for _, step := range [][]string{
		{"npm", "install", "--silent", "--no-audit", "--no-fund"},
		{"node_modules/.bin/esbuild", "main.jsx", "--bundle", "--minify", "--jsx=automatic", "--format=esm",
			`--define:process.env.NODE_ENV="production"`, "--outdir=out", "--log-level=warning"},
	} {
		program := step[0]
		if strings.Contains(program, "/") {
			program = filepath.Join(dir, program)
		}
		cmd := exec.CommandContext(ctx, program, step[1:]...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", strings.Join(step[:2], " "), err, out)
		}
	}
	return nil
}

func (r *reactFlow) show(graph string) error {
	if err := os.WriteFile(filepath.Join(r.dir, "graph.json"), []byte(graph), 0o644); err != nil {
		return err
	}
	if err := r.page.Go(r.files.URL); err != nil {
		return err
	}
	return r.page.Until("window.ready", 2*time.Minute)
}

func (r *reactFlow) gesture(name string) ([]float64, error) {
	return chrome.Eval[[]float64](r.page, fmt.Sprintf("start(%q).then(zoom => (%s)(%q, %d, zoom))", name, drive, name, frames))
}

func (r *reactFlow) close() {
	if r.browser != nil {
		r.browser.Close()
	}
	if r.files != nil {
		r.files.Close()
	}
	os.RemoveAll(r.dir)
}

// allDetail answers the 95th percentile of a gesture with our levels of
// detail off: once through, for with thousands of cards in view it is slow.
func (c *weirCanvas) allDetail(gesture string) (float64, error) {
	if err := c.fullDetail(true); err != nil {
		return 0, err
	}
	intervals, err := c.gesture(gesture)
	if err != nil {
		return 0, err
	}
	return measure.Quantile(intervals, 0.95), c.fullDetail(false)
}

// besideReactFlow makes every gesture at every size on both, one after the other,
// and sets their 95th percentiles side by side. A ratio above 1 is in our
// favour.
func besideReactFlow(ctx context.Context, counts []int) ([]measure.Figure, error) {
	mine, err := openWeirCanvas(ctx)
	if err != nil {
		return nil, err
	}
	defer mine.close()
	peer, err := openReactFlow(ctx)
	if err != nil {
		return nil, err
	}
	defer peer.close()
	bare, err := bareFrame(mine.page)
	if err != nil {
		return nil, err
	}
	fmt.Printf("95th percentile of %d frame intervals, ms, median of %d (of React Flow as said: no lap begins after %v); a bare frame takes %.1f\n", frames, laps, tooLong, bare)
	fmt.Printf("%6s %-6s %10s %12s %8s %14s %8s\n", "nodes", "", "Weir", "React Flow", "ratio", "all detail", "ratio")

	ratio, plain := map[string]float64{}, map[string]float64{}
	for _, n := range counts {
		if err := mine.show(n); err != nil {
			return nil, err
		}
		graph, err := chrome.Eval[string](mine.page, "weirBench.graph()")
		if err != nil {
			return nil, err
		}
		if err := peer.show(graph); err != nil {
			return nil, err
		}
		for _, gesture := range gestures {
			ours, err := p95(mine, gesture)
			if err != nil {
				return nil, err
			}
			theirs, err := p95(peer, gesture)
			if err != nil {
				return nil, err
			}
			all, err := mine.allDetail(gesture)
			if err != nil {
				return nil, err
			}
			key, peer := fmt.Sprint(gesture, n), measure.Median(theirs)
			ratio[key], plain[key] = peer/measure.Median(ours), peer/all
			fmt.Printf("%6d %-6s %10.1f %10.1f×%d %8.2f %14.1f %8.2f\n", n, gesture, measure.Median(ours), peer, len(theirs), ratio[key], all, plain[key])
		}
	}
	if !slices.Contains(counts, 10_000) {
		return nil, nil
	}
	return []measure.Figure{
		{Name: "canvas_vs_reactflow_zoom1_10000_ratio", Value: min(ratio["pan10000"], ratio["drag10000"])},
		{Name: "canvas_vs_reactflow_fit_10000_ratio", Value: ratio["fit10000"]},
		{Name: "canvas_vs_reactflow_zoom1_10000_all_detail_ratio", Value: min(plain["pan10000"], plain["drag10000"])},
		{Name: "canvas_vs_reactflow_fit_10000_all_detail_ratio", Value: plain["fit10000"]},
	}, nil
}
