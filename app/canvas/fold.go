package canvas

import (
	"weir/app/edit"
	"weir/engine/design"
)

// A folded group is drawn as one block the size of a card. What is in it is
// not drawn, cannot be hit, and the wires of its nodes end at the block.

// folds is which groups are blocks now.
type folds struct {
	block map[string]*Card  // outermost folded group -> what stands for it
	in    map[string]string // node -> the outermost folded group around it
}

// foldsOf finds the blocks of a design. A block lies where the top left
// corner of what it holds is.
func (s *Scene) foldsOf() folds {
	f := folds{}
	var walk func(id string, depth int)
	walk = func(id string, depth int) {
		g := s.doc.Groups[id]
		switch {
		case g == nil || depth > len(s.doc.Groups):
		case g.Collapsed:
			f.add(s, id)
		default:
			for _, inner := range g.Groups {
				walk(inner, depth+1)
			}
		}
	}
	for _, id := range s.outermost() {
		walk(id, 0)
	}
	return f
}

func (f *folds) add(s *Scene, group string) {
	members := edit.Members(s.doc, group)
	r := s.BoundsOf(members)
	if r.Empty() {
		return
	}
	if f.block == nil {
		f.block, f.in = map[string]*Card{}, map[string]string{}
	}
	f.block[group] = &Card{ID: group, Node: &design.Node{At: r.Min.Pair()}}
	for _, id := range members {
		f.in[id] = group
	}
}

// outermost returns the groups that lie in no other, sorted.
func (s *Scene) outermost() []string {
	inner := map[string]bool{}
	for _, g := range s.doc.Groups {
		for _, id := range g.Groups {
			inner[id] = true
		}
	}
	var out []string
	for _, id := range sortedKeys(s.doc.Groups) {
		if !inner[id] {
			out = append(out, id)
		}
	}
	return out
}

// refold brings the blocks up to date and marks the wires whose ends moved
// by that.
func (s *Scene) refold(reroute map[string]bool) {
	before := s.folds
	if len(before.block) == 0 && len(s.doc.Groups) == 0 {
		return
	}
	s.folds = s.foldsOf()
	for _, nodes := range []map[string]string{before.in, s.folds.in} {
		for id := range nodes {
			was, is := before.in[id], s.folds.in[id]
			if was == is && before.block[was].At() == s.folds.block[is].At() {
				continue
			}
			if card := s.cards[id]; card != nil {
				s.index(card)
				s.beside(id, reroute)
			}
			for _, e := range s.ends[id] {
				reroute[e] = true
			}
		}
	}
}

// index puts a card where it can be seen and hit, or takes it out if it lies
// in a folded group.
func (s *Scene) index(card *Card) {
	if s.hidden(card.ID) {
		if c, ok := s.cardAt.remove(card.ID); ok {
			s.touch(c)
		}
		return
	}
	left, came := s.cardAt.put(card.ID, card.Bounds())
	s.touch(left)
	s.touch(came)
}

// hidden reports whether a node lies in a folded group.
func (s *Scene) hidden(node string) bool { return s.folds.in[node] != "" }

// shown is what is drawn for a node: its card, or the block it lies in.
func (s *Scene) shown(node string) *Card {
	if b := s.folds.block[s.folds.in[node]]; b != nil {
		return b
	}
	return s.cards[node]
}
