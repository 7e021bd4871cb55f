package canvas

import (
	"slices"
	"strings"
	"testing"

	"weir/app/edit"
	"weir/engine/component"
	"weir/engine/design"
)

// hand is a pointer of a test: places are in world pixels, turned into the
// screen's by the canvas's view.
type finger struct {
	c     *Canvas
	mods  Mods
	touch bool
	id    int
	but   int
	n     int
}

func (f finger) at(x, y float64) Pointer {
	return Pointer{ID: f.id, At: f.c.view.Screen(Point{x, y}), Button: f.but, Clicks: max(f.n, 1), Touch: f.touch, Mods: f.mods}
}

func (f finger) down(x, y float64) { f.c.Down(f.at(x, y)) }
func (f finger) move(x, y float64) { f.c.Move(f.at(x, y)) }
func (f finger) up(x, y float64)   { f.c.Up(f.at(x, y)) }

func (f finger) click(x, y float64) {
	f.down(x, y)
	f.up(x, y)
}

func (f finger) drag(x, y, tx, ty float64) {
	f.down(x, y)
	f.move(x+(tx-x)/2, y+(ty-y)/2)
	f.move(tx, ty)
	f.up(tx, ty)
}

// slide drags from place to place of the screen: for gestures that move the
// view under the pointer.
func (f finger) slide(from, to Point) {
	p := f.at(0, 0)
	for _, step := range []func(){
		func() { p.At = from; f.c.Down(p) },
		func() { p.At = from.Add(to.Sub(from).Mul(0.5)); f.c.Move(p) },
		func() { p.At = to; f.c.Move(p) },
		func() { f.c.Up(p) },
	} {
		step()
	}
}

func TestClickSelects(t *testing.T) {
	e, c, _ := chain(t)
	f := finger{c: c}
	f.click(330, 20)
	if got := e.Selection().Nodes; !slices.Equal(got, []string{"cpu"}) {
		t.Fatalf("selected %v", got)
	}
	finger{c: c, mods: Mods{Shift: true}}.click(20, 20)
	if got := e.Selection().Nodes; !slices.Equal(got, []string{"cpu", "requests"}) {
		t.Errorf("with Shift: %v", got)
	}
	f.click(265, 54)
	if got := e.Selection(); !slices.Equal(got.Edges, []string{"e1"}) || len(got.Nodes) > 0 {
		t.Errorf("on a wire: %+v", got)
	}
	f.click(300, 400)
	if !e.Selection().Empty() {
		t.Error("a click on the ground leaves a selection")
	}
}

func TestDragMovesInOneStep(t *testing.T) {
	e, c, _ := chain(t)
	f := finger{c: c}
	f.down(330, 20)
	f.move(332, 20)
	if len(c.scene.lifted) != 0 {
		t.Error("2 px are a drag already")
	}
	f.move(400, 220)
	if e.Design().Nodes["cpu"].At != [2]float64{320, 0} || !c.scene.lifted["cpu"] {
		t.Error("the document changes before the drop")
	}
	f.up(400, 220)
	if at := e.Design().Nodes["cpu"].At; at != [2]float64{384, 208} {
		t.Errorf("dropped at %v, want on the grid at 384, 208", at)
	}
	if len(c.scene.lifted) != 0 {
		t.Error("still in the hand")
	}
	e.Undo()
	if at := e.Design().Nodes["cpu"].At; at != [2]float64{320, 0} {
		t.Errorf("one undo leaves it at %v", at)
	}
}

func TestDragSnapsToNeighbours(t *testing.T) {
	e, c, _ := chain(t)
	finger{c: c}.drag(330, 20, 330+7, 20+220) // 7 px off the column
	if at := e.Design().Nodes["cpu"].At; at[0] != 320 {
		t.Errorf("x %v, want the grid at 320", at[0])
	}
	_, _ = e.Add("proc.cpu", [2]float64{333, 400})
	finger{c: c}.drag(330, 228, 330+11, 228+40) // 2 px from the line of the new card
	if at := e.Design().Nodes["cpu"].At; at[0] != 333 {
		t.Errorf("x %v, want the neighbour's 333", at[0])
	}
}

func TestEscapeTakesADragBack(t *testing.T) {
	e, c, _ := chain(t)
	f := finger{c: c}
	f.down(330, 20)
	f.move(500, 300)
	c.Do(SelectNone)
	f.up(500, 300)
	if at := e.Design().Nodes["cpu"].At; at != [2]float64{320, 0} || len(c.scene.lifted) != 0 {
		t.Errorf("node at %v", at)
	}
}

func TestAltDragDuplicatesInOneStep(t *testing.T) {
	e, c, _ := chain(t)
	finger{c: c, mods: Mods{Alt: true}}.drag(330, 20, 330, 320)
	if n := e.Design().Nodes["cpu2"]; n == nil || n.At != [2]float64{320, 304} && n.At != [2]float64{320, 300} {
		t.Fatalf("copy: %+v", n)
	}
	if e.Design().Nodes["cpu"].At != [2]float64{320, 0} {
		t.Error("the original moved")
	}
	e.Undo()
	if len(e.Design().Nodes) != 3 {
		t.Error("one undo does not take the copy back")
	}
}

func TestLockedStays(t *testing.T) {
	e, c, said := chain(t)
	e.SelectNodes("cpu")
	_ = e.ToggleLock()
	finger{c: c}.drag(330, 20, 330, 320)
	c.Do(NudgeLeft)
	if got := strings.Join(*said, "\n"); strings.Count(got, "Locked in place") != 2 {
		t.Errorf("a drag and a nudge of a locked node say %q", got)
	}
	if at := e.Design().Nodes["cpu"].At; at != [2]float64{320, 0} {
		t.Errorf("a locked node moved to %v", at)
	}
}

func TestMarquee(t *testing.T) {
	e, c, _ := chain(t)
	finger{c: c}.drag(-40, -40, 560, 130)
	if s := e.Selection(); !slices.Equal(s.Nodes, []string{"cpu", "requests"}) || !slices.Equal(s.Edges, []string{"e1"}) {
		t.Errorf("selected %+v", s)
	}
	finger{c: c, mods: Mods{Shift: true}}.drag(620, -30, 700, 200)
	if s := e.Selection(); len(s.Nodes) != 3 {
		t.Errorf("with Shift: %+v", s)
	}
}

func TestConnectByDragging(t *testing.T) {
	e, c, said := chain(t)
	_, _ = e.Add("store.cache", [2]float64{320, 300})
	f := finger{c: c}
	f.drag(208, 54, 320, 354) // to its input port
	if len(e.Design().Edges) != 3 {
		t.Fatal("not connected to the port")
	}
	e.Undo()
	f.drag(208, 54, 420, 340) // to its body
	if len(e.Design().Edges) != 3 {
		t.Fatal("not connected to the first port that fits")
	}
	_, _ = e.Add("store.vector", [2]float64{0, 300})
	before := len(e.Design().Edges)
	f.drag(208, 54, 0, 354)
	if len(e.Design().Edges) != before {
		t.Error("a request went into a vector port")
	}
	if len(*said) == 0 || (*said)[len(*said)-1] == "" {
		t.Error("the refusal gives no reason")
	}
}

func TestConnectByTapping(t *testing.T) {
	e, c, _ := chain(t)
	_, _ = e.Add("store.cache", [2]float64{320, 300})
	f := finger{c: c, touch: true}
	f.click(208, 54)
	if c.tapped == nil {
		t.Fatal("the first tap takes no port")
	}
	f.click(320, 354)
	if len(e.Design().Edges) != 3 || c.tapped != nil {
		t.Error("the second tap does not connect")
	}
}

func TestWireDroppedOnNothingAsks(t *testing.T) {
	_, c, _ := chain(t)
	var asked *QuickAdd
	c.host.QuickAdd = func(q QuickAdd) { asked = &q }
	finger{c: c}.drag(208, 54, 400, 400)
	if asked == nil || asked.End == nil || *asked.End != (design.End{"requests", "out"}) {
		t.Fatalf("asked %+v", asked)
	}
	asked = nil
	finger{c: c, n: 2}.click(500, 500)
	if asked == nil || asked.End != nil {
		t.Errorf("double click asks %+v", asked)
	}
}

func TestReconnect(t *testing.T) {
	e, c, _ := chain(t)
	_, _ = e.Add("proc.cpu", [2]float64{640, 300})
	f := finger{c: c}
	f.drag(612, 54, 640, 354) // the end of e2, from response to the new node
	if got := e.Design().Edges["e2"].To.Node(); got != "cpu2" {
		t.Errorf("e2 ends at %s", got)
	}
	e.Undo()
	f.drag(612, 54, 700, 500)
	if e.Design().Edges["e2"] != nil {
		t.Error("an end dropped on nothing keeps the edge")
	}
}

func TestDropOnWireInserts(t *testing.T) {
	e, c, _ := chain(t)
	c.DropAt(c.view.Screen(Point{264, 54}), "net.balancer")
	if len(e.Design().Edges) != 3 || e.Design().Edges["e1"].To.Node() != "balancer" {
		t.Fatalf("edges %v", e.Design().Edges)
	}
	e.Undo()
	id, _ := e.Add("net.balancer", [2]float64{200, 400})
	finger{c: c}.drag(300, 420, 264, 20)
	if e.Design().Edges["e1"].To.Node() != id {
		t.Error("a node dragged onto a wire is not inserted")
	}
	e.Undo()
	if at := e.Design().Nodes[id].At; at != [2]float64{200, 400} || len(e.Design().Edges) != 2 {
		t.Error("moving and inserting are not one step")
	}
}

func TestSlice(t *testing.T) {
	e, c, _ := chain(t)
	finger{c: c, mods: Mods{Alt: true}}.drag(264, -60, 264, 160)
	if len(e.Design().Edges) != 1 || e.Design().Edges["e1"] != nil {
		t.Errorf("edges left: %v", sortedKeys(e.Design().Edges))
	}
}

func TestWheelAndPan(t *testing.T) {
	_, c, _ := chain(t)
	at := Point{300, 200}
	under := c.view.World(at)
	c.Wheel(at, Point{0, -100}, Mods{Ctrl: true})
	if c.view.Zoom <= 1 || !near(c.view.World(at), under) {
		t.Errorf("zoom %v about %v", c.view.Zoom, c.view.World(at))
	}
	c.SetView(1, Point{})
	c.Wheel(at, Point{10, 20}, Mods{})
	if c.view.Origin != (Point{-10, -20}) {
		t.Errorf("panned to %v", c.view.Origin)
	}
	c.Wheel(at, Point{0, 20}, Mods{Shift: true})
	if c.view.Origin != (Point{-30, -20}) {
		t.Errorf("Shift and wheel: %v", c.view.Origin)
	}
	c.SetMapStyle(true)
	c.Wheel(at, Point{0, -50}, Mods{})
	if c.view.Zoom <= 1 {
		t.Error("map style: the wheel does not zoom")
	}
	c.SetMapStyle(false)
	c.SetView(1, Point{})
	finger{c: c, but: 1}.slide(Point{0, 300}, Point{50, 320})
	if c.view.Origin != (Point{50, 20}) {
		t.Errorf("middle button: %v", c.view.Origin)
	}
	c.SetView(1, Point{})
	c.Focus(false)
	c.KeyDown(Key{Key: " "})
	finger{c: c}.slide(Point{330, 20}, Point{360, 20})
	c.KeyUp(Key{Key: " "})
	if c.view.Origin != (Point{30, 0}) {
		t.Errorf("space and drag: %v", c.view.Origin)
	}
}

func TestPinchZoomsAndPans(t *testing.T) {
	e, c, _ := chain(t)
	c.SetView(1, Point{})
	a, b := finger{c: c, touch: true, id: 1}, finger{c: c, touch: true, id: 2}
	down := func(f finger, x, y float64) {
		c.Down(Pointer{ID: f.id, At: Point{x, y}, Touch: true})
	}
	down(a, 400, 300)
	down(b, 600, 300)
	under := c.view.World(Point{500, 300})
	c.Move(Pointer{ID: 1, At: Point{300, 320}, Touch: true})
	c.Move(Pointer{ID: 2, At: Point{700, 320}, Touch: true})
	if c.view.Zoom < 1.99 || c.view.Zoom > 2.01 {
		t.Errorf("fingers twice as far apart: zoom %v", c.view.Zoom)
	}
	if !near(c.view.World(Point{500, 320}), under) {
		t.Errorf("between the fingers: %v, was %v", c.view.World(Point{500, 320}), under)
	}
	c.Up(Pointer{ID: 1, At: Point{300, 320}, Touch: true})
	c.Up(Pointer{ID: 2, At: Point{700, 320}, Touch: true})
	if c.gesture != nil || !e.Selection().Empty() {
		t.Error("the pinch left something behind")
	}
}

func TestTouch(t *testing.T) {
	e, c, _ := chain(t)
	f := finger{c: c, touch: true, id: 1}
	f.slide(Point{400, 500}, Point{440, 520})
	if c.view.Origin != (Point{140, 120}) {
		t.Errorf("one finger on the ground: %v", c.view.Origin)
	}
	f.drag(330, 20, 330, 220)
	if at := e.Design().Nodes["cpu"].At; at[1] != 208 && at[1] != 192 {
		t.Errorf("one finger on a node: %v", at)
	}
	var menu Hit
	c.host.Menu = func(_ Point, h Hit) { menu = h }
	f.down(20, 20)
	c.Held()
	if menu != (Hit{}) {
		t.Error("the menu opens under the finger")
	}
	f.up(20, 20)
	if menu.Node != "requests" {
		t.Errorf("a long press on a node opens the menu of %+v", menu)
	}
}

func TestRimFollows(t *testing.T) {
	_, c, _ := chain(t)
	f := finger{c: c}
	f.down(330, 20)
	f.move(400, 60)
	c.Move(Pointer{At: Point{1195, 300}})
	before := c.view.Origin
	if !c.Animate(0.016) || c.view.Origin.X >= before.X {
		t.Error("the view does not follow a drag to the rim")
	}
}

func TestReadOnly(t *testing.T) {
	e, c, _ := chain(t)
	v := e.Version()
	c.SetReadOnly(true)
	f := finger{c: c}
	f.drag(330, 20, 330, 320)
	f.drag(208, 54, 640, 54)
	f.click(330, 20)
	c.Focus(false)
	for _, k := range []Key{{Key: "Delete"}, {Key: "d", Mods: ctrl}, {Key: "ArrowRight"}, {Key: "b", Mods: ctrl}} {
		c.KeyDown(k)
	}
	c.DropAt(Point{500, 500}, "proc.cpu")
	if e.Version() != v {
		t.Error("a canvas that is read only changed the document")
	}
	if !e.Selection().HasNode("cpu") {
		t.Error("nothing can be selected")
	}
}

func TestPlaceFindsRoom(t *testing.T) {
	e, c, _ := chain(t)
	e.SelectNodes("requests")
	id, err := c.Place("proc.cpu")
	if err != nil {
		t.Fatal(err)
	}
	r := c.scene.cards[id].Bounds()
	for other, card := range c.scene.cards {
		if other != id && card.Bounds().Meets(r) {
			t.Errorf("the new node covers %s", other)
		}
	}
}

func TestEveryFingerLifted(t *testing.T) {
	e, c, _ := chain(t)
	finger{c: c}.down(330, 20)
	finger{c: c}.move(500, 300)
	e.Load(edit.Blank())
	if c.gesture != nil || len(c.scene.lifted) != 0 {
		t.Error("another document is loaded into a drag")
	}
	finger{c: c}.up(500, 300)
}

func TestKindsHavePorts(t *testing.T) {
	for _, k := range component.Kinds() {
		seen := map[Point]bool{}
		for _, p := range layPorts(k) {
			if seen[p.At] || p.At.Y < 10 || p.At.Y > cardH-10 {
				t.Errorf("%s: port %s lies at %v", k.ID, p.Name, p.At)
			}
			seen[p.At] = true
		}
	}
}
