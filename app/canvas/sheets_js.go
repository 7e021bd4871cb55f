//go:build js && wasm

package canvas

import (
	"syscall/js"

	"weir/app/icon"
)

// leaf is the drawing of a tile as the browser keeps it.
type leaf struct {
	paths [parts][]inked
	icons []inked // n: family; one path for all icons of a family
	dots  []inked
}

// inked is a path and the variant of its part.
type inked struct {
	n    uint8
	path js.Value
}

// sheets keeps the tiles that were drawn.
type sheets struct {
	scene  *Scene
	leaves map[tile]*leaf
	icons  map[string]iconPaths
}

// leafLimit is how many tiles are kept: several screens at every level.
const leafLimit = 600

type iconPaths struct{ path, dots js.Value }

func newSheets(s *Scene) *sheets {
	return &sheets{scene: s, leaves: map[tile]*leaf{}, icons: map[string]iconPaths{}}
}

// refresh forgets the tiles whose cells changed.
func (s *sheets) refresh() {
	for c := range s.scene.dirty {
		for d := Dot; d <= Full; d++ {
			delete(s.leaves, tileOf(d, c))
		}
	}
	clear(s.scene.dirty)
}

// visible calls f for the tiles in view, cards and wires told apart: a tile
// may be in view for a long wire alone.
func (s *sheets) visible(view Rect, d Detail, f func(l *leaf, cards, wires bool)) {
	type seen struct{ cards, wires bool }
	in := map[tile]seen{}
	s.scene.cardAt.near(view.Grow(16), func(c cell, _ *bucket[string]) {
		t := tileOf(d, c)
		in[t] = seen{true, in[t].wires}
	})
	s.scene.wireAt.near(view, func(c cell, _ *bucket[string]) {
		t := tileOf(d, c)
		in[t] = seen{in[t].cards, true}
	})
	for t, v := range in {
		f(s.leaf(t), v.cards, v.wires)
	}
}

func (s *sheets) leaf(t tile) *leaf {
	l := s.leaves[t]
	if l == nil {
		if len(s.leaves) >= leafLimit {
			clear(s.leaves)
		}
		l = s.make(s.scene.draw(t))
		s.leaves[t] = l
	}
	return l
}

// make turns a sheet into paths the browser keeps.
func (s *sheets) make(sh sheet) *leaf {
	l := &leaf{}
	for k, b := range sh.paths {
		l.paths[k.part] = append(l.paths[k.part], inked{k.n, path(b)})
	}
	byFamily := map[uint8][2]js.Value{}
	for _, g := range sh.glyphs {
		p, ok := byFamily[g.family]
		if !ok {
			p = [2]js.Value{path(nil), path(nil)}
			byFamily[g.family] = p
		}
		ic := s.icon(g.icon)
		inner := g.size * 20 / 28
		scale := inner / icon.Grid
		at := map[string]any{"a": scale, "d": scale, "e": g.at.X + (g.size-inner)/2, "f": g.at.Y + (g.size-inner)/2}
		p[0].Call("addPath", ic.path, at)
		if !ic.dots.IsUndefined() {
			p[1].Call("addPath", ic.dots, at)
		}
	}
	for n, p := range byFamily {
		l.icons = append(l.icons, inked{n, p[0]})
		l.dots = append(l.dots, inked{n, p[1]})
	}
	return l
}

func (s *sheets) icon(name string) iconPaths {
	p, ok := s.icons[name]
	if !ok {
		i := icon.Get(name)
		p = iconPaths{path: path([]byte(i.Path)), dots: js.Undefined()}
		if i.Dots != "" {
			p.dots = path([]byte(i.Dots))
		}
		s.icons[name] = p
	}
	return p
}
