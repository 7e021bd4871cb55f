package canvas

import "weir/app/layout"

// Tidy lays out the selected nodes, or all if fewer than two are selected,
// in one step (see layout.Tidy).
func (c *Canvas) Tidy() bool {
	only := c.TidyScope()
	return c.Tidied(layout.Tidy(c.editor.Design(), only, nil))
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
	if c.TidyScope() == nil {
		c.Fit()
	}
	return true
}
