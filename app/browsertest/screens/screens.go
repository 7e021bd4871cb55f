// Package screens lists the screens of the app and how to reach each from a
// fresh page, for whoever photographs or checks all of them.
package screens

import (
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"weir/app/browsertest/chrome"
	"weir/app/edit"
	"weir/engine/design"
	"weir/engine/interchange"
)

// A Screen is a state of the app.
type Screen struct {
	Name    string
	Address string // path and fragment to open
	Golden  bool   // its pictures are committed, and compared with what is seen now
	Wide    bool   // one picture of a wide window is committed
	steps   []step
	alone   bool // leaves the page unfit for the screens after it
}

// A step does one thing to the page. Only says on which windows: small ones
// reach the panels through the bar at the bottom.
type step struct {
	click  string // what has this test id
	press  string // a key, with held
	canvas bool   // give the canvas the focus before the key
	held   chrome.Modifier
	fill   string        // a text, typed into what was clicked
	script string        // run in the page
	world  *chrome.Point // a place of the canvas to click on
	await  string        // an expression that becomes true
	only   where
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

// inCanvas presses a key with the focus in the canvas.
func inCanvas(key string, held ...chrome.Modifier) step {
	s := step{press: key, canvas: true}
	for _, m := range held {
		s.held |= m
	}
	return s
}

// await waits until what has a test id is there.
func await(id string) step {
	return step{await: fmt.Sprintf("document.querySelector('[data-testid=%q]')", id)}
}

// all selects every part, group and note.
func all(more ...step) []step { return append([]step{inCanvas("a", chrome.Ctrl)}, more...) }

// simulated has the simulation run to its end.
func simulated(more ...step) []step {
	run := inResults("timeline",
		step{script: `if (!document.querySelector('[data-testid="simulating-tab"], [data-testid="simulation-found"]')) document.querySelector('[data-testid="simulate-again"]').click()`},
		step{await: `document.querySelector('[data-testid="simulation-found"]')?.dataset.complete === "true"`})
	return append(run, more...)
}

// shared keeps the design on the server and has an edit answered with a status;
// 0 is no answer at all.
func shared(status int, more ...step) []step {
	answer := fmt.Sprintf(`Promise.resolve(new Response("{}", {status: %d}))`, status)
	if status == 0 {
		answer = `Promise.reject(new TypeError("no network"))`
	}
	return append([]step{
		click("share"), click("short-make"), {await: `document.querySelector('[data-testid="short-text"]')?.value`}, click("dialog-close"),
		{script: fmt.Sprintf(`{ const ask = window.fetch; window.fetch = (to, how) => how?.method === "PUT" ? %s : ask(to, how) }`, answer)},
		inCanvas("a", chrome.Ctrl), inCanvas(right),
	}, more...)
}

// right is the right arrow, which moves what is selected.
const right = "\u0303"

// storageFull makes every write to the browser's storage end for want of room.
const storageFull = `IDBObjectStore.prototype.put = function () {
	Object.defineProperty(this.transaction, "error", {value: new DOMException("no room", "QuotaExceededError")});
	this.transaction.abort();
	return this.get(0);
}`

// twoParts is the address of a design with one edge, which runs through
// (304, 54).
func twoParts() string {
	d := edit.Blank()
	d.Title = "Two parts"
	d.Nodes = map[string]*design.Node{
		"users":  {Kind: "source.requests"},
		"answer": {Kind: "sink.response", At: [2]float64{400, 0}},
	}
	d.Edges = map[string]*design.Edge{"e": {From: design.End{"users", "out"}, To: design.End{"answer", "in"}}}
	content, err := design.Encode(d)
	if err != nil {
		panic(err)
	}
	link, err := interchange.EncodeLink(content)
	if err != nil {
		panic(err)
	}
	return "#" + link
}

// All lists every screen. Screens of one address can follow each other on one
// page, in this order.
var All = []Screen{
	{Name: "empty", Address: "#new", Golden: true},
	{Name: "design", Address: example, Golden: true},
	{Name: "data-centre", Address: "#example=data-centre", Wide: true},
	{Name: "blank", Address: "#new", steps: []step{click("start-blank")}},
	{Name: "menu", Address: example, steps: []step{click("menu")}},
	{Name: "summary", Address: example, steps: []step{{click: "dock:inspector", only: onSmall}}},
	{Name: "inspector", Address: example, steps: inspecting(), Golden: true},
	{Name: "inspector-wrong", Address: example, steps: inspecting(step{click: "param:replicas", fill: "12 kg"})},
	{Name: "inspector-results", Address: example, steps: inspecting(click("tab:results"))},
	{Name: "inspector-why", Address: example, Wide: true, steps: inspecting(click("tab:why"))},
	{Name: "cost", Address: example, steps: inResults("cost"), Golden: true},
	{Name: "utilisation", Address: example, steps: inResults("utilisation"), Golden: true},
	{Name: "problems", Address: example, steps: inResults("problems")},
	{Name: "compare-scenarios", Address: example, steps: inResults("compare", step{await: `document.querySelector('[data-testid="compare:latency_p99"]')?.cells.length === 4`})},
	{Name: "compare", Address: example, Wide: true, steps: inResults("compare", click("baseline-hold"))},
	{Name: "curve", Address: example, steps: inspecting(click("tab:results"), click("curve-table"), click("curve-table"))},
	{Name: "quick-add", Address: example, steps: []step{inCanvas("/"), await("quick-add")}},
	{Name: "commands", Address: example, steps: []step{inCanvas("k", chrome.Ctrl), await("quick-add")}},
	{Name: "share", Address: example, Wide: true, steps: []step{click("share")}},
	{Name: "export", Address: example, steps: inMenu("menu-export")},
	{Name: "versions", Address: example, steps: inMenu("menu-versions")},
	{Name: "versions-compare", Address: example, Wide: true, steps: inMenu("menu-versions",
		step{click: "version-name", fill: "Before"}, click("version-save"), click("version-see:Before"))},
	{Name: "drafts", Address: example, steps: inMenu("menu-drafts")},
	{Name: "settings", Address: example, steps: inMenu("menu-settings")},
	{Name: "settings-classes", Address: example, steps: inMenu("menu-settings", click("tab:classes"))},
	{Name: "settings-pools", Address: example, steps: inMenu("menu-settings", click("tab:pools"))},
	{Name: "settings-objectives", Address: example, Wide: true, steps: inMenu("menu-settings", click("tab:objectives"))},
	{Name: "help", Address: example, steps: inMenu("menu-help")},
	{Name: "accuracy", Address: example, Wide: true, steps: inMenu("menu-help", click("help-accuracy"), await("accuracy"))},
	{Name: "timeline-none", Address: example, steps: inResults("timeline")},
	{Name: "simulating", Address: example, steps: inResults("timeline", click("simulate-again"), await("simulating-tab"))},
	{Name: "timeline", Address: example, Wide: true, steps: simulated()},
	{Name: "timeline-table", Address: example, steps: simulated(click("timeline-table"), await("timeline-rows"))},
	{Name: "latency-simulated", Address: example, steps: simulated(click("tab:latency"))},
	{Name: "utilisation-simulated", Address: example, steps: simulated(click("tab:utilisation"))},
	{Name: "inspector-several", Address: example, steps: all(step{click: "dock:inspector", only: onSmall})},
	{Name: "inspector-group", Address: example, steps: all(inCanvas("g", chrome.Ctrl), step{click: "dock:inspector", only: onSmall}, await("ungroup"))},
	{Name: "whatif", Address: example, alone: true, steps: []step{click("whatif"), {press: kb.End}}},
	{Name: "inspector-note", Address: example, alone: true, steps: []step{inCanvas("k", chrome.Ctrl), await("quick-add"), click("pick:note"),
		{await: `document.activeElement.matches("textarea")`}, {fill: "Ask the network team"}}},
	{Name: "inspector-edge", Address: twoParts(), alone: true, steps: []step{{world: &chrome.Point{X: 304, Y: 54}}, {click: "dock:inspector", only: onSmall}, await("async")}},
	{Name: "banner-conflict", Address: example, alone: true, steps: shared(412, await("take-theirs"))},
	{Name: "banner-revoked", Address: example, alone: true, steps: shared(404, await("detach"))},
	{Name: "save-offline", Address: example, alone: true, steps: shared(0, step{await: `document.querySelector('[data-testid="save-state"]').dataset.state === "offline"`})},
	{Name: "banner-full", Address: example, alone: true, steps: []step{{script: storageFull}, inCanvas("a", chrome.Ctrl), inCanvas(right), await("banner-export")}},
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
	if err := settle(page); err != nil {
		return err
	}
	return s.show(page, small)
}

// Tour reaches all screens one after the other, on as few pages as will do.
func Tour(page *chrome.Page, url string, small bool, visit func(Screen) error) error {
	at := ""
	for _, s := range All {
		var err error
		if s.alone || s.Address != at {
			err = s.Reach(page, url, small)
		} else if err = home(page, small); err == nil {
			err = s.show(page, small)
		}
		if err == nil {
			err = visit(s)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", s.Name, err)
		}
		at = s.Address
		if s.alone {
			at = ""
		}
	}
	return nil
}

// home closes what is open and selects nothing.
func home(page *chrome.Page, small bool) error {
	for range 3 {
		if err := page.Press(escape); err != nil {
			return err
		}
		if err := settle(page); err != nil {
			return err
		}
	}
	if err := page.Until(`!document.querySelector('[role="dialog"], [role="menu"]')`, patience); err != nil {
		return err
	}
	if small {
		if err := click("dock:canvas").do(page); err != nil {
			return err
		}
	}
	return inCanvas(escape).do(page)
}

const (
	escape   = "\x1b"
	patience = time.Minute
)

// show makes a screen of a page that shows the design and nothing over it.
func (s Screen) show(page *chrome.Page, small bool) error {
	for _, step := range s.steps {
		if step.only == onLarge && small || step.only == onSmall && !small {
			continue
		}
		if err := step.do(page); err != nil {
			return fmt.Errorf("%s: %+v: %w", s.Name, step, err)
		}
	}
	return settle(page)
}

// settle waits until the page rests and its figures are the final ones.
func settle(page *chrome.Page) error {
	if err := page.Quiet(2 * time.Second); err != nil {
		return err
	}
	return page.Until(`(document.querySelector('[data-testid="summary"]')?.dataset.precision ?? "settled") === "settled"`, patience)
}

func (s step) do(page *chrome.Page) error {
	if s.click != "" {
		if err := page.Click(fmt.Sprintf("[data-testid=%q]", s.click)); err != nil {
			return err
		}
	}
	if s.world != nil {
		at, err := chrome.Eval[chrome.Point](page, fmt.Sprintf(`(() => {
			const region = document.querySelector('[data-testid="canvas"]'), r = region.querySelector("canvas").getBoundingClientRect();
			const [zoom, x, y] = region.dataset.view.split(" ").map(Number);
			return {x: r.left + x + zoom*%v, y: r.top + y + zoom*%v};
		})()`, s.world.X, s.world.Y))
		if err != nil {
			return err
		}
		if err := page.ClickAt(at); err != nil {
			return err
		}
	}
	if s.canvas {
		if _, err := chrome.Eval[any](page, `document.querySelector('[data-testid="canvas"] canvas')?.focus()`); err != nil {
			return err
		}
	}
	if s.press != "" {
		if err := page.Press(s.press, s.held); err != nil {
			return err
		}
	}
	if s.script != "" {
		if _, err := chrome.Eval[any](page, s.script+"\n;undefined"); err != nil {
			return err
		}
	}
	if s.await != "" {
		return page.Until(s.await, patience)
	}
	if err := page.Quiet(2 * time.Second); err != nil || s.fill == "" {
		return err
	}
	if err := page.Press("a", chrome.Ctrl); err != nil {
		return err
	}
	return page.Type(s.fill)
}
