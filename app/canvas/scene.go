package canvas

import (
	"maps"
	"slices"

	"weir/app/edit"
	"weir/app/layout"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/report"
)

// Measures of a card, world pixels.
const (
	cardW   = layout.CardW
	cardH   = layout.CardH
	portY   = 54 // of the first port, from the top
	portGap = 26
	blockY  = 22 // of the block that stands for a card, from its top
	blockH  = 64
)

// Card is a node as it is drawn.
type Card struct {
	ID    string
	Node  *design.Node
	Kind  *component.Kind // nil: a kind this build does not know
	Ports []Port
	load  load
	face  *Face // built when first seen
}

// Port is a port of a card.
type Port struct {
	component.Port
	Out bool
	At  Point // from the card's top left corner
}

// At is the card's top left corner.
func (c *Card) At() Point { return point(c.Node.At) }

// Bounds is the card's rectangle.
func (c *Card) Bounds() Rect { return box(c.Node.At[0], c.Node.At[1], cardW, cardH) }

// Port returns a port by direction and name.
func (c *Card) Port(out bool, name string) (Port, bool) {
	for _, p := range c.Ports {
		if p.Out == out && p.Name == name {
			return p, true
		}
	}
	return Port{}, false
}

// Wire is an edge as it is drawn.
type Wire struct {
	ID     string
	Edge   *design.Edge
	Route  Route
	Label  component.Text // of its output port where the node has several
	within bool           // both ends lie in one folded group: it is not drawn
	width  uint8          // in half pixels, from 3 to 12
	flow   uint8          // type of its output port, as an index of portTypes
	load   flow
}

// Scene is the design as it is drawn: cards and wires with their places. It
// follows the editor by its changes and the engine by its reports.
type Scene struct {
	doc    *design.Design
	cards  map[string]*Card
	wires  map[string]*Wire
	ends   map[string][]string // node -> its edges, unordered
	bent   map[string]Rect     // wires that looked for a way round, and where
	groups []*Frame            // outermost first
	folds  folds
	square bool // edges run in right angles
	cardAt *index[string]
	wireAt *index[string]
	lifted map[string]bool // nodes in the hand: drawn on top, not in tiles
	dirty  map[cell]bool   // cells whose drawing is out of date

	heldGroups map[string]bool  // all of them is in the hand
	open       map[string]*open // a part of them is
	heldNotes  map[string]bool
	report     *report.Report
	states     states
	lang       string
	around     Rect // of all cards, kept until they move
	moved      bool
	stamp      uint64 // grows whenever something in a tile changes
	rest       uint64 // the same, but for what is taken in the hand
	blots      []blot // where that was, for who keeps pictures of the tiles
}

func newScene() *Scene {
	s := &Scene{}
	s.Load(edit.Blank())
	return s
}

// Load shows another design.
func (s *Scene) Load(d *design.Design) {
	lang, stamp, rest := s.lang, s.stamp+1, s.rest+1
	*s = Scene{
		doc: d, square: s.square, cards: map[string]*Card{}, wires: map[string]*Wire{}, ends: map[string][]string{}, bent: map[string]Rect{},
		cardAt: newIndex[string](), wireAt: newIndex[string](), lifted: map[string]bool{}, dirty: s.dirty, lang: lang, moved: true, stamp: stamp, rest: rest,
	}
	if s.dirty == nil {
		s.dirty = map[cell]bool{}
	}
	for id, n := range d.Nodes { // all cards first: wires give way to them
		s.setCard(id, n)
	}
	s.refold(map[string]bool{})
	for id, e := range d.Edges {
		s.setWire(id, e)
	}
	s.frame()
}

// Update follows a change of the document.
func (s *Scene) Update(d *design.Design, c edit.Change) {
	if c.Whole {
		s.Load(d)
		return
	}
	s.doc = d
	reroute := map[string]bool{}
	for _, id := range c.Nodes {
		s.beside(id, reroute)
		s.setCard(id, d.Nodes[id])
		s.beside(id, reroute)
		for _, e := range s.ends[id] {
			reroute[e] = true
		}
	}
	for _, id := range c.Edges {
		reroute[id] = true
	}
	if len(c.Groups)+len(c.Nodes) > 0 {
		s.refold(reroute)
	}
	for id := range reroute {
		s.setWire(id, d.Edges[id])
	}
	if len(c.Groups)+len(c.Nodes) > 0 {
		s.frame()
	}
}

// beside marks the wires that pass a card near enough that they may have to
// give way to it, or no longer need to.
func (s *Scene) beside(card string, mark map[string]bool) {
	c := s.cards[card]
	if c == nil {
		return
	}
	r := c.Bounds().Grow(detourMargin)
	s.wireAt.find(r, func(id string) { mark[id] = true })
	for id, region := range s.bent {
		if region.Meets(r) {
			mark[id] = true
		}
	}
}

func (s *Scene) touch(c cell) {
	s.dirty[c] = true
	s.stamp++
	s.rest++
}

// setCard adds, replaces or (n nil) removes a card.
func (s *Scene) setCard(id string, n *design.Node) {
	s.moved = true
	if n == nil {
		delete(s.cards, id)
		delete(s.lifted, id)
		if c, ok := s.cardAt.remove(id); ok {
			s.touch(c)
		}
		return
	}
	card := &Card{ID: id, Node: n}
	if k, ok := component.Lookup(n.Kind); ok {
		card.Kind = k
		card.Ports = layPorts(k)
	}
	if s.report != nil {
		card.load = s.states.load(card, s.report)
	}
	s.cards[id] = card
	s.index(card)
}

// layPorts puts inputs on the left side and outputs on the right.
func layPorts(k *component.Kind) []Port {
	ports := make([]Port, 0, len(k.In)+len(k.Out))
	for i, p := range k.In {
		ports = append(ports, Port{p, false, Point{0, portHeight(i, len(k.In))}})
	}
	for i, p := range k.Out {
		ports = append(ports, Port{p, true, Point{cardW, portHeight(i, len(k.Out))}})
	}
	return ports
}

// portHeight keeps the first port in the row's line where it can: one or two
// ports hang from it, three stand about it, more share the side.
func portHeight(i, n int) float64 {
	switch {
	case n <= 2:
		return portY + float64(i)*portGap
	case n == 3:
		return portY + float64(i-1)*portGap
	}
	return 20 + float64(i)*(cardH-40)/float64(n-1)
}

// setWire adds, replaces or (e nil) removes a wire. A wire to a port that
// does not exist is drawn to where a first port would be.
func (s *Scene) setWire(id string, e *design.Edge) {
	delete(s.bent, id)
	if old := s.wires[id]; old != nil {
		s.unhook(old.Edge.From.Node(), id)
		s.unhook(old.Edge.To.Node(), id)
	}
	a, b := s.wireEnds(e)
	if a == nil || b == nil {
		delete(s.wires, id)
		if c, ok := s.wireAt.remove(id); ok {
			s.touch(c)
		}
		return
	}
	w := &Wire{ID: id, Edge: e, width: 3, flow: uint8(len(portTypes) - 1)}
	if p, ok := a.Port(true, e.From.Port()); ok {
		w.flow = typeOf(p)
	}
	w.Route, w.Label = s.wireRoute(e, a, b, Point{}, Point{})
	var region Rect
	if a == b && s.hidden(e.From.Node()) {
		w.within = true
	} else if w.Route, region = s.clear(w.Route, a, b); !region.Empty() {
		s.bent[id] = region
	}
	if s.report != nil {
		w.load, w.width = wireLoad(s.report.Edges[id])
	}
	s.wires[id] = w
	from, to := e.From.Node(), e.To.Node()
	s.ends[from] = append(s.ends[from], id)
	if from != to {
		s.ends[to] = append(s.ends[to], id)
	}
	if w.within {
		if c, ok := s.wireAt.remove(id); ok {
			s.touch(c)
		}
		return
	}
	left, came := s.wireAt.put(id, w.Route.Bounds().Grow(6))
	s.touch(left)
	s.touch(came)
}

func (s *Scene) wireEnds(e *design.Edge) (a, b *Card) {
	if e == nil {
		return nil, nil
	}
	return s.shown(e.From.Node()), s.shown(e.To.Node())
}

func (s *Scene) unhook(node, edge string) {
	ids := s.ends[node]
	if i := slices.Index(ids, edge); i >= 0 {
		ids[i] = ids[len(ids)-1]
		s.ends[node] = ids[:len(ids)-1]
	}
}

// wireRoute finds the line of an edge with its cards moved by offsets.
func (s *Scene) wireRoute(e *design.Edge, a, b *Card, da, db Point) (Route, component.Text) {
	ra, rb := a.Bounds().Shift(da), b.Bounds().Shift(db)
	from, to := Point{cardW, portY}, Point{0, portY}
	var label component.Text
	if p, ok := a.Port(true, e.From.Port()); ok {
		from = p.At
		if a.Kind != nil && len(a.Kind.Out) > 1 {
			label = p.Label
		}
	}
	if p, ok := b.Port(false, e.To.Port()); ok {
		to = p.At
	}
	lay := route
	if s.square {
		lay = squareRoute
	}
	return lay(ra.Min.Add(from), rb.Min.Add(to), ra, rb, runsDown(ra, rb, e.Async)), label
}

// Lift takes nodes and their wires, notes, and the groups of which all nodes
// are taken, out of what rests; Drop puts all back.
func (s *Scene) Lift(nodes, notes []string) {
	for _, id := range nodes {
		s.setLifted(id, true)
	}
	s.heldNotes = set(notes)
	s.take()
	s.blotHeld()
}

// Drop puts what was lifted back.
func (s *Scene) Drop() {
	for id := range maps.Clone(s.lifted) {
		s.setLifted(id, false)
	}
	s.blotHeld()
	if len(s.heldNotes) > 0 {
		s.rest++
	}
	s.heldGroups, s.open, s.heldNotes = nil, nil, nil
}

// blotHeld marks where the groups and notes in the hand rest.
func (s *Scene) blotHeld() {
	for _, f := range s.groups {
		if !s.resting(f) {
			s.blots = append(s.blots, blot{box: f.Bounds})
		}
	}
	for id := range s.heldNotes {
		if n := s.doc.Notes[id]; n != nil {
			s.blots = append(s.blots, blot{box: NoteBounds(n)})
		}
	}
}

// resting reports whether nothing of a group is in the hand.
func (s *Scene) resting(f *Frame) bool { return !s.heldGroups[f.ID] && s.open[f.ID] == nil }

func (s *Scene) setLifted(id string, on bool) {
	if on {
		s.lifted[id] = true
	} else {
		delete(s.lifted, id)
		s.rest++ // what was in the hand may come to lie elsewhere
	}
	s.stamp++
	if c, ok := s.cardAt.where[id]; ok {
		s.dirty[c] = true
		s.blots = append(s.blots, blot{box: s.cards[id].Bounds()})
	}
	for _, e := range s.ends[id] {
		if c, ok := s.wireAt.where[e]; ok {
			s.dirty[c] = true
			s.blots = append(s.blots, blot{s.wires[e].Route.Bounds(), e})
		}
	}
}

// inTile reports whether a wire belongs in a tile: not while an end is in
// the hand.
func (s *Scene) inTile(w *Wire) bool {
	return len(s.lifted) == 0 || !s.lifted[w.Edge.From.Node()] && !s.lifted[w.Edge.To.Node()]
}

// Bounds is the least rectangle around everything drawn; nothing where there
// is nothing.
func (s *Scene) Bounds() Rect {
	if s.moved {
		s.around, s.moved = s.cardAt.bounds(), false
		for _, f := range s.groups {
			s.around = s.around.Union(f.Bounds)
		}
		for _, id := range sortedKeys(s.doc.Notes) {
			s.around = s.around.Union(NoteBounds(s.doc.Notes[id]))
		}
	}
	return s.around
}

// BoundsOf is the least rectangle around some nodes.
func (s *Scene) BoundsOf(ids []string) Rect {
	r := nothing
	for _, id := range ids {
		if c := s.cards[id]; c != nil {
			r = r.Union(c.Bounds())
		}
	}
	return r
}

// NoteBounds is the rectangle of a comment.
func NoteBounds(n *design.Note) Rect {
	w, h := n.Size[0], n.Size[1]
	if w <= 0 || h <= 0 {
		w, h = cardW, 96
	}
	return box(n.At[0], n.At[1], w, h)
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }

// PortPlace is where a port of a node lies in the world: for who wants to
// point at it from outside, as browser tests do.
func (c *Canvas) PortPlace(node, port string, out bool) (Point, bool) {
	card := c.scene.cards[node]
	if card == nil {
		return Point{}, false
	}
	p, ok := card.Port(out, port)
	return card.At().Add(p.At), ok
}

// first is the card where the work begins: the leftmost source that shows,
// else the leftmost card; nil if none shows.
func (s *Scene) first() *Card {
	var best *Card
	for _, id := range slices.Sorted(maps.Keys(s.cards)) {
		c := s.cards[id]
		if s.hidden(id) {
			continue
		}
		if best == nil || begins(c) && !begins(best) || begins(c) == begins(best) && c.Node.At[0] < best.Node.At[0] {
			best = c
		}
	}
	return best
}

// begins reports whether work begins at a card.
func begins(c *Card) bool { return c.Kind != nil && c.Kind.Family == component.Sources }
