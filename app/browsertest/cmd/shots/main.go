// Command shots photographs the main screens, in three sizes, both themes
// and both languages, into the folder web/shots.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"github.com/chromedp/chromedp"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
)

// A screen is a state of the app and how to reach it from a fresh page.
type screen struct {
	name    string
	address string // fragment to open
	steps   []step
}

// A step clicks what has a test id. Only says on which windows: small ones
// reach the panels through the bar at the bottom.
type step struct {
	click string
	only  string // "", "large" or "small"
}

var screens = []screen{
	{name: "empty", address: "#new"},
	{name: "design", address: "#example=customer-service"},
	{name: "inspector", address: "#example=customer-service", steps: []step{
		{click: "dock:results", only: "small"}, {click: "tab:utilisation"}, {click: "row:llm"}, {click: "dock:inspector", only: "small"},
	}},
	{name: "utilisation", address: "#example=customer-service", steps: []step{
		{click: "dock:results", only: "small"}, {click: "tab:utilisation"},
	}},
	{name: "cost", address: "#example=customer-service", steps: []step{
		{click: "dock:results", only: "small"}, {click: "tab:cost"},
	}},
	{name: "share", address: "#example=customer-service", steps: []step{{click: "share"}}},
}

var sizes = []struct {
	name          string
	width, height int
	small         bool
}{
	{"large", 1440, 900, false},
	{"medium", 1024, 768, false},
	{"phone", 390, 844, true},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := host.Root()
	if err != nil {
		return err
	}
	folder := filepath.Join(root, "web", "shots")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "shots")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	build, err := host.Make(ctx, dir, host.Fast)
	if err != nil {
		return err
	}
	server, err := build.Serve(ctx)
	if err != nil {
		return err
	}
	defer server.Close()

	total := 0
	for _, size := range sizes {
		for _, theme := range []string{"light", "dark"} {
			for _, lang := range []string{"en", "zh"} {
				n, err := photograph(ctx, server.URL, folder, size.name+"-"+theme+"-"+lang, size.width, size.height, size.small, theme, lang)
				if err != nil {
					return err
				}
				total += n
			}
		}
	}
	fmt.Printf("%d kB in %s\n", total/1000, folder)
	return nil
}

// photograph takes every screen in one window, theme and language, and
// answers how many bytes it wrote.
func photograph(ctx context.Context, url, folder, suffix string, width, height int, small bool, theme, lang string) (int, error) {
	browser, err := chrome.Launch(ctx, width, height)
	if err != nil {
		return 0, err
	}
	defer browser.Close()
	page := browser.Page()
	settings := fmt.Sprintf(`localStorage.setItem("weir.theme", %q); localStorage.setItem("weir.lang", %q)`, theme, lang)
	if err := page.OnEveryDocument(settings); err != nil {
		return 0, err
	}
	total := 0
	for _, s := range screens {
		shot, err := take(page, url, s, small)
		if err != nil {
			return total, fmt.Errorf("%s %s: %w", s.name, suffix, err)
		}
		name := s.name + "-" + suffix + ".png"
		if err := os.WriteFile(filepath.Join(folder, name), shot, 0o644); err != nil {
			return total, err
		}
		fmt.Printf("%7d %s\n", len(shot), name)
		total += len(shot)
	}
	return total, nil
}

func take(page *chrome.Page, url string, s screen, small bool) ([]byte, error) {
	// A fragment alone would not load the page again.
	if err := page.Go("about:blank"); err != nil {
		return nil, err
	}
	if err := page.Go(url + "/" + s.address); err != nil {
		return nil, err
	}
	if err := page.Until(`document.querySelector("[data-testid]")`, time.Minute); err != nil {
		return nil, err
	}
	if err := page.Do(chromedp.Sleep(600 * time.Millisecond)); err != nil {
		return nil, err
	}
	for _, step := range s.steps {
		if step.only == "large" && small || step.only == "small" && !small {
			continue
		}
		if err := page.Click(fmt.Sprintf("[data-testid=%q]", step.click)); err != nil {
			return nil, err
		}
		if err := page.Do(chromedp.Sleep(300 * time.Millisecond)); err != nil {
			return nil, err
		}
	}
	if err := page.Do(chromedp.Sleep(500 * time.Millisecond)); err != nil {
		return nil, err
	}
	shot, err := chrome.Run(page, chromedp.CaptureScreenshot())
	if err != nil {
		return nil, err
	}
	return shrink(shot)
}
