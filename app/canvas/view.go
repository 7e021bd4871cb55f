package canvas

import "math"

// The zoom's range: the least shows 10,000 nodes, the greatest one card
// across a laptop's screen.
const (
	minZoom = 0.02
	maxZoom = 4
)

// View maps the world to the canvas element: screen = world · Zoom + Origin,
// screen in CSS pixels from the element's top left corner.
type View struct {
	Zoom   float64
	Origin Point
	Size   Point // of the element, CSS pixels
	full   bool  // everything is drawn at every zoom
}

// World is the place in the world under a point of the screen.
func (v View) World(screen Point) Point { return screen.Sub(v.Origin).Mul(1 / v.Zoom) }

// Screen is where a place of the world is on the screen.
func (v View) Screen(world Point) Point { return world.Mul(v.Zoom).Add(v.Origin) }

// Visible is the part of the world in view.
func (v View) Visible() Rect { return Rect{v.World(Point{}), v.World(v.Size)} }

// Pan is the view after the content moved by an offset on the screen.
func (v View) Pan(by Point) View {
	v.Origin = v.Origin.Add(by)
	return v
}

// ZoomAt is the view zoomed by a factor about a point of the screen: what is
// under the point stays under it.
func (v View) ZoomAt(screen Point, factor float64) View {
	fixed := v.World(screen)
	v.Zoom = clamp(v.Zoom*factor, minZoom, maxZoom)
	v.Origin = screen.Sub(fixed.Mul(v.Zoom))
	return v
}

// Centred is the view with a place of the world in its middle.
func (v View) Centred(world Point) View {
	v.Origin = v.Size.Mul(0.5).Sub(world.Mul(v.Zoom))
	return v
}

// Margins are left free around what a fit shows, CSS pixels: more below, where
// the controls float. fitZoom is the closest a fit goes.
const (
	fitMargin = 40
	fitTop    = 28
	fitBottom = 60
	fitZoom   = 1.25
)

// Fit is the view that shows all of r, in the middle of the room there is.
func (v View) Fit(r Rect) View {
	if r.Empty() || v.Size.X <= 0 || v.Size.Y <= 0 {
		return v
	}
	room := Point{max(v.Size.X-2*fitMargin, 1), max(v.Size.Y-fitTop-fitBottom, 1)}
	zoom := min(room.X/max(r.W(), 1), room.Y/max(r.H(), 1), fitZoom)
	return v.settled(r, zoom)
}

// settled is the view at a zoom with r in the middle of the room between the
// margins.
func (v View) settled(r Rect, zoom float64) View {
	v.Zoom = clamp(zoom, minZoom, maxZoom)
	v = v.Centred(r.Centre())
	v.Origin.Y -= (fitBottom - fitTop) / 2
	return v
}

// opening is the view at a readable zoom with r at its left: all of the
// design's height in the middle where it fits, else r at the top.
func (v View) opening(r, all Rect) View {
	v = v.settled(all, readable)
	if all.H()*v.Zoom > v.Size.Y-fitTop-fitBottom {
		v.Origin.Y = fitTop - r.Min.Y*v.Zoom
	}
	v.Origin.X = fitMargin/2 - r.Min.X*v.Zoom
	return v
}

// Reveal is the view moved as little as needed to show r with a margin.
func (v View) Reveal(r Rect) View {
	s := Rect{v.Screen(r.Min), v.Screen(r.Max)}
	v.Origin.X += nudgeInto(s.Min.X, s.Max.X, v.Size.X)
	v.Origin.Y += nudgeInto(s.Min.Y, s.Max.Y, v.Size.Y)
	return v
}

// nudgeInto is how far lo..hi must move to lie in 0..size with a margin.
func nudgeInto(lo, hi, size float64) float64 {
	margin := min(fitMargin, size/8)
	switch {
	case lo < margin:
		return margin - lo
	case hi > size-margin:
		return max(size-margin-hi, margin-lo)
	}
	return 0
}

// between is the view a part t (0…1) of the way from v to w: the zoom moves
// by ratio, and the middle of the screen in a straight line.
func (v View) between(w View, t float64) View {
	a, b := v.World(v.Size.Mul(0.5)), w.World(w.Size.Mul(0.5))
	mid := w
	mid.Zoom = v.Zoom * math.Pow(w.Zoom/v.Zoom, t)
	return mid.Centred(a.Add(b.Sub(a).Mul(t)))
}

// Detail is how much of a card is drawn.
type Detail uint8

// The levels of detail.
const (
	Dot   Detail = iota // a filled block, coloured by its state
	Block               // a block with its family's stripe and its load
	Brief               // icon, title and load
	Full                // everything
)

// Detail returns the level for the zoom.
func (v View) Detail() Detail {
	switch {
	case v.full:
		return Full
	case v.Zoom >= 0.6:
		return Full
	case v.Zoom >= 0.35:
		return Brief
	case v.Zoom >= 0.15:
		return Block
	}
	return Dot
}
