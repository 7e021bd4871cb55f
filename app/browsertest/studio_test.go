package browsertest

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/canvas"
	"weir/app/edit"
	"weir/engine/design"
	"weir/engine/interchange"
)

// studio is one browser on one design that many tests share: each begins
// with the design as it was.
type studio struct{ page *chrome.Page }

// openStudio opens a design by its link, in a browser whose reader wants
// less motion: the view jumps instead of gliding.
func openStudio(t *testing.T, d *design.Design) *studio {
	t.Helper()
	page := open(t, "about:blank")
	must(t, page.Still())
	must(t, page.OnEveryDocument(listening))
	must(t, page.Go(serve(t)+"/#"+linkTo(t, d)))
	waitReady(t, page)
	s := &studio{page}
	s.focus(t)
	must(t, page.Press("a", chrome.Ctrl)) // a first edit, so that there is a draft to look at
	must(t, page.Press(arrowRight))
	waitFor(t, func() bool { return len(draft(t, page).Nodes) == len(d.Nodes) }, "the design does not open")
	return s
}

func linkTo(t *testing.T, d *design.Design) string {
	t.Helper()
	link, err := interchange.EncodeLink([]byte(encoded(t, d)))
	must(t, err)
	return link
}

// fresh takes everything back, selects nothing and shows the whole design.
func (s *studio) fresh(t *testing.T) {
	t.Helper()
	must(t, s.page.Press(escape))
	s.shows(t, `!document.querySelector('[role="dialog"], [role="menu"]')`)
	must(t, s.page.Until(`(() => { const u = document.querySelector('[data-testid="undo"]'); if (!u.disabled) u.click(); return u.disabled })()`, patience))
	s.focus(t)
	must(t, s.page.Press(escape))
	must(t, s.page.Press("!", chrome.Shift))
	s.settled(t)
	s.forget(t)
}

// view waits until the view is as it should be.
func (s *studio) view(t *testing.T, what string, holds func(canvasBox) bool) {
	t.Helper()
	waitFor(t, func() bool { return holds(box(t, s.page)) }, "%s: %v", what, lazily(func() any { return box(t, s.page) }))
}

// at100 reports whether the zoom is 100 %.
func at100(b canvasBox) bool { return math.Abs(b.Zoom-1) < 1e-9 }

// settled waits until the view the page tells is the one it shows.
func (s *studio) settled(t *testing.T) {
	t.Helper()
	must(t, s.page.Quiet(patience))
	// A view glides to where it is sent, and is told when it has come there.
	before := box(t, s.page)
	waitFor(t, func() bool {
		time.Sleep(glide)
		now := box(t, s.page)
		still := now == before
		before = now
		return still
	}, "the view never rests: %v", lazily(func() any { return box(t, s.page) }))
}

// glide is longer than the view takes to come to rest.
const glide = 300 * time.Millisecond

// focus gives the canvas the focus, as Tab does.
func (s *studio) focus(t *testing.T) {
	t.Helper()
	_, err := chrome.Eval[any](s.page, `document.querySelector('[data-testid="canvas"] canvas').focus()`)
	must(t, err)
}

func (s *studio) doc(t *testing.T) *design.Design { t.Helper(); return draft(t, s.page) }

// at is where a place of the world is in the window.
func (s *studio) at(t *testing.T, x, y float64) chrome.Point {
	t.Helper()
	b := box(t, s.page)
	return chrome.Point{X: b.Left + b.X + b.Zoom*x, Y: b.Top + b.Y + b.Zoom*y}
}

// on is a place on a card where no port is.
func (s *studio) on(t *testing.T, node string) chrome.Point {
	t.Helper()
	at := s.doc(t).Nodes[node].At
	return s.at(t, at[0]+100, at[1]+24)
}

// port is where a port is in the window.
func (s *studio) port(t *testing.T, node, port string, out bool) chrome.Point {
	t.Helper()
	p, ok := canvas.New(edit.New(s.doc(t)), canvas.Host{}).PortPlace(node, port, out)
	if !ok {
		t.Fatalf("%s has no port %s", node, port)
	}
	return s.at(t, p.X, p.Y)
}

// becomes waits until the design is as it should be.
func (s *studio) becomes(t *testing.T, what string, holds func(*design.Design) bool) {
	t.Helper()
	waitFor(t, func() bool { return holds(kept(t, s.page)) }, "%s: %s", what, lazily(func() any { return encoded(t, s.doc(t)) }))
}

// stays checks that the design is the one it was.
func (s *studio) stays(t *testing.T, what string, d *design.Design) {
	t.Helper()
	if now := encoded(t, s.doc(t)); now != encoded(t, d) {
		t.Errorf("%s: %s", what, now)
	}
}

// shows waits for something on the page.
func (s *studio) shows(t *testing.T, expression string) {
	t.Helper()
	must(t, s.page.Until(expression, 10*time.Second))
}

// hears waits until the live region says something.
func (s *studio) hears(t *testing.T, what string) {
	t.Helper()
	s.shows(t, fmt.Sprintf(`window.heard.some(s => s.includes(%q))`, what))
	s.forget(t)
}

// forget lets hears wait for what is said from now on.
func (s *studio) forget(t *testing.T) {
	t.Helper()
	_, err := chrome.Eval[any](s.page, `window.heard = [], 1`)
	must(t, err)
}

// listening keeps every sentence of the live region: one may follow another
// before a test has looked.
const listening = `window.heard = [];
	new MutationObserver(changes => {
		for (const c of changes) if (c.target.dataset?.testid === "live") window.heard.push(c.target.textContent);
	}).observe(document, {subtree: true, childList: true});`

// text is the text of what a selector finds.
func (s *studio) text(t *testing.T, selector string) string {
	t.Helper()
	text, err := chrome.Eval[string](s.page, fmt.Sprintf(`[...document.querySelectorAll(%q)].map(e => e.textContent).join("\n")`, selector))
	must(t, err)
	return text
}

// edgeBetween is the edge from one node to another, "" if there is none.
func edgeBetween(d *design.Design, from, to string) string {
	for id, e := range d.Edges {
		if e.From.Node() == from && e.To.Node() == to {
			return id
		}
	}
	return ""
}

// bench is the design the gestures are made on: a chain, a loose part below
// it, and two whose ports do not fit.
func bench() *design.Design {
	d := edit.Blank()
	d.Title = "Gestures"
	d.Nodes = map[string]*design.Node{
		"users":   {Kind: "source.requests", At: [2]float64{0, 0}},
		"lb":      {Kind: "net.balancer", At: [2]float64{320, 0}},
		"cpu":     {Kind: "proc.cpu", At: [2]float64{640, 0}},
		"answer":  {Kind: "sink.response", At: [2]float64{960, 0}},
		"loose":   {Kind: "proc.cpu", At: [2]float64{320, 320}},
		"vectors": {Kind: "store.vector", At: [2]float64{640, 320}},
	}
	d.Edges = map[string]*design.Edge{
		"e1": {From: design.End{"users", "out"}, To: design.End{"lb", "in"}},
		"e2": {From: design.End{"lb", "out"}, To: design.End{"cpu", "in"}},
		"e3": {From: design.End{"cpu", "out"}, To: design.End{"answer", "in"}},
	}
	return d
}

// Keys by what they are called.
const (
	escape     = "\x1b"
	enter      = "\r"
	tabKey     = "\t"
	arrowDown  = "\u0301"
	arrowLeft  = "\u0302"
	arrowRight = "\u0303"
	arrowUp    = "\u0304"
	deleteKey  = "\x7f"
	f2         = "\u0802"
	f10        = "\u080a"
)

// shown is the design the page shows, as the link it would share carries it.
func shown(t *testing.T, page *chrome.Page) *design.Design {
	t.Helper()
	must(t, page.Click(testID("share")))
	link := valueOf(t, page, "link-text")
	must(t, page.Until(`document.activeElement.closest('[role="dialog"]')`, patience))
	must(t, page.Press(escape))
	must(t, page.Until(`!document.querySelector('[role="dialog"]')`, patience))
	return linked(t, link)
}

// linked is the design that a self-contained link carries.
func linked(t *testing.T, link string) *design.Design {
	t.Helper()
	_, fragment, _ := strings.Cut(link, "#")
	fragment, _, _ = strings.Cut(fragment, "&")
	content, err := interchange.DecodeLink(fragment)
	must(t, err)
	d, err := design.Decode(content)
	must(t, err)
	return d
}
