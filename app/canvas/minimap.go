package canvas

// Measures of the minimap, CSS pixels.
const (
	miniW      = 164
	miniH      = 80
	miniInset  = 12
	miniPad    = 8
	miniLeastW = 560 // a narrower canvas shows none
	miniLeastH = 280
)

// minimap is where the overview lies on the screen; nothing if it is hidden:
// on small canvases, and where all there is is in view anyway.
func (c *Canvas) minimap() Rect {
	if c.view.Size.X < miniLeastW || c.view.Size.Y < miniLeastH || len(c.scene.cards) < 2 || c.view.Visible().Holds(c.scene.Bounds()) {
		return nothing
	}
	return box(c.view.Size.X-miniW-miniInset, c.view.Size.Y-miniH-miniInset, miniW, miniH)
}

// overviewView maps the world to the minimap's rectangle: all cards and what
// is in view.
func (c *Canvas) overviewView(r Rect) View {
	all := c.scene.Bounds()
	v := View{Size: Point{r.W(), r.H()}}
	room := Point{r.W() - 2*miniPad, r.H() - 2*miniPad}
	v.Zoom = min(room.X/max(all.W(), 1), room.Y/max(all.H(), 1), 0.2)
	v = v.Centred(all.Centre())
	v.Origin = v.Origin.Add(r.Min)
	return v
}

// overview drags the view about in the minimap.
type overview struct{}

func (g *overview) move(c *Canvas, p Pointer) {
	r := c.minimap()
	if r.Empty() {
		return
	}
	c.setView(c.view.Centred(c.overviewView(r).World(p.At)))
}

func (g *overview) up(*Canvas, Pointer) {}
func (g *overview) cancel(*Canvas)      {}
func (g *overview) rim() bool           { return false }
