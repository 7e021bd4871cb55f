package canvas

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"weir/engine/component"
	"weir/engine/design"
)

// Focus tells the canvas that its element got the focus, by keyboard or by
// pointer.
func (c *Canvas) Focus(byKeyboard bool) {
	c.active, c.keyboard = true, byKeyboard
	if byKeyboard && c.focus == "" {
		c.focus = c.firstNode()
	}
	c.announceFocus()
	c.redraw()
}

// Blur tells the canvas that its element lost the focus.
func (c *Canvas) Blur() {
	c.active, c.space = false, false
	c.redraw()
}

// firstNode is the node to begin at: the first in reading order in view,
// else of all.
func (c *Canvas) firstNode() string {
	view := c.view.Visible()
	best, bestIn := "", false
	for _, id := range sortedKeys(c.scene.cards) {
		card := c.scene.cards[id]
		if c.scene.hidden(id) {
			continue
		}
		in := view.Holds(card.Bounds())
		if best == "" || in && !bestIn || in == bestIn && before(card.At(), c.scene.cards[best].At()) {
			best, bestIn = id, in
		}
	}
	return best
}

// before is reading order: by rows, then from the left.
func before(a, b Point) bool {
	if math.Abs(a.Y-b.Y) > cardH/2 {
		return a.Y < b.Y
	}
	return a.X < b.X
}

func (c *Canvas) focusCommand(cmd Command) func() bool {
	if dir, far, ok := nudgeOf(cmd); ok {
		return func() bool { return c.nudge(dir, far) }
	}
	if dir, ok := dirOf(cmd, WalkLeft, WalkRight, WalkUp, WalkDown); ok {
		return func() bool { return c.walk(dir) }
	}
	if dir, ok := dirOf(cmd, AddLeft, AddRight, AddUp, AddDown); ok {
		return func() bool { return c.addBeside(dir) }
	}
	switch cmd {
	case QuickAddHere:
		return func() bool { c.quickAddHere(); return true }
	case ConnectFrom:
		return func() bool {
			if c.focus == "" || c.host.Connect == nil {
				return false
			}
			c.host.Connect(c.focus)
			return true
		}
	case Inspect:
		return func() bool {
			if s := c.editor.Selection(); c.focus != "" && !s.HasNode(c.focus) && len(s.Edges) == 0 {
				c.editor.SelectNodes(c.focus)
			}
			if c.host.Inspect != nil {
				c.host.Inspect()
			}
			return true
		}
	case Rename:
		return c.rename
	}
	return nil
}

func (c *Canvas) rename() bool {
	s := c.editor.Selection()
	h := Hit{Node: c.focus}
	switch {
	case len(s.Groups) == 1 && len(s.Nodes) == 0:
		h = Hit{Group: s.Groups[0]}
	case len(s.Notes) == 1 && len(s.Nodes) == 0:
		h = Hit{Note: s.Notes[0]}
	}
	if h.empty() || c.host.Rename == nil {
		return false
	}
	c.host.Rename(h)
	return true
}

var compass = [4]Point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}}

func dirOf(cmd Command, of ...Command) (Point, bool) {
	if i := slices.Index(of, cmd); i >= 0 {
		return compass[i], true
	}
	return Point{}, false
}

func nudgeOf(cmd Command) (dir Point, far, ok bool) {
	if dir, ok = dirOf(cmd, NudgeLeft, NudgeRight, NudgeUp, NudgeDown); ok {
		return dir, false, true
	}
	dir, ok = dirOf(cmd, NudgeLeftFar, NudgeRightFar, NudgeUpFar, NudgeDownFar)
	return dir, true, ok
}

// nudge moves what is selected by one grid step or five; with nothing
// selected the arrows move the focus instead.
func (c *Canvas) nudge(dir Point, far bool) bool {
	s := c.editor.Selection()
	if len(s.Nodes)+len(s.Groups)+len(s.Notes) == 0 {
		return c.step(dir, false)
	}
	if c.readOnly {
		return false
	}
	n := float64(Grid)
	if far {
		n *= 5
	}
	before := c.editor.Version()
	done := c.try(c.editor.Nudge(dir.X*n, dir.Y*n))
	if done && c.editor.Version() == before {
		c.say(wordHeldFast)
	}
	return done
}

// step moves the focus to the nearest card in a direction, and the selection
// with it if selecting.
func (c *Canvas) step(dir Point, selecting bool) bool {
	from := c.scene.cards[c.focus]
	if from == nil {
		return c.focusOn(c.firstNode(), selecting)
	}
	best, found := math.Inf(1), ""
	for _, id := range sortedKeys(c.scene.cards) {
		by := c.scene.cards[id].At().Sub(from.At())
		ahead := by.X*dir.X + by.Y*dir.Y
		aside := math.Abs(by.X*dir.Y) + math.Abs(by.Y*dir.X)
		if id != c.focus && !c.scene.hidden(id) && ahead > 0 && ahead+2*aside < best {
			best, found = ahead+2*aside, id
		}
	}
	return c.focusOn(found, selecting)
}

// walk follows the edges: right goes downstream, left upstream, up and down
// to the neighbours that share a source or a target, else to the nearest card.
func (c *Canvas) walk(dir Point) bool {
	if c.scene.cards[c.focus] == nil {
		return c.focusOn(c.firstNode(), true)
	}
	if dir.X != 0 {
		return c.focusOn(c.nearest(c.neighbours(c.focus, dir.X > 0)), true)
	}
	siblings := map[string]bool{}
	for _, up := range []bool{false, true} {
		for _, n := range c.neighbours(c.focus, up) {
			for _, id := range c.neighbours(n, !up) {
				siblings[id] = true
			}
		}
	}
	var there []string
	y := c.scene.cards[c.focus].Node.At[1]
	for _, id := range sortedKeys(siblings) {
		if (c.scene.cards[id].Node.At[1]-y)*dir.Y > 0 {
			there = append(there, id)
		}
	}
	if len(there) > 0 {
		return c.focusOn(c.nearest(there), true)
	}
	return c.step(dir, true)
}

// neighbours returns the nodes one edge downstream or upstream, sorted.
func (c *Canvas) neighbours(node string, downstream bool) []string {
	seen := map[string]bool{}
	for _, id := range c.scene.ends[node] {
		from, to := c.scene.wires[id].Edge.From.Node(), c.scene.wires[id].Edge.To.Node()
		if !downstream {
			from, to = to, from
		}
		if from == node {
			seen[to] = true
		}
	}
	return sortedKeys(seen)
}

func (c *Canvas) nearest(ids []string) string {
	from := c.scene.cards[c.focus].At()
	best, found := math.Inf(1), ""
	for _, id := range ids {
		if d := c.scene.cards[id].At().Dist(from); d < best {
			best, found = d, id
		}
	}
	return found
}

// focusOn moves the roving focus, and the selection with it if selecting.
func (c *Canvas) focusOn(id string, selecting bool) bool {
	if c.scene.cards[id] == nil {
		return false
	}
	c.focus, c.keyboard = id, true
	if selecting {
		c.editor.SelectNodes(id)
	}
	c.Reveal(id)
	c.announceFocus()
	return true
}

func (c *Canvas) announceFocus() {
	if c.active && c.keyboard && c.focus != "" && c.host.Announce != nil {
		c.host.Announce(component.Text{EN: c.Describe(c.focus, "en"), ZH: c.Describe(c.focus, "zh")})
	}
}

// addBeside asks for a node connected to the focused one: to the right after
// its first output, to the left before its first input.
func (c *Canvas) addBeside(dir Point) bool {
	card := c.scene.cards[c.focus]
	if card == nil || c.host.QuickAdd == nil {
		return false
	}
	at := card.At().Add(Point{dir.X * (cardW + 5*Grid), dir.Y * (cardH + 3*Grid)})
	at = c.scene.room(at)
	q := QuickAdd{Screen: c.view.Screen(at), At: at.Pair()}
	for _, p := range card.Ports {
		if p.Out == (dir.X >= 0) {
			q.End = &design.End{c.focus, p.Name}
			break
		}
	}
	c.host.QuickAdd(q)
	return true
}

// quickAddHere asks for a node where there is room for it.
func (c *Canvas) quickAddHere() {
	screen := c.addPlace()
	at := c.scene.room(c.view.World(screen).Sub(Point{cardW / 2, cardH / 2}).snap())
	c.quickAdd(c.view.Screen(at.Add(Point{cardW / 2, cardH / 2})), nil)
}

// addPlace is where a node asked for by keyboard goes: under the pointer if
// it is over the canvas, else the middle.
func (c *Canvas) addPlace() Point {
	if r := (Rect{Max: c.view.Size}); r.Has(c.last.At) && c.last.At != (Point{}) {
		return c.last.At
	}
	return c.view.Size.Mul(0.5)
}

// Describe says in a sentence what a node is, for those who cannot see it.
func (c *Canvas) Describe(id, lang string) string {
	card := c.scene.cards[id]
	if card == nil {
		return ""
	}
	s := *c.scene
	s.lang = lang
	f := s.writeFace(card)
	parts := []string{f.Title}
	if card.Kind != nil && card.Kind.Name.In(lang) != f.Title {
		parts = append(parts, card.Kind.Name.In(lang))
	}
	for _, r := range f.Rows {
		if r.Value != "" {
			parts = append(parts, strings.TrimSpace(r.Label+" "+r.Value))
		}
	}
	if f.Bar != "" {
		parts = append(parts, wordLoad.In(lang)+" "+f.Bar)
	}
	if f.Chip != "" {
		parts = append(parts, f.Chip)
	}
	if f.NoteLevel == urgent {
		parts = append(parts, f.Note)
	}
	if card.Node.Locked {
		parts = append(parts, wordLocked.In(lang))
	}
	ins, outs := 0, 0
	for _, e := range s.ends[id] {
		if s.wires[e].Edge.To.Node() == id {
			ins++
		} else {
			outs++
		}
	}
	parts = append(parts, count(ins, wordIn.In(lang)), count(outs, wordOut.In(lang)))
	if lang == "zh" {
		return strings.Join(parts, "，")
	}
	return strings.Join(parts, ", ")
}

func count(n int, of string) string { return strconv.Itoa(n) + " " + of }
