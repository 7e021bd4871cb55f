// Package screens lists the screens of the app and how to reach each from a
// fresh page, for whoever photographs or checks all of them.
package screens

import (
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"weir/app/browsertest/chrome"
)

// A Screen is a state of the app.
type Screen struct {
	Name    string
	Address string // path and fragment to open
	Golden  bool   // its pictures are compared with those committed
	Slow    bool   // it takes a simulation to get there
	steps   []step
}

// A step does one thing to the page. Only says on which windows: small ones
// reach the panels through the bar at the bottom.
type step struct {
	click string // what has this test id
	press string // a key
	held  chromedp.Modifier
	fill  string // a text, typed into what was clicked
	await string // an expression that must become true
	only  where
}

type where uint8

const (
	everywhere where = iota
	onLarge
	onSmall
)

const example = "#example=customer-service"

func click(id string) step { return step{click: id} }

// inResults, with a tab, opens that tab of the results.
func inResults(tab string, more ...step) []step {
	return append([]step{{click: "dock:results", only: onSmall}, click("tab:" + tab)}, more...)
}

// inspecting selects the language model and shows it in the inspector.
func inspecting(more ...step) []step {
	return append(inResults("utilisation", click("cell-go:llm"), step{click: "dock:inspector", only: onSmall}), more...)
}

// inMenu opens the main menu and takes a line of it.
func inMenu(line string, more ...step) []step {
	return append([]step{click("menu"), click(line)}, more...)
}

// All lists every screen.
var All = []Screen{
	{Name: "empty", Address: "#new", Golden: true},
	{Name: "design", Address: example, Golden: true},
	{Name: "blank", Address: "#new", steps: []step{click("start-blank")}},
	{Name: "menu", Address: example, steps: []step{click("menu")}},
	{Name: "summary", Address: example, steps: []step{{click: "dock:inspector", only: onSmall}}},
	{Name: "inspector", Address: example, steps: inspecting(), Golden: true},
	{Name: "inspector-wrong", Address: example, steps: inspecting(step{click: "param:replicas", fill: "12 kg"})},
	{Name: "inspector-results", Address: example, steps: inspecting(click("tab:results"))},
	{Name: "inspector-why", Address: example, steps: inspecting(click("tab:why"))},
	{Name: "why-station", Address: example, steps: inspecting(click("tab:results"), click("figure:utilisation"))},
	{Name: "why-ai", Address: example, steps: inspecting(click("tab:results"), click("why:tpot_s"))},
	{Name: "why-journey", Address: example, steps: []step{{click: "dock:inspector", only: onSmall}, click("figure:latency_p99")}},
	{Name: "latency", Address: example, steps: inResults("latency")},
	{Name: "cost", Address: example, steps: inResults("cost"), Golden: true},
	{Name: "utilisation", Address: example, steps: inResults("utilisation"), Golden: true},
	{Name: "problems", Address: example, steps: inResults("problems")},
	{Name: "timeline", Address: example, Slow: true, steps: inResults("timeline",
		click("simulate-again"), step{await: `document.querySelector("[data-testid=timeline-chart]")`})},
	{Name: "compare", Address: example, steps: inResults("compare", click("baseline-hold"))},
	{Name: "whatif", Address: example, steps: []step{click("whatif"), {press: kb.End}}},
	{Name: "curve", Address: example, steps: inspecting(click("tab:results"), click("curve-table"), click("curve-table"))},
	{Name: "commands", Address: example, steps: []step{{press: "k", held: chromedp.ModifierCtrl}}},
	{Name: "accuracy", Address: example, steps: inspecting(click("tab:results"), click("measured:tpot_s"))},
	{Name: "share", Address: example, steps: []step{click("share")}},
	{Name: "export", Address: example, steps: inMenu("menu-export")},
	{Name: "versions", Address: example, steps: inMenu("menu-versions")},
	{Name: "versions-compare", Address: example, steps: inMenu("menu-versions",
		step{click: "version-name", fill: "Before"}, click("version-save"), click("version-see:Before"))},
	{Name: "drafts", Address: example, steps: inMenu("menu-drafts")},
	{Name: "settings", Address: example, steps: inMenu("menu-settings")},
	{Name: "settings-classes", Address: example, steps: inMenu("menu-settings", click("tab:classes"))},
	{Name: "settings-pools", Address: example, steps: inMenu("menu-settings", click("tab:pools"))},
	{Name: "settings-objectives", Address: example, steps: inMenu("menu-settings", click("tab:objectives"))},
	{Name: "help", Address: example, steps: inMenu("menu-help")},
	{Name: "nowhere", Address: "#nowhere"},
	{Name: "embed", Address: "embed/" + example},
}

// A Size is a window.
type Size struct {
	Name          string
	Width, Height int
	Small         bool
}

// Sizes lists the windows every screen must do in.
var Sizes = []Size{
	{"large", 1440, 900, false},
	{"medium", 1024, 768, false},
	{"phone", 390, 844, true},
}

// Show makes the page's window that size; a small one is touched.
func (s Size) Show(page *chrome.Page) error {
	if s.Small {
		return page.Do(chromedp.EmulateViewport(int64(s.Width), int64(s.Height), chromedp.EmulateMobile, chromedp.EmulateTouch))
	}
	return page.Do(chromedp.EmulateViewport(int64(s.Width), int64(s.Height)))
}

// Reach opens a screen on a fresh page of the site at url and waits until
// nothing moves.
func (s Screen) Reach(page *chrome.Page, url string, small bool) error {
	// A fragment alone would not load the page again.
	if err := page.Go("about:blank"); err != nil {
		return err
	}
	if err := page.Go(url + "/" + s.Address); err != nil {
		return err
	}
	if err := page.Until(`document.querySelector("[data-testid]")`, time.Minute); err != nil {
		return err
	}
	if err := page.Do(chromedp.Sleep(400 * time.Millisecond)); err != nil {
		return err
	}
	// The full answer, where the page shows one: figures must not depend on how soon one looks.
	const settled = `(document.querySelector("[data-testid=summary]")?.dataset.precision ?? "settled") === "settled"`
	if err := page.Until(settled, time.Minute); err != nil {
		return err
	}
	for _, step := range s.steps {
		if step.only == onLarge && small || step.only == onSmall && !small {
			continue
		}
		if err := step.do(page); err != nil {
			return fmt.Errorf("%s: %+v: %w", s.Name, step, err)
		}
	}
	return page.Do(chromedp.Sleep(400 * time.Millisecond))
}

func (s step) do(page *chrome.Page) error {
	switch {
	case s.press != "":
		return page.Press(s.press, s.held)
	case s.await != "":
		return page.Until(s.await, 2*time.Minute)
	}
	if err := page.Click(fmt.Sprintf("[data-testid=%q]", s.click)); err != nil {
		return err
	}
	if err := page.Do(chromedp.Sleep(200 * time.Millisecond)); err != nil {
		return err
	}
	if s.fill == "" {
		return nil
	}
	if err := page.Press("a", chromedp.ModifierCtrl); err != nil {
		return err
	}
	return page.Type(s.fill)
}
