package canvas

import "weir/app/layout"

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
	if len(places) == 0 || !c.try(c.editor.Tidy(places)) {
		return false
	}
	if only := c.TidyScope(); only == nil || len(only) == len(c.scene.cards) {
		c.Fit()
	}
	return true
}
