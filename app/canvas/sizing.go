package canvas

// How near a pointer comes to the corner of a comment to take hold of it, CSS
// pixels.
const (
	cornerReach      = 10
	cornerReachTouch = 22
)

// cornerAt is the selected comment whose corner a pointer is at, "" if none.
func (c *Canvas) cornerAt(p Pointer) string {
	reach := cornerReach / c.view.Zoom
	if p.Touch {
		reach = cornerReachTouch / c.view.Zoom
	}
	if c.readOnly {
		return ""
	}
	for _, id := range c.editor.Selection().Notes {
		if NoteBounds(c.scene.doc.Notes[id]).Max.Dist(c.view.World(p.At)) <= reach {
			return id
		}
	}
	return ""
}

// sizing drags the corner of a comment.
type sizing struct {
	note       string
	start      Point // world
	size, wish [2]float64
}

func newSizing(c *Canvas, note string, p Pointer) gesture {
	r := NoteBounds(c.scene.doc.Notes[note])
	size := [2]float64{r.W(), r.H()}
	c.scene.Lift(nil, []string{note})
	return &sizing{note, c.view.World(p.At), size, size}
}

func (g *sizing) move(c *Canvas, p Pointer) {
	by := c.view.World(p.At).Sub(g.start)
	g.wish = [2]float64{g.size[0] + by.X, g.size[1] + by.Y}
	if !p.Ctrl {
		g.wish = [2]float64{snapped(g.wish[0]), snapped(g.wish[1])}
	}
	c.redraw()
}

func (g *sizing) up(c *Canvas, _ Pointer) {
	c.scene.Drop()
	if g.wish != g.size {
		c.editor.Begin()
		c.try(c.editor.SizeNote(g.note, g.wish))
		c.editor.End()
	}
}

func (g *sizing) cancel(c *Canvas) { c.scene.Drop() }
func (g *sizing) rim() bool        { return true }
