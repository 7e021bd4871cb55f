package browsertest

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"

	"weir/app/browsertest/chrome"
	"weir/app/edit"
	"weir/engine/design"
	"weir/examples"
)

// TestGestures makes every gesture of the mouse by real pointer and wheel
// events, in one browser.
func TestGestures(t *testing.T) {
	s := openStudio(t, bench())
	for _, g := range []struct {
		name string
		make func(*testing.T, *studio)
	}{
		{"wheel pans", wheelPans},
		{"ctrl wheel zooms about the pointer", wheelZooms},
		{"space and middle button pan", heldPans},
		{"marquee", marquee},
		{"threshold", threshold},
		{"drag is one step", dragIsOneStep},
		{"rim pans", rimPans},
		{"guides and snap", guides},
		{"refused wire explains", refusedWire},
		{"wire on nothing opens a filtered palette", wireOnNothing},
		{"node on wire is inserted", nodeOnWire},
		{"kind on wire is inserted", kindOnWire},
		{"reconnect", reconnect},
		{"click port to port", clickPorts},
		{"alt drag slices", slices},
		{"alt drag duplicates", altDuplicates},
		{"alt drag duplicates groups and comments", altDuplicatesMore},
		{"double click adds", doubleClickAdds},
		{"context menu", contextMenu},
		{"into a group and out of it", joinGroup},
		{"comment is resized", resizeComment},
		{"minimap", minimap},
		{"lock", lock},
		{"edges in right angles", rightAngles},
		{"map style", mapStyle},
	} {
		t.Run(g.name, func(t *testing.T) {
			s.fresh(t)
			g.make(t, s)
		})
	}
}

func near(a, b float64) bool { return math.Abs(a-b) < 1.5 }

func wheelPans(t *testing.T, s *studio) {
	before := box(t, s.page)
	at := s.at(t, 300, 250)
	must(t, s.page.Wheel(at, 40, 60, 0))
	s.view(t, "the wheel does not pan", func(b canvasBox) bool {
		return near(b.X, before.X-40) && near(b.Y, before.Y-60) && b.Zoom == before.Zoom
	})
	must(t, s.page.Wheel(at, 0, 50, chrome.Shift))
	s.view(t, "with Shift not sideways", func(b canvasBox) bool { return near(b.X, before.X-90) && near(b.Y, before.Y-60) })
}

func wheelZooms(t *testing.T, s *studio) {
	before := box(t, s.page)
	at := s.at(t, 700, 40)
	must(t, s.page.Wheel(at, 0, -30, chrome.Ctrl))
	s.view(t, "no zoom", func(b canvasBox) bool { return b.Zoom > before.Zoom*1.1 })
	if still := s.at(t, 700, 40); !near(still.X, at.X) || !near(still.Y, at.Y) {
		t.Errorf("what was under the pointer went from %v to %v", at, still)
	}
}

func heldPans(t *testing.T, s *studio) {
	before := box(t, s.page)
	from := s.at(t, 100, 200)
	to := chrome.Point{X: from.X + 80, Y: from.Y + 30}
	must(t, s.page.DragBy(chrome.Mouse{Button: input.MouseButtonMiddle}, from, to))
	s.view(t, "the middle button does not pan", func(b canvasBox) bool { return near(b.X, before.X+80) && near(b.Y, before.Y+30) })
	must(t, s.page.Hold(" ", "Space"))
	must(t, s.page.DragBy(chrome.Mouse{}, to, from))
	must(t, s.page.Release(" ", "Space"))
	s.view(t, "Space and drag do not pan back", func(b canvasBox) bool { return near(b.X, before.X) && near(b.Y, before.Y) })
}

func marquee(t *testing.T, s *studio) {
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, -40, -40), s.at(t, 560, 140)))
	s.shows(t, `document.querySelector('.inspector h2')?.textContent.startsWith("3 ")`)
	must(t, s.page.DragBy(chrome.Mouse{Held: chrome.Shift}, s.at(t, 600, -40), s.at(t, 900, 140)))
	s.shows(t, `document.querySelector('.inspector h2')?.textContent.startsWith("4 ")`)
	must(t, s.page.ClickAt(s.at(t, 60, 250)))
	s.shows(t, `document.querySelector('[data-testid="summary"]')`)
}

func threshold(t *testing.T, s *studio) {
	before := s.doc(t)
	from := s.on(t, "loose")
	must(t, s.page.DragBy(chrome.Mouse{}, from, chrome.Point{X: from.X + 3, Y: from.Y}))
	s.stays(t, "three pixels are a drag", before)
	must(t, s.page.DragBy(chrome.Mouse{Held: chrome.Ctrl}, from, chrome.Point{X: from.X + 6, Y: from.Y}))
	s.becomes(t, "six pixels are none", func(d *design.Design) bool { return d.Nodes["loose"].At[0] > before.Nodes["loose"].At[0] })
}

func dragIsOneStep(t *testing.T, s *studio) {
	before := s.doc(t)
	must(t, s.page.DragBy(chrome.Mouse{}, s.on(t, "loose"), s.at(t, 200, 450)))
	s.becomes(t, "the part does not move", func(d *design.Design) bool { return d.Nodes["loose"].At != before.Nodes["loose"].At })
	must(t, s.page.Click(testID("undo")))
	s.becomes(t, "one undo does not take a drag back", func(d *design.Design) bool { return d.Nodes["loose"].At == before.Nodes["loose"].At })
}

func rimPans(t *testing.T, s *studio) {
	before := box(t, s.page)
	from := s.on(t, "loose")
	rim := chrome.Point{X: before.Left + before.Width - 6, Y: from.Y}
	must(t, s.page.Down(chrome.Mouse{}, from, 1))
	must(t, s.page.MoveHeld(chrome.Mouse{}, from, rim))
	time.Sleep(time.Second / 2) // the view follows as long as the pointer is there, and is told when it rests
	must(t, s.page.Up(chrome.Mouse{}, rim))
	s.view(t, "near the rim the view stays", func(b canvasBox) bool { return b.X < before.X-40 })
}

func guides(t *testing.T, s *studio) {
	// Let go 5 px beside the line of another card: it comes to lie on it.
	from := s.on(t, "loose")
	to := s.at(t, 100+5/box(t, s.page).Zoom, 250+24)
	must(t, s.page.DragBy(chrome.Mouse{}, from, to))
	s.becomes(t, "it does not snap to the line of the source and the grid", func(d *design.Design) bool {
		at := d.Nodes["loose"].At
		return at[0] == 0 && math.Mod(at[1], 16) == 0 && at[1] != 320
	})
}

func refusedWire(t *testing.T, s *studio) {
	before := s.doc(t)
	must(t, s.page.DragBy(chrome.Mouse{}, s.port(t, "users", "out", true), s.port(t, "vectors", "in", false)))
	s.hears(t, "Expects a vector, not a request")
	s.shows(t, `document.querySelector('[data-testid="toast"]')?.textContent.includes("Expects a vector, not a request")`)
	s.shows(t, `document.querySelector('[data-testid="toast"] [data-c~="is-info"]')`) // it is no success
	s.stays(t, "a refused wire changes the design", before)
}

func wireOnNothing(t *testing.T, s *studio) {
	must(t, s.page.DragBy(chrome.Mouse{}, s.port(t, "vectors", "in", false), s.at(t, 480, 520)))
	s.shows(t, `document.querySelector('[data-testid="quick-add"]')`)
	offered := s.text(t, `[data-testid="quick-add"] .part-name`)
	if !strings.Contains(offered, "Embedding") || strings.Contains(offered, "LLM") {
		t.Errorf("for a port that takes vectors the palette offers\n%s", offered)
	}
	must(t, s.page.Click(testID("pick:ai.encoder")))
	s.becomes(t, "what was chosen is not connected", func(d *design.Design) bool {
		return len(d.Nodes) == 7 && edgeBetween(d, nodeOf(t, d, "ai.encoder"), "vectors") != ""
	})
}

func nodeOnWire(t *testing.T, s *studio) {
	must(t, s.page.DragBy(chrome.Mouse{}, s.on(t, "loose"), s.at(t, 585+8-104+100, 24)))
	s.becomes(t, "a part let go on a wire is not inserted", func(d *design.Design) bool {
		return edgeBetween(d, "lb", "loose") != "" && edgeBetween(d, "loose", "cpu") != "" && edgeBetween(d, "lb", "cpu") == ""
	})
}

func kindOnWire(t *testing.T, s *studio) {
	from, err := s.page.Center(testID("kind:sched.queue"))
	must(t, err)
	must(t, s.page.Drag(from, s.at(t, 264, 54)))
	s.becomes(t, "a kind let go on a wire is not inserted", func(d *design.Design) bool {
		if len(d.Nodes) != 7 {
			return false
		}
		q := nodeOf(t, d, "sched.queue")
		return edgeBetween(d, "users", q) != "" && edgeBetween(d, q, "lb") != ""
	})
}

func reconnect(t *testing.T, s *studio) {
	end := s.at(t, 640-26, 54) // of the wire into cpu, beside its port
	must(t, s.page.DragBy(chrome.Mouse{}, end, s.port(t, "loose", "in", false)))
	s.becomes(t, "the end of a wire cannot be moved", func(d *design.Design) bool {
		return d.Edges["e2"] != nil && d.Edges["e2"].To.Node() == "loose"
	})
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, 960-26, 54), s.at(t, 900, 250)))
	s.becomes(t, "the end of a wire let go on nothing keeps it", func(d *design.Design) bool { return d.Edges["e3"] == nil })
	s.hears(t, "the connection is gone")
}

func clickPorts(t *testing.T, s *studio) {
	must(t, s.page.ClickAt(s.port(t, "users", "out", true)))
	must(t, s.page.ClickAt(s.port(t, "loose", "in", false)))
	s.becomes(t, "two clicks on ports do not connect them", func(d *design.Design) bool { return edgeBetween(d, "users", "loose") != "" })
}

func slices(t *testing.T, s *studio) {
	must(t, s.page.DragBy(chrome.Mouse{Held: chrome.Alt}, s.at(t, 264, -40), s.at(t, 270, 160)))
	s.becomes(t, "Alt and drag do not cut the wire", func(d *design.Design) bool { return len(d.Edges) == 2 && d.Edges["e1"] == nil })
}

func altDuplicates(t *testing.T, s *studio) {
	must(t, s.page.DragBy(chrome.Mouse{Held: chrome.Alt}, s.on(t, "loose"), s.at(t, 60, 440)))
	s.becomes(t, "Alt and drag do not copy", func(d *design.Design) bool {
		return len(d.Nodes) == 7 && d.Nodes["loose"].At == [2]float64{320, 320}
	})
	must(t, s.page.Click(testID("undo")))
	s.becomes(t, "the copy is not one step", func(d *design.Design) bool { return len(d.Nodes) == 6 })
	// Within a group, the copy is in the group.
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, 280, -60), s.at(t, 880, 140)))
	must(t, s.page.Press("g", chrome.Ctrl))
	must(t, s.page.ClickAt(s.on(t, "cpu")))
	must(t, s.page.Press("d", chrome.Ctrl))
	s.becomes(t, "Ctrl+D leaves the copy outside the group", func(d *design.Design) bool {
		return d.Groups["group"] != nil && len(d.Groups["group"].Nodes) == 3
	})
}

// altDuplicatesMore: what else can be dragged is copied as parts are.
func altDuplicatesMore(t *testing.T, s *studio) {
	s.menu(t, s.at(t, 60, 300), "note")
	s.becomes(t, "no comment", func(d *design.Design) bool { return len(d.Notes) == 1 })
	must(t, s.page.Press(escape))
	must(t, s.page.DragBy(chrome.Mouse{Held: chrome.Alt}, s.at(t, 160, 330), s.at(t, 160, 530)))
	s.becomes(t, "Alt and drag do not copy a comment", func(d *design.Design) bool { return len(d.Notes) == 2 })
	must(t, s.page.ClickAt(s.on(t, "loose")))
	must(t, s.page.Press("g", chrome.Ctrl))
	s.becomes(t, "no group", func(d *design.Design) bool { return len(d.Groups) == 1 })
	must(t, s.page.DragBy(chrome.Mouse{Held: chrome.Alt}, s.at(t, 320, 301), s.at(t, 320, 541)))
	s.becomes(t, "Alt and drag do not copy a group", func(d *design.Design) bool {
		return len(d.Groups) == 2 && len(d.Nodes) == 7 && d.Nodes["loose"].At == [2]float64{320, 320}
	})
}

// joinGroup: a part dragged into the frame of a group is taken into it, one
// dragged out is let go; each with its move is one step.
func joinGroup(t *testing.T, s *studio) {
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, 280, -60), s.at(t, 880, 140)))
	must(t, s.page.Press("g", chrome.Ctrl))
	s.becomes(t, "no group", func(d *design.Design) bool { return len(d.Groups) == 1 && len(d.Groups["group"].Nodes) == 2 })
	members := func(n int) func(*design.Design) bool {
		return func(d *design.Design) bool { return d.Groups["group"] != nil && len(d.Groups["group"].Nodes) == n }
	}
	before := s.doc(t)
	from, to := s.on(t, "loose"), s.at(t, 480+100, 90+24)
	must(t, s.page.Move(chrome.Mouse{}, from))
	must(t, s.page.Down(chrome.Mouse{}, from, 1))
	must(t, s.page.MoveHeld(chrome.Mouse{}, from, to))
	// The frame lights up: its rim has the colour of what is selected.
	rim := s.at(t, 600, -36)
	if n := accented(pictured(t, s.page), rim, box(t, s.page)); n == 0 {
		t.Error("the frame that would take a part does not light up")
	}
	must(t, s.page.Up(chrome.Mouse{}, to))
	s.becomes(t, "a part let go in a frame does not join the group", members(3))
	must(t, s.page.Click(testID("undo")))
	s.becomes(t, "moving and joining are not one step", func(d *design.Design) bool { return encoded(t, d) == encoded(t, before) })
	must(t, s.page.DragBy(chrome.Mouse{}, s.on(t, "cpu"), s.at(t, 960, 350)))
	s.becomes(t, "a part dragged out stays in the group", members(1))
	must(t, s.page.Click(testID("undo")))
	s.becomes(t, "it does not come back", members(2))
	kind, err := s.page.Center(testID("kind:sched.queue"))
	must(t, err)
	must(t, s.page.Drag(kind, s.at(t, 584, 100)))
	s.becomes(t, "a kind let go in a frame does not join the group", members(3))
}

// accented counts the pixels about a place that are as what is selected: more
// blue than red.
func accented(img image.Image, at chrome.Point, b canvasBox) (n int) {
	x, y := int(at.X-b.Left), int(at.Y-b.Top)
	for dy := -3; dy <= 3; dy++ {
		if r, _, u, _ := img.At(x, y+dy).RGBA(); int(u)-int(r) > 60*257 {
			n++
		}
	}
	return n
}

func resizeComment(t *testing.T, s *studio) {
	s.menu(t, s.at(t, 60, 300), "note")
	s.becomes(t, "no comment", func(d *design.Design) bool { return len(d.Notes) == 1 })
	must(t, s.page.Press(escape))
	size := func(w, h float64) func(*design.Design) bool {
		return func(d *design.Design) bool { return d.Notes["note"] != nil && d.Notes["note"].Size == [2]float64{w, h} }
	}
	s.becomes(t, "it is as large as comments are", size(208, 96))
	at := s.doc(t).Notes["note"].At
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, at[0]+208, at[1]+96), s.at(t, at[0]+208+96, at[1]+96+64)))
	s.becomes(t, "its corner does not resize it", size(304, 160))
	must(t, s.page.Press("z", chrome.Ctrl))
	s.becomes(t, "resizing is not one step", size(208, 96))
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, at[0]+208, at[1]+96), s.at(t, at[0]+20, at[1]+20)))
	s.becomes(t, "it is smaller than its text", size(112, 96))
	// By the keyboard, in the inspector.
	must(t, s.page.Click(testID("param:width")))
	must(t, s.page.Do(selectAll()))
	must(t, s.page.Type("256"+enter))
	s.becomes(t, "its width cannot be typed", size(256, 96))
	must(t, s.page.Click(testID("param:height")))
	must(t, s.page.Press(arrowUp))
	s.becomes(t, "its height cannot be stepped", func(d *design.Design) bool { return d.Notes["note"].Size[1] > 96 })
	// A new one below the rim comes into view.
	b := box(t, s.page)
	s.menu(t, chrome.Point{X: b.Left + b.Width/2, Y: b.Top + b.Height - 20}, "note")
	s.becomes(t, "no second comment", func(d *design.Design) bool { return len(d.Notes) == 2 })
	for id, n := range s.doc(t).Notes {
		if id != "note" {
			at = n.At
		}
	}
	s.view(t, "a new comment is beyond the rim", func(b canvasBox) bool { return b.Y+b.Zoom*(at[1]+96) <= b.Height })
}

func doubleClickAdds(t *testing.T, s *studio) {
	must(t, s.page.DoubleClick(s.at(t, 60, 300)))
	s.shows(t, `document.activeElement.closest('[data-testid="quick-add"]')`)
	must(t, s.page.Type("cache"))
	must(t, s.page.Press(enter))
	s.becomes(t, "quick add does not add", func(d *design.Design) bool { return len(d.Nodes) == 7 && nodeOf(t, d, "store.cache") != "" })
}

// TestPannedIsPainted: a view that was panned there, step by step in every
// direction, looks as one that is painted at once, pixel by pixel.
func TestPannedIsPainted(t *testing.T) {
	page := paintedExample(t)
	at := onCanvas(t, page, 0.5, 0.5)
	for _, zooms := range []int{0, 4, 6} { // all detail, then less and less
		for range zooms {
			must(t, page.Wheel(at, 0, 30, chrome.Ctrl))
		}
		for _, step := range [][2]float64{{37, 0}, {0, -53}, {-91, 17}, {-8, -64}, {123, 71}, {-13, 1}} {
			must(t, page.Wheel(at, step[0], step[1], 0))
			must(t, page.Quiet(patience))
		}
		looksAsPainted(t, page, fmt.Sprintf("after %d notches of zoom, panned", zooms))
	}
}

// TestHeldPartLeavesNoTrace: what is dragged is gone from where it was, with
// its wires and the names of their ports, and there again when it is taken
// back.
func TestHeldPartLeavesNoTrace(t *testing.T) {
	page := paintedExample(t)
	s := &studio{page}
	at := onCanvas(t, page, 0.5, 0.5)
	must(t, page.Wheel(at, 40, 0, 0)) // copied from here on, not painted
	must(t, page.Quiet(patience))
	d, err := examples.Open("customer-service", "en")
	must(t, err)
	held := s.nearest(t, d, at)
	to := chrome.Point{X: held.X + 130, Y: held.Y + 90}
	must(t, page.Move(chrome.Mouse{}, held))
	must(t, page.Down(chrome.Mouse{}, held, 1))
	must(t, page.MoveHeld(chrome.Mouse{}, held, to))
	looksAsPainted(t, page, "held")
	must(t, page.Press(escape))
	must(t, page.Up(chrome.Mouse{}, to))
	looksAsPainted(t, page, "taken back")
}

// TestHeldGroupLooksAsDropped: a group in the hand looks as it does when it is
// let go, pixel by pixel: the groups inside it, comments taken along and all.
func TestHeldGroupLooksAsDropped(t *testing.T) {
	d := edit.Blank()
	d.Nodes = map[string]*design.Node{
		"a": {Kind: "proc.cpu", At: [2]float64{0, 0}},
		"b": {Kind: "proc.cpu", At: [2]float64{320, 0}},
	}
	d.Edges = map[string]*design.Edge{"e": {From: design.End{"a", "out"}, To: design.End{"b", "in"}}}
	d.Groups = map[string]*design.Group{
		"outer": {Name: "Outer", Nodes: []string{"a"}, Groups: []string{"inner"}},
		"inner": {Name: "Inner", Nodes: []string{"b"}},
	}
	d.Notes = map[string]*design.Note{"note": {Text: "Goes along", At: [2]float64{0, 160}}}
	s := openStudio(t, d)
	s.fresh(t)
	must(t, s.page.Press("0", chrome.Ctrl))
	s.settled(t)
	must(t, s.page.ClickAt(s.at(t, 60, 200)))
	title := s.at(t, 40, -55)
	must(t, s.page.ClickBy(chrome.Mouse{Held: chrome.Shift}, title))
	to := chrome.Point{X: title.X + 96, Y: title.Y - 48}
	free := chrome.Mouse{Held: chrome.Ctrl} // no snapping: no guides
	must(t, s.page.Move(free, title))
	must(t, s.page.Down(free, title, 1))
	must(t, s.page.MoveHeld(free, title, to))
	held := pictured(t, s.page)
	looksAsPainted(t, s.page, "a group in the hand")
	must(t, s.page.Up(free, to))
	s.becomes(t, "the group and the comment do not move together", func(d *design.Design) bool {
		return d.Nodes["b"].At == [2]float64{416, -48} && d.Notes["note"].At == [2]float64{96, 112}
	})
	if n, where := differing(held, pictured(t, s.page)); n != 0 {
		t.Errorf("in the hand and let go differ in %d pixels within %v", n, where)
	}
}

// TestHeldMemberLooksAsDropped: while a part of a group is dragged, the frames
// around it look as they will when it is let go, pixel by pixel.
func TestHeldMemberLooksAsDropped(t *testing.T) {
	d := edit.Blank()
	d.Nodes = map[string]*design.Node{
		"a": {Kind: "proc.cpu", At: [2]float64{0, 0}},
		"b": {Kind: "proc.cpu", At: [2]float64{320, 0}},
		"c": {Kind: "proc.cpu", At: [2]float64{320, 200}},
	}
	d.Groups = map[string]*design.Group{
		"outer": {Name: "Outer", Nodes: []string{"a"}, Groups: []string{"inner"}},
		"inner": {Name: "Inner", Nodes: []string{"b", "c"}},
	}
	s := openStudio(t, d)
	s.fresh(t)
	must(t, s.page.Press("0", chrome.Ctrl))
	s.settled(t)
	from := s.on(t, "c")
	to := chrome.Point{X: from.X + 80, Y: from.Y + 48}
	free := chrome.Mouse{Held: chrome.Ctrl}
	must(t, s.page.Move(free, from))
	must(t, s.page.Down(free, from, 1))
	must(t, s.page.MoveHeld(free, from, to))
	held := pictured(t, s.page)
	looksAsPainted(t, s.page, "a member in the hand")
	must(t, s.page.Up(free, to))
	s.becomes(t, "it does not move", func(d *design.Design) bool { return d.Nodes["c"].At == [2]float64{400, 248} })
	if n, where := differing(held, pictured(t, s.page)); n != 0 {
		t.Errorf("in the hand and let go differ in %d pixels within %v", n, where)
	}
}

// TestCardsCoverOthers: of a part that lies beneath another, nothing shows
// through.
func TestCardsCoverOthers(t *testing.T) {
	d := edit.Blank()
	d.Nodes = map[string]*design.Node{
		"a": {Kind: "proc.cpu", At: [2]float64{0, 0}},
		"b": {Kind: "store.cache", At: [2]float64{48, 32}},
	}
	s := openStudio(t, d)
	s.fresh(t)
	must(t, s.page.Press("0", chrome.Ctrl))
	s.settled(t)
	must(t, s.page.ClickAt(s.at(t, -60, 300))) // no rim is drawn over the cards
	s.shows(t, here("summary"))
	both := s.inside(t, "b")
	must(t, s.page.ClickAt(s.at(t, 20, 12)))
	must(t, s.page.Press(deleteKey))
	s.becomes(t, "the part beneath is not deleted", func(d *design.Design) bool { return len(d.Nodes) == 1 })
	if n, where := differing(both, s.inside(t, "b")); n != 0 {
		t.Errorf("with a part beneath, %d pixels of a card differ, within %v", n, where)
	}
}

// inside is the picture of what is within the rim of a card.
func (s *studio) inside(t *testing.T, node string) image.Image {
	t.Helper()
	b, at := box(t, s.page), s.doc(t).Nodes[node].At
	x, y := int(b.X+b.Zoom*at[0]), int(b.Y+b.Zoom*at[1])
	all, ok := pictured(t, s.page).(interface {
		SubImage(image.Rectangle) image.Image
	})
	if !ok {
		t.Fatal("no part of the picture can be taken")
	}
	return all.SubImage(image.Rect(x+8, y+8, x+200, y+100))
}

// nearest is a place on the part nearest to another, where no port is.
func (s *studio) nearest(t *testing.T, d *design.Design, to chrome.Point) chrome.Point {
	t.Helper()
	best, far := chrome.Point{}, math.Inf(1)
	for _, n := range d.Nodes {
		p := s.at(t, n.At[0]+100, n.At[1]+24)
		if away := math.Hypot(p.X-to.X, p.Y-to.Y); away < far {
			best, far = p, away
		}
	}
	return best
}

// paintedExample is an example whose figures no longer change.
func paintedExample(t *testing.T) *chrome.Page {
	t.Helper()
	page, _ := openExample(t, "customer-service")
	must(t, page.Still())
	waitReady(t, page)
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience))
	return page
}

// looksAsPainted compares what the canvas shows with the same painted anew.
func looksAsPainted(t *testing.T, page *chrome.Page, how string) {
	t.Helper()
	shown := pictured(t, page)
	_, err := chrome.Eval[any](page, `document.documentElement.classList.toggle("painted-anew")`) // colours are read again
	must(t, err)
	if n, where := differing(shown, pictured(t, page)); n != 0 {
		t.Errorf("%s and painted anew differ in %d pixels within %v", how, n, where)
	}
}

// pictured is what the canvas shows.
func pictured(t *testing.T, page *chrome.Page) image.Image {
	t.Helper()
	must(t, page.Quiet(patience))
	url, err := chrome.Eval[string](page, `document.querySelector('[data-testid="canvas"] canvas').toDataURL()`)
	must(t, err)
	raw, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(url, "data:image/png;base64,"))
	must(t, err)
	drawn, err := png.Decode(bytes.NewReader(raw))
	must(t, err)
	return drawn
}

// differing counts the pixels in which two pictures differ by more than a
// browser rounds the rim of a curve, which depends on where on its canvas it
// lies, and says where.
func differing(a, b image.Image) (n int, where image.Rectangle) {
	if a.Bounds() != b.Bounds() {
		return -1, a.Bounds()
	}
	for y := a.Bounds().Min.Y; y < a.Bounds().Max.Y; y++ {
		for x := a.Bounds().Min.X; x < a.Bounds().Max.X; x++ {
			if apart(a.At(x, y), b.At(x, y)) > 16*257 { // of 255 levels, sixteen
				n++
				where = where.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return n, where
}

func apart(a, b color.Color) int {
	r, g, u, _ := a.RGBA()
	s, h, v, _ := b.RGBA()
	most := 0
	for _, d := range []int{int(r) - int(s), int(g) - int(h), int(u) - int(v)} {
		most = max(most, d, -d)
	}
	return most
}

// right is the hand that opens menus.
var right = chrome.Mouse{Button: input.MouseButtonRight}

// menu opens the menu at a place and chooses a command.
func (s *studio) menu(t *testing.T, at chrome.Point, command string) {
	t.Helper()
	must(t, s.page.ClickBy(right, at))
	s.choose(t, command)
}

// option turns an option of the canvas over.
func (s *studio) option(t *testing.T, command string) {
	t.Helper()
	must(t, s.page.Click(testID("canvas-options")))
	s.choose(t, command)
}

func (s *studio) choose(t *testing.T, command string) {
	t.Helper()
	s.shows(t, menuOpen)
	must(t, s.page.Click(testID("command:"+command)))
	s.shows(t, "!"+menuOpen)
}

// menuOpen says that the menu stands where it belongs and has the focus.
const menuOpen = `!!document.activeElement.closest('[role="menu"]')`

func contextMenu(t *testing.T, s *studio) {
	s.menu(t, s.on(t, "cpu"), "bypass")
	s.becomes(t, "the menu of a part does not bypass it", func(d *design.Design) bool { return d.Nodes["cpu"].Bypassed })
	s.menu(t, s.at(t, 60, 300), "note")
	s.becomes(t, "the menu of the ground adds no comment", func(d *design.Design) bool { return len(d.Notes) == 1 })
	s.shows(t, `document.activeElement.tagName === "TEXTAREA"`)
	must(t, s.page.Type("Ask the network team"))
	s.becomes(t, "the comment cannot be typed", func(d *design.Design) bool {
		for _, n := range d.Notes {
			return n.Text == "Ask the network team"
		}
		return false
	})
	must(t, s.page.Type(strings.Repeat(" and the storage team too", 8)))
	s.becomes(t, "a comment does not grow with its text", func(d *design.Design) bool {
		for _, n := range d.Notes {
			return n.Size[1] > 150
		}
		return false
	})
	must(t, s.page.Press(escape))
	s.menu(t, s.at(t, 264, 54), "delete")
	s.becomes(t, "the menu of a wire does not delete it", func(d *design.Design) bool { return d.Edges["e1"] == nil })
	must(t, s.page.ClickBy(right, s.on(t, "lb")))
	s.shows(t, `document.activeElement.getAttribute("role") === "menuitem"`)
	must(t, s.page.Press(escape))
	s.shows(t, `document.activeElement.tagName === "CANVAS"`)
}

func minimap(t *testing.T, s *studio) {
	must(t, s.page.Press("0", chrome.Ctrl))
	for range 3 {
		must(t, s.page.Press("=", chrome.Ctrl))
	}
	s.view(t, "no zoom", func(b canvasBox) bool { return b.Zoom > 1.5 })
	b := box(t, s.page)
	corner := chrome.Point{X: b.Left + b.Width - 12 - 164, Y: b.Top + b.Height - 12 - 80}
	must(t, s.page.ClickAt(chrome.Point{X: corner.X + 30, Y: corner.Y + 20}))
	s.view(t, "a click in the minimap does not move the view", func(now canvasBox) bool { return !near(now.X, b.X) || !near(now.Y, b.Y) })
	clicked := box(t, s.page)
	must(t, s.page.DragBy(chrome.Mouse{}, chrome.Point{X: corner.X + 30, Y: corner.Y + 40}, chrome.Point{X: corner.X + 110, Y: corner.Y + 40}))
	s.view(t, "dragging right in the minimap does not follow", func(b canvasBox) bool { return b.X < clicked.X-50 })
}

func lock(t *testing.T, s *studio) {
	must(t, s.page.ClickAt(s.on(t, "loose")))
	must(t, s.page.Press("L", chrome.Ctrl, chrome.Shift))
	s.becomes(t, "Ctrl+Shift+L does not lock", func(d *design.Design) bool { return d.Nodes["loose"].Locked })
	before := s.doc(t)
	must(t, s.page.DragBy(chrome.Mouse{}, s.on(t, "loose"), s.at(t, 100, 450)))
	s.stays(t, "a locked part moves", before)
	s.hears(t, "Locked in place")
	must(t, s.page.Press(escape))
	must(t, s.page.Click(testID("lock")))
	must(t, s.page.DragBy(chrome.Mouse{}, s.on(t, "cpu"), s.at(t, 700, 450)))
	s.stays(t, "a part moves on a locked canvas", before)
	must(t, s.page.Click(testID("lock")))
	must(t, s.page.DragBy(chrome.Mouse{}, s.on(t, "cpu"), s.at(t, 700, 450)))
	s.becomes(t, "the canvas stays locked", func(d *design.Design) bool { return d.Nodes["cpu"].At[1] > 300 })
}

func rightAngles(t *testing.T, s *studio) {
	// A part stands where the straight wire would run: its middle is free of
	// wires, whichever way they run.
	s.option(t, "square-edges")
	s.hears(t, "Wires in right angles on")
	must(t, s.page.ClickBy(right, s.at(t, 60, 250)))
	s.shows(t, `document.querySelector('[data-testid="command:square-edges"]').getAttribute("aria-checked") === "true"`)
	must(t, s.page.Press(escape))
	must(t, s.page.DragBy(chrome.Mouse{}, s.port(t, "lb", "out", true), s.port(t, "vectors", "in", false)))
	must(t, s.page.DragBy(chrome.Mouse{}, s.port(t, "users", "out", true), s.port(t, "loose", "in", false)))
	s.becomes(t, "no wire", func(d *design.Design) bool { return edgeBetween(d, "users", "loose") != "" })
	// The wire runs down in the middle between the two ports.
	must(t, s.page.ClickAt(s.at(t, (208+320)/2, 220)))
	s.shows(t, `document.querySelector('[data-testid="async"]')`)
	s.option(t, "square-edges")
}

func mapStyle(t *testing.T, s *studio) {
	s.option(t, "map-style")
	before := box(t, s.page)
	from := s.at(t, 100, 250)
	must(t, s.page.DragBy(chrome.Mouse{}, from, chrome.Point{X: from.X + 60, Y: from.Y + 20}))
	s.view(t, "in map style a drag does not pan", func(b canvasBox) bool { return near(b.X, before.X+60) && near(b.Y, before.Y+20) })
	must(t, s.page.Wheel(from, 0, -40, 0))
	s.view(t, "in map style the wheel does not zoom", func(b canvasBox) bool { return b.Zoom > before.Zoom })
	must(t, s.page.Reload())
	waitReady(t, s.page)
	must(t, s.page.Click(testID("canvas-options")))
	s.shows(t, `document.querySelector('[data-testid="command:map-style"]').getAttribute("aria-checked") === "true"`)
	must(t, s.page.Click(testID("command:map-style")))
}
