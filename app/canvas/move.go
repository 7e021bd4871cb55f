package canvas

import (
	"math"

	"weir/engine/design"
)

// guideReach is how near, in CSS pixels, a dragged card comes to the line of
// another before it snaps to it.
const guideReach = 6

// move drags nodes and notes. Until they are dropped the document stays as
// it is: only their drawing moves.
type move struct {
	start  Point // world
	nodes  []string
	notes  []string
	by     Point
	copied bool // the nodes are a copy made by this gesture
	single string
	edge   string // the node would be inserted there
	guides []guide

	middle        Point    // of the card that was taken hold of, where it was
	home, into    string   // the group it was in, and the one it would be in now
	loose, groups []string // what joins that group
	bounds        Rect     // around it
	stuck         bool     // it joins none
}

// guide is a line that a dragged card has snapped to.
type guide struct{ from, to Point }

// newMove takes the selection in the hand, by what the pointer hit.
func newMove(c *Canvas, p Pointer, h Hit, copied bool) gesture {
	s := c.editor.Selection()
	in := map[string]bool{}
	for _, id := range s.Nodes {
		in[id] = true
	}
	for _, g := range s.Groups {
		for _, id := range c.scene.members(g) {
			in[id] = true
		}
	}
	g := &move{start: c.view.World(p.At), notes: s.Notes, copied: copied}
	for _, id := range sortedKeys(in) {
		if card := c.scene.cards[id]; card != nil && !card.Node.Locked {
			g.nodes = append(g.nodes, id)
		}
	}
	if len(g.nodes)+len(g.notes) == 0 {
		c.say(wordHeldFast)
		return nil
	}
	if len(g.nodes) == 1 && len(g.notes) == 0 && len(c.scene.ends[g.nodes[0]]) == 0 {
		g.single = g.nodes[0]
	}
	c.scene.Lift(g.nodes, g.notes)
	g.middle = g.start
	if card := c.scene.cards[h.Node]; card != nil {
		g.middle = card.Bounds().Centre()
	}
	g.weigh(c)
	return g
}

func (g *move) move(c *Canvas, p Pointer) {
	by := c.view.World(p.At).Sub(g.start)
	g.guides = nil
	if p.Shift { // along one axis
		if math.Abs(by.X) > math.Abs(by.Y) {
			by.Y = 0
		} else {
			by.X = 0
		}
	}
	if p.Ctrl { // free of grid, guides and groups
		by = Point{math.Round(by.X), math.Round(by.Y)}
	} else {
		by = g.snap(c, by)
	}
	g.by, g.into = by, g.home
	if !p.Ctrl && !g.stuck {
		g.into = g.frame(c)
	}
	g.edge = ""
	if g.single != "" {
		g.edge = c.insertable(g.single, c.scene.cards[g.single].Bounds().Shift(by))
	}
	c.redraw()
}

// snap brings the first node in the hand to the line of a card in view, else
// to the grid.
func (g *move) snap(c *Canvas, by Point) Point {
	if len(g.nodes) == 0 {
		return Point{snapped(by.X), snapped(by.Y)}
	}
	home := c.scene.cards[g.nodes[0]].At()
	at := home.Add(by)
	to := Point{snapped(at.X), snapped(at.Y)}
	reach := guideReach / c.view.Zoom
	bestX, bestY := reach, reach
	var alignX, alignY *Card
	c.scene.cardAt.find(c.view.Visible(), func(id string) {
		o := c.scene.cards[id]
		if c.scene.lifted[id] {
			return
		}
		if d := math.Abs(o.At().X - at.X); d < bestX || d == bestX && alignX != nil && id < alignX.ID {
			bestX, alignX = d, o
		}
		if d := math.Abs(o.At().Y - at.Y); d < bestY || d == bestY && alignY != nil && id < alignY.ID {
			bestY, alignY = d, o
		}
	})
	if alignX != nil {
		to.X = alignX.At().X
	}
	if alignY != nil {
		to.Y = alignY.At().Y
	}
	if alignX != nil {
		g.guides = append(g.guides, between(alignX, to, Point{cardW / 2, 0}))
	}
	if alignY != nil {
		g.guides = append(g.guides, between(alignY, to, Point{0, portY}))
	}
	return to.Sub(home)
}

// between is the guide from one card's line to a card at a place.
func between(o *Card, to, line Point) guide {
	a, b := o.At().Add(line), to.Add(line)
	if line.X == 0 { // a horizontal line through the ports
		return guide{Point{min(a.X, b.X) - 24, a.Y}, Point{max(a.X, b.X) + cardW + 24, a.Y}}
	}
	return guide{Point{a.X, min(a.Y, b.Y) - 24}, Point{a.X, max(a.Y, b.Y) + cardH + 24}}
}

// snap is the nearest point of the grid.
func (p Point) snap() Point { return Point{snapped(p.X), snapped(p.Y)} }

func snapped(x float64) float64 { return math.Round(x/Grid) * Grid }

// insertable returns the edge under the middle of a card, if the node could
// be inserted there.
func (c *Canvas) insertable(node string, r Rect) string {
	mid := Point{r.Centre().X, r.Min.Y + portY}
	best, found := 24.0, ""
	c.scene.wireAt.find(box(mid.X, mid.Y, 0, 0).Grow(24), func(id string) {
		if d := c.scene.wires[id].Route.Dist(mid); d < best {
			best, found = d, id
		}
	})
	if found != "" && c.editor.CanInsert(node, found) {
		return found
	}
	return ""
}

func (g *move) up(c *Canvas, _ Pointer) {
	c.scene.Drop()
	if !g.copied {
		c.editor.Begin()
	}
	defer c.editor.End()
	if g.by == (Point{}) || !c.try(g.drop(c)) {
		return
	}
	if g.joins() {
		c.try(c.editor.Join(g.loose, g.groups, g.into))
	}
}

// drop puts what is in the hand where it is now.
func (g *move) drop(c *Canvas) error {
	if g.edge != "" {
		return c.editor.MoveInto(g.single, g.edge, g.by.Pair())
	}
	return c.editor.Move(append(g.nodes[:len(g.nodes):len(g.nodes)], g.notes...), g.by.Pair())
}

func (g *move) cancel(c *Canvas) {
	c.scene.Drop()
	if g.copied {
		c.editor.Cancel()
	}
}

func (g *move) rim() bool { return true }

// DropAt adds a node of a kind where the pointer let go of it, or inserts it
// in the edge there. Screen is in CSS pixels from the canvas's corner.
func (c *Canvas) DropAt(screen Point, kind string) {
	c.CarryOver(screen, kind)
	k := c.carry
	c.carry = nil
	c.redraw()
	if c.readOnly {
		return
	}
	_, err := c.Added(func() (string, error) {
		if k.edge != "" {
			return c.editor.AddInto(kind, k.at.Pair(), k.edge)
		}
		return c.editor.Add(kind, k.at.Pair())
	})
	c.try(err)
}

// Added adds a node by f, which returns its id: it becomes part of the group
// whose frame it comes to lie in. The two are one step.
func (c *Canvas) Added(f func() (string, error)) (string, error) {
	c.editor.Begin()
	defer c.editor.End()
	id, err := f()
	if card := c.scene.cards[id]; card != nil {
		if into := c.scene.frameAt(card.Bounds().Centre()); into != "" {
			c.try(c.editor.Join([]string{id}, nil, into))
		}
	}
	return id, err
}

// CarryOver shows where a kind dragged in from the palette would land.
func (c *Canvas) CarryOver(screen Point, kind string) {
	at := c.view.World(screen).Sub(Point{cardW / 2, cardH / 2})
	k := &carry{kind: kind, at: Point{snapped(at.X), snapped(at.Y)}}
	mid := c.view.World(screen)
	k.into = c.scene.frameAt(mid)
	best := 24.0
	c.scene.wireAt.find(box(mid.X, mid.Y, 0, 0).Grow(24), func(id string) {
		if d := c.scene.wires[id].Route.Dist(mid); d < best && c.editor.CanInsertKind(kind, id) {
			best, k.edge = d, id
		}
	})
	c.carry = k
	c.redraw()
}

// CarryEnd forgets the kind: it was dropped elsewhere.
func (c *Canvas) CarryEnd() {
	c.carry = nil
	c.redraw()
}

// Place adds a node of a kind where there is room: beside the selected node,
// else in the middle of the view. It is what a click in the palette does.
func (c *Canvas) Place(kind string) (string, error) {
	at := c.view.World(c.view.Size.Mul(0.5)).Sub(Point{cardW / 2, cardH / 2})
	if card := c.scene.cards[c.focus]; card != nil && c.editor.Selection().HasNode(c.focus) {
		at = card.At().Add(Point{cardW + 4*Grid, 0})
	}
	at = c.scene.room(Point{snapped(at.X), snapped(at.Y)})
	id, err := c.Added(func() (string, error) { return c.editor.Add(kind, at.Pair()) })
	if c.try(err) {
		c.Reveal(id)
	}
	return id, err
}

// room is the nearest place below at where a card covers no other.
func (s *Scene) room(at Point) Point { return s.roomFor(at, cardW, cardH) }

// roomFor is the nearest place below at where a rectangle covers no card.
func (s *Scene) roomFor(at Point, w, h float64) Point {
	for range design.MaxNodes {
		free := true
		s.cardAt.find(box(at.X, at.Y, w, h).Grow(Grid/2), func(string) { free = false })
		if free {
			return at
		}
		at.Y += Grid
	}
	return at
}
