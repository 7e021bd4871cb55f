package browsertest

import (
	"strings"
	"testing"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/screens"
	"weir/engine/component"
	"weir/engine/design"
)

// blankStudio opens an empty design for a hand that has only keys or fingers.
func blankStudio(t *testing.T, page *chrome.Page, begin func() error) *studio {
	t.Helper()
	must(t, page.OnEveryDocument(listening))
	must(t, page.Go(serve(t)+"/#new"))
	must(t, page.Until(here("start-blank"), patience))
	must(t, begin())
	waitReady(t, page)
	return &studio{page}
}

// count is whether a design has these parts and no others.
func count(kinds ...string) func(*design.Design) bool {
	return func(d *design.Design) bool {
		left := append([]string(nil), kinds...)
		for _, n := range d.Nodes {
			for i, k := range left {
				if k == n.Kind {
					left = append(left[:i], left[i+1:]...)
					break
				}
			}
		}
		return len(d.Nodes) == len(kinds) && len(left) == 0
	}
}

// TestKeyboardOnTheCanvas builds, connects, walks, edits, hears the answer and
// shares a design with the focus on the canvas itself, by keys alone: neither
// pointer nor palette nor outline.
func TestKeyboardOnTheCanvas(t *testing.T) {
	page := open(t, "about:blank")
	must(t, page.Still())
	s := blankStudio(t, page, func() error {
		tabTo(t, page, "start-blank")
		return page.Type("\r")
	})
	tabTo(t, page, "CANVAS")

	// A part where there is none, and others connected to it.
	s.press(t, "/")
	s.choosing(t, "source.requests")
	s.becomes(t, "/ adds no source", count("source.requests"))
	s.press(t, arrowRight, chrome.Ctrl)
	s.choosing(t, "proc.cpu")
	s.becomes(t, "Ctrl+→ adds no connected part", func(d *design.Design) bool {
		return count("source.requests", "proc.cpu")(d) && len(d.Edges) == 1
	})
	s.press(t, escape) // nothing selected: what comes is not connected
	s.press(t, "/")
	s.choosing(t, "sink.response")
	s.becomes(t, "/ adds no sink", func(d *design.Design) bool {
		return count("source.requests", "proc.cpu", "sink.response")(d) && len(d.Edges) == 1
	})
	d := s.doc(t)
	cpu, sink := nodeOf(t, d, "proc.cpu"), nodeOf(t, d, "sink.response")

	// The focus walks to the part and connects it to one of the list.
	s.walkTo(t, "proc.cpu")
	s.press(t, "c")
	s.choosing(t, "response")
	s.becomes(t, "C does not connect", func(d *design.Design) bool { return edgeBetween(d, cpu, sink) != "" })
	s.hears(t, "connected to")
	s.press(t, arrowLeft, chrome.Alt)
	s.focusIs(t, "source.requests")
	s.press(t, arrowRight, chrome.Alt)
	s.focusIs(t, "proc.cpu")

	// It moves, is taken back, and is edited.
	at := s.doc(t).Nodes[cpu].At
	s.press(t, arrowDown, chrome.Shift)
	s.becomes(t, "Shift+↓ does not move it", func(d *design.Design) bool { return d.Nodes[cpu].At[1] == at[1]+80 })
	s.press(t, "z", chrome.Ctrl)
	s.becomes(t, "Ctrl+Z does not take it back", func(d *design.Design) bool { return d.Nodes[cpu].At == at })
	time.Sleep(1300 * time.Millisecond) // what changes within a second is told as one: let what was drawn be told
	s.forget(t)
	s.press(t, enter)
	s.shows(t, `document.activeElement.closest(".inspector")`)
	tabTo(t, page, "param:servers")
	must(t, page.Do(selectAll()))
	must(t, page.Type("1\r"))
	s.becomes(t, "the parameter is not edited", func(d *design.Design) bool { return d.Nodes[cpu].Params["servers"].String() == "1" })
	s.hears(t, "p99")

	// It is shared from the canvas's own list of commands.
	must(t, page.Press(escape))
	tabTo(t, page, "CANVAS")
	s.press(t, "k", chrome.Ctrl)
	s.choosing(t, "share")
	link := valueOf(t, page, "link-text")
	if got := linked(t, link); encoded(t, got) != encoded(t, s.doc(t)) {
		t.Errorf("the link carries %s", encoded(t, got))
	}
}

// atFocus is how readers are told the part with the roving focus.
func (s *studio) atFocus(t *testing.T) string {
	t.Helper()
	label, err := chrome.Eval[string](s.page, `(() => {
		const c = document.querySelector('[data-testid="canvas"] canvas');
		return document.getElementById(c.getAttribute("aria-activedescendant"))?.getAttribute("aria-label") ?? "";
	})()`)
	must(t, err)
	return label
}

// focusIs waits until the roving focus is on a part of a kind.
func (s *studio) focusIs(t *testing.T, kind string) {
	t.Helper()
	k, _ := component.Lookup(kind)
	waitFor(t, func() bool { return strings.HasPrefix(s.atFocus(t), k.Name.EN) }, "the focus is on %v, not on %s", lazily(func() any { return s.atFocus(t) }), k.Name.EN)
}

// walkTo moves the roving focus with Alt and arrows until a part of a kind
// has it.
func (s *studio) walkTo(t *testing.T, kind string) {
	t.Helper()
	k, _ := component.Lookup(kind)
	for _, key := range []string{arrowLeft, arrowUp, arrowRight, arrowDown, arrowLeft, arrowUp, arrowRight, arrowDown} {
		if strings.HasPrefix(s.atFocus(t), k.Name.EN) {
			return
		}
		s.press(t, key, chrome.Alt)
		must(t, s.page.Quiet(patience))
	}
	s.focusIs(t, kind)
}

// TestTouchOnTheCanvas builds, connects, moves, edits and shares a design by
// touches of the canvas itself, on a phone.
func TestTouchOnTheCanvas(t *testing.T) {
	page := openIn(t, screens.Sizes[2], "en", "light")
	s := blankStudio(t, page, func() error { return page.Tap(testID("start-blank")) })

	// Two taps on the ground add a part there.
	var kinds []string
	for i, kind := range []string{"source.requests", "proc.cpu", "sink.response"} {
		at := onCanvas(t, page, 0.5, 0.14+0.3*float64(i))
		must(t, page.TapAt(at))
		must(t, page.TapAt(at))
		s.shows(t, here("quick-add"))
		must(t, page.Tap(testID("pick:"+kind)))
		kinds = append(kinds, kind)
		s.becomes(t, "two taps add no "+kind, count(kinds...))
		must(t, page.Quiet(patience))
	}
	d := s.doc(t)
	source, cpu, sink := nodeOf(t, d, "source.requests"), nodeOf(t, d, "proc.cpu"), nodeOf(t, d, "sink.response")

	// Two fingers zoom about the point between them and pan.
	before, mid := box(t, page), onCanvas(t, page, 0.5, 0.5)
	spread := func(r float64, by chrome.Point) []chrome.Point {
		return []chrome.Point{{X: mid.X - r + by.X, Y: mid.Y + by.Y}, {X: mid.X + r + by.X, Y: mid.Y + by.Y}}
	}
	must(t, page.Slide(spread(100, chrome.Point{}), spread(70, chrome.Point{X: 10, Y: 20})))
	s.view(t, "two fingers do not zoom", func(b canvasBox) bool { return b.Zoom < 0.75*before.Zoom && b.Zoom > 0.65*before.Zoom })
	b := box(t, page)
	world := chrome.Point{X: (mid.X - b.Left - before.X) / before.Zoom, Y: (mid.Y - b.Top - before.Y) / before.Zoom}
	if now := s.at(t, world.X, world.Y); !near(now.X, mid.X+10) || !near(now.Y, mid.Y+20) {
		t.Errorf("what was between the fingers is at %v, they at %v", now, chrome.Point{X: mid.X + 10, Y: mid.Y + 20})
	}
	// One finger on the ground pans.
	from := s.at(t, world.X+140, world.Y-90)
	must(t, page.Slide([]chrome.Point{from}, []chrome.Point{{X: from.X - 20, Y: from.Y + 10}}))
	s.view(t, "a finger on the ground does not pan", func(now canvasBox) bool { return near(now.X, b.X-20) && near(now.Y, b.Y+10) })

	// Tap a port, tap another: connected.
	for _, w := range [][2]string{{source, cpu}, {cpu, sink}} {
		must(t, page.TapAt(s.port(t, w[0], "out", true)))
		must(t, page.TapAt(s.port(t, w[1], "in", false)))
		s.becomes(t, "two taps on ports do not connect", func(d *design.Design) bool { return edgeBetween(d, w[0], w[1]) != "" })
	}

	// A finger on a part moves it; a long press opens its menu.
	was := s.doc(t).Nodes[cpu].At
	hold := s.on(t, cpu)
	must(t, page.Slide([]chrome.Point{hold}, []chrome.Point{{X: hold.X + 30, Y: hold.Y}}))
	s.becomes(t, "a finger does not move a part", func(d *design.Design) bool { return d.Nodes[cpu].At[0] > was[0] })
	must(t, page.PressFor(s.on(t, sink), 700*time.Millisecond))
	s.shows(t, menuOpen)
	must(t, page.Tap(testID("command:duplicate")))
	s.becomes(t, "the menu of a long press does not duplicate", func(d *design.Design) bool { return len(d.Nodes) == 4 })
	must(t, page.Tap(testID("undo")))
	s.becomes(t, "it does not undo", func(d *design.Design) bool { return len(d.Nodes) == 3 })

	// Two taps on a part open its parameters; their steps are as large as a finger.
	must(t, page.TapAt(s.on(t, cpu)))
	must(t, page.TapAt(s.on(t, cpu)))
	s.shows(t, `document.querySelector('.app').dataset.sheet === "inspector"`)
	servers := valueOf(t, page, "param:servers")
	must(t, page.Tap(testID("step:greater:servers")))
	waitFor(t, func() bool { return valueOf(t, page, "param:servers") != servers }, "the stepper does nothing")
	must(t, page.Tap(testID("dock:canvas")))

	// A long press on the ground opens its menu; a finger resizes a comment.
	must(t, page.PressFor(onCanvas(t, page, 0.15, 0.9), 700*time.Millisecond))
	s.shows(t, menuOpen)
	must(t, page.Tap(testID("command:note")))
	s.becomes(t, "the menu of the ground adds no comment", func(d *design.Design) bool { return len(d.Notes) == 1 })
	must(t, page.Tap(testID("dock:canvas")))
	must(t, page.Quiet(patience))
	at := s.doc(t).Notes["note"].At
	corner := s.at(t, at[0]+208, at[1]+96)
	must(t, page.Slide([]chrome.Point{{X: corner.X + 8, Y: corner.Y + 8}}, []chrome.Point{{X: corner.X + 48, Y: corner.Y + 8}}))
	s.becomes(t, "a finger does not resize a comment", func(d *design.Design) bool { return d.Notes["note"].Size[0] > 208 })
	must(t, page.Tap(testID("share")))
	if link := valueOf(t, page, "link-text"); !strings.Contains(link, "#d1.") {
		t.Errorf("the link is %q", link)
	}
}
