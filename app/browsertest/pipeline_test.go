package browsertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/canvas"
	"weir/app/edit"
	"weir/engine/design"
	"weir/engine/interchange"
	"weir/engine/sample"
)

// The five parts of the pipeline, in the order they are drawn and wired, and
// where on the canvas they are let go of, as shares of its size.
var pipeline = []struct {
	kind string
	x, y float64
}{
	{"source.requests", 0.18, 0.15},
	{"net.balancer", 0.48, 0.15},
	{"proc.cpu", 0.78, 0.15},
	{"ai.inference", 0.33, 0.55},
	{"sink.response", 0.68, 0.55},
}

// TestPipeline is the way of a new user from an empty page to a shared design.
func TestPipeline(t *testing.T) {
	url := serve(t)
	page := open(t, url+"/#new")
	must(t, page.Click(testID("start-blank")))
	for i, part := range pipeline {
		from, err := page.Center(testID("kind:" + part.kind))
		must(t, err)
		must(t, page.Drag(from, onCanvas(t, page, part.x, part.y)))
		waitFor(t, func() bool { return len(draft(t, page).Nodes) == i+1 }, "%s was not added", part.kind)
	}
	for i := 1; i < len(pipeline); i++ {
		d := draft(t, page)
		from, to := nodeOf(t, d, pipeline[i-1].kind), nodeOf(t, d, pipeline[i].kind)
		must(t, page.Drag(portOf(t, page, d, from, "out", true), portOf(t, page, d, to, "in", false)))
		waitFor(t, func() bool { return len(draft(t, page).Edges) == i }, "%s was not connected to %s", from, to)
	}
	must(t, page.Press("\x1b")) // nothing selected: the summary shows

	built := figures(t, page)
	for _, key := range []string{latencyKey, costKey} {
		if v := built[key]; v == "" || v == "null" {
			t.Fatalf("a complete pipeline has no %s: %v", key, built)
		}
	}

	// One parameter changes, both figures move.
	source := nodeOf(t, draft(t, page), "source.requests")
	llm := nodeOf(t, draft(t, page), "ai.inference")
	selectNode(t, page, llm)
	must(t, page.Fill(testID("param:replicas"), "6"))
	must(t, page.Press("\x1b"))
	selectNode(t, page, source)
	must(t, page.Fill(testID("param:rate"), "20/s"))
	must(t, page.Click(testID("canvas")))
	changed := figures(t, page)
	for _, key := range []string{latencyKey, costKey} {
		if changed[key] == built[key] {
			t.Errorf("%s stayed %s after the change", key, built[key])
		}
	}

	// Undo takes both back, redo brings them again. Both also select what
	// they changed; Escape lets go of it, so that the summary shows.
	must(t, page.Click(testID("undo")))
	must(t, page.Click(testID("undo")))
	must(t, page.Press("\x1b"))
	waitFor(t, func() bool { return same(figures(t, page), built) }, "undo does not bring the figures back: %v, want %v", lazily(func() any { return figures(t, page) }), built)
	must(t, page.Click(testID("redo")))
	must(t, page.Click(testID("redo")))
	must(t, page.Press("\x1b"))
	waitFor(t, func() bool { return same(figures(t, page), changed) }, "redo does not bring the figures back: %v, want %v", lazily(func() any { return figures(t, page) }), changed)

	// A reload loses nothing.
	before := draft(t, page)
	must(t, page.Reload())
	waitReady(t, page)
	waitFor(t, func() bool { return same(figures(t, page), changed) }, "after a reload: %v, want %v", lazily(func() any { return figures(t, page) }), changed)
	if after := draft(t, page); encoded(t, after) != encoded(t, before) {
		t.Errorf("the design changed over a reload:\n%s\n%s", encoded(t, before), encoded(t, after))
	}

	// Both links open the same design, with the same answer, for a stranger.
	must(t, page.Click(testID("share")))
	fragment := valueOf(t, page, "link-text")
	if !strings.Contains(fragment, "#d1.") {
		t.Fatalf("the self-contained link is %q", fragment)
	}
	must(t, page.Click(testID("short-make")))
	short := valueOf(t, page, "short-text")
	if !strings.Contains(short, "/d/") {
		t.Fatalf("the short link is %q", short)
	}
	for name, link := range map[string]string{"self-contained": fragment, "short": short} {
		stranger := open(t, link)
		waitReady(t, stranger)
		waitFor(t, func() bool { return same(figures(t, stranger), changed) }, "the %s link shows %v, want %v", name, lazily(func() any { return figures(t, stranger) }), changed)
		for _, problem := range stranger.Problems() {
			t.Errorf("%s link: %s", name, problem)
		}
	}
}

// Keys of the two figures the test follows.
const (
	latencyKey = "latency_p99"
	costKey    = "cost_per_month"
)

// testID is the selector of what carries a test id (see app/testids.go).
func testID(id string) string { return fmt.Sprintf("[data-testid=%q]", id) }

// waitReady waits until the designer shows a design.
func waitReady(t *testing.T, page *chrome.Page) {
	t.Helper()
	must(t, page.Until(`document.querySelector('[data-testid="canvas"] canvas')`, patience))
}

// waitFor waits until a condition holds.
func waitFor(t *testing.T, holds func() bool, format string, args ...any) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !holds(); time.Sleep(30 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf(format, args...)
		}
	}
}

// lazily puts off working out an argument until a message needs it.
type lazily func() any

func (f lazily) String() string { return fmt.Sprint(f()) }

// figures reads every figure on the page in SI units, by key.
func figures(t *testing.T, page *chrome.Page) map[string]string {
	t.Helper()
	must(t, page.Quiet(patience)) // an evaluation follows an edit within a frame, and the full one soon
	must(t, page.Until(`document.querySelector('[data-testid="summary"]')?.dataset.precision === "settled"`, patience))
	found, err := chrome.Eval[map[string]string](page, `Object.fromEntries(
		[...document.querySelectorAll('[data-testid="summary"] [data-testid^="figure:"]')].map(e => [e.dataset.testid.slice(7), e.dataset.value]))`)
	must(t, err)
	return found
}

func same(a, b map[string]string) bool {
	if len(a) != len(b) {
		return false
	}
	for key, value := range a {
		if b[key] != value {
			return false
		}
	}
	return true
}

// draft reads the design as the browser keeps it, once every edit has been
// written.
func draft(t *testing.T, page *chrome.Page) *design.Design {
	t.Helper()
	must(t, page.Quiet(2*time.Second))
	must(t, page.Until(`!["writing", "sending"].includes(document.querySelector('[data-testid="save-state"]')?.dataset.state)`, patience))
	return kept(t, page)
}

// kept reads the design as the browser keeps it now: for waiting until it is
// as it should be.
func kept(t *testing.T, page *chrome.Page) *design.Design {
	t.Helper()
	content, err := chrome.Eval[string](page, `new Promise((done, failed) => {
		const open = indexedDB.open("weir");
		open.onupgradeneeded = () => open.transaction.abort(); // the app has kept nothing yet
		open.onerror = () => open.error.name === "AbortError" ? done("") : failed(open.error);
		open.onsuccess = () => {
			const all = open.result.transaction("drafts").objectStore("drafts").getAll();
			all.onerror = () => failed(all.error);
			all.onsuccess = () => {
				open.result.close();
				const latest = all.result.sort((a, b) => b.saved - a.saved)[0];
				done(latest ? latest.design : "");
			};
		};
	})`)
	must(t, err)
	if content == "" {
		return edit.Blank()
	}
	d, err := design.Decode([]byte(content))
	must(t, err)
	return d
}

func encoded(t *testing.T, d *design.Design) string {
	t.Helper()
	content, err := design.Encode(d)
	must(t, err)
	return string(content)
}

func nodeOf(t *testing.T, d *design.Design, kind string) string {
	t.Helper()
	for id, node := range d.Nodes {
		if node.Kind == kind {
			return id
		}
	}
	t.Fatalf("the design has no %s", kind)
	return ""
}

// canvasBox is where the canvas lies in the window, and its view.
type canvasBox struct {
	Left, Top, Width, Height float64
	Zoom, X, Y               float64
}

func box(t *testing.T, page *chrome.Page) canvasBox {
	t.Helper()
	b, err := chrome.Eval[canvasBox](page, `(() => {
		const region = document.querySelector('[data-testid="canvas"]');
		const r = region.querySelector("canvas").getBoundingClientRect();
		const [zoom, x, y] = region.dataset.view.split(" ").map(Number);
		return {Left: r.left, Top: r.top, Width: r.width, Height: r.height, Zoom: zoom, X: x, Y: y};
	})()`)
	must(t, err)
	return b
}

// onCanvas is a place of the window by shares of the canvas.
func onCanvas(t *testing.T, page *chrome.Page, x, y float64) chrome.Point {
	t.Helper()
	waitReady(t, page)
	b := box(t, page)
	return chrome.Point{X: b.Left + x*b.Width, Y: b.Top + y*b.Height}
}

// portOf is where a port is in the window: where the canvas says it lies in
// the world, through the view the page shows.
func portOf(t *testing.T, page *chrome.Page, d *design.Design, node, port string, out bool) chrome.Point {
	t.Helper()
	at, ok := canvas.New(edit.New(d), canvas.Host{}).PortPlace(node, port, out)
	if !ok {
		t.Fatalf("%s has no port %s", node, port)
	}
	b := box(t, page)
	return chrome.Point{X: b.Left + b.X + b.Zoom*at.X, Y: b.Top + b.Y + b.Zoom*at.Y}
}

// selectNode clicks on a card, above its middle where no port is.
func selectNode(t *testing.T, page *chrome.Page, node string) {
	t.Helper()
	at := draft(t, page).Nodes[node].At
	b := box(t, page)
	must(t, page.ClickAt(chrome.Point{X: b.Left + b.X + b.Zoom*(at[0]+90), Y: b.Top + b.Y + b.Zoom*(at[1]+20)}))
	must(t, page.Until(`document.querySelector('[data-testid="inspector"] [data-testid="name"]')`, patience))
}

// valueOf waits for the text of a field and answers it.
func valueOf(t *testing.T, page *chrome.Page, id string) string {
	t.Helper()
	field := fmt.Sprintf("document.querySelector(%q)", testID(id))
	must(t, page.Until(field+"?.value", patience))
	value, err := chrome.Eval[string](page, field+".value")
	must(t, err)
	return value
}

// linkToMany is the address of a chain of parts that long.
func linkToMany(t *testing.T, n int) string {
	t.Helper()
	content, err := design.Encode(sample.Plant(n))
	must(t, err)
	link, err := interchange.EncodeLink(content)
	must(t, err)
	return "#" + link
}
