package canvas

import (
	"math"

	"weir/app/layout"
)

// tidyLarge is how many nodes a layout has that the page would feel.
const tidyLarge = 300

// Tidy lays out the selected nodes, or all if fewer than two are selected,
// in one step (see layout.Tidy). Large designs are handed to the host.
func (c *Canvas) Tidy() bool {
	only := c.TidyScope()
	if c.host.Tidy != nil && c.tidyCount(only) >= tidyLarge {
		c.host.Tidy(only)
		return true
	}
	return c.Tidied(layout.Tidy(c.editor.Design(), only, nil))
}

func (c *Canvas) tidyCount(only []string) int {
	if only == nil {
		return len(c.scene.cards)
	}
	return len(only)
}

// TidyScope is which nodes Tidy lays out; nil stands for all.
func (c *Canvas) TidyScope() []string {
	only := c.editor.Selection().Nodes
	if len(only) < 2 {
		return nil
	}
	return only
}

// Tidied takes over the places that layout.Tidy found, here or in a worker,
// in one step. If everything was laid out it shows everything.
func (c *Canvas) Tidied(places map[string][2]float64) bool {
	notes := c.scene.companions(places)
	c.editor.Begin()
	defer c.editor.End()
	if len(places) == 0 || !c.try(c.editor.Tidy(places)) {
		return false
	}
	c.bring(notes)
	if only := c.TidyScope(); only == nil || len(only) == len(c.scene.cards) {
		c.Fit()
	}
	return true
}

// companion is the card that a comment is nearest to.
type companion struct {
	card string
	from Point // from the card's corner to the comment's
}

// companions finds the card of each comment, where that is to be moved.
func (s *Scene) companions(moved map[string][2]float64) map[string]companion {
	out := map[string]companion{}
	for id, n := range s.doc.Notes {
		r, best, found := NoteBounds(n), math.Inf(1), ""
		for _, card := range sortedKeys(s.cards) {
			if d := r.gap(s.cards[card].Bounds()); d < best {
				best, found = d, card
			}
		}
		if _, ok := moved[found]; ok {
			out[id] = companion{found, r.Min.Sub(s.cards[found].At())}
		}
	}
	return out
}

// bring puts comments to where their cards are now, and below what lies there:
// cards would cover them.
func (c *Canvas) bring(notes map[string]companion) {
	places := map[string][2]float64{}
	for id, x := range notes {
		r := NoteBounds(c.scene.doc.Notes[id])
		places[id] = c.scene.roomFor(c.scene.cards[x.card].At().Add(x.from), r.W(), r.H()).Pair()
	}
	if len(places) > 0 {
		c.try(c.editor.PlaceNotes(places))
	}
}
