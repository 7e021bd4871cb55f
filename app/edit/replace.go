package edit

import "weir/engine/design"

// Replace puts another design in the place of the document as one step that
// undoes. Parts that are equal in both stay the very same.
func (e *Editor) Replace(d *design.Design) error {
	return e.Do(labelReplace, func(t *Tx) error {
		supplant(&t.classes, d.Classes)
		supplant(&t.pools, d.Pools)
		supplant(&t.nodes, d.Nodes)
		supplant(&t.edges, d.Edges)
		supplant(&t.scenarios, d.Scenarios)
		supplant(&t.groups, d.Groups)
		supplant(&t.notes, d.Notes)
		t.root, t.newRoot = root{d.Title, d.Settings, d.Objectives}, true
		t.sel = Selection{}
		return nil
	})
}

func supplant[T any](s *shelf[T], parts map[string]*T) {
	for _, id := range keys(s.parts) {
		if parts[id] == nil {
			s.put(id, nil)
		}
	}
	for _, id := range keys(parts) {
		s.put(id, parts[id])
	}
}
