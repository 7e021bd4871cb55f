package canvas

import (
	"slices"

	"weir/app/edit"
	"weir/engine/component"
)

// Can reports whether a command would find something to do: menus offer
// only what can be done.
func (c *Canvas) Can(cmd Command) bool {
	if c.readOnly && edits[cmd] {
		return false
	}
	s := c.editor.Selection()
	nodes := len(s.Nodes)
	switch cmd {
	case FlowMotion:
		return !c.still
	case Undo:
		_, ok := c.editor.UndoLabel()
		return ok
	case Redo:
		_, ok := c.editor.RedoLabel()
		return ok
	case Copy, Cut, Duplicate:
		return nodes+len(s.Groups)+len(s.Notes) > 0
	case Delete, FitSelection, SelectNone:
		return !s.Empty()
	case DeleteHeal, Bypass, Lock, SelectUpstream, SelectDownstream:
		return nodes > 0
	case GroupNodes:
		return nodes+len(s.Groups) > 0
	case UngroupNodes, FoldGroup:
		return len(c.groupsOf(s)) > 0
	case JoinGroup:
		return len(c.editor.Joinable()) > 0
	case LeaveGroup:
		return c.editor.CanLeave()
	case ConnectFrom, Inspect:
		return nodes == 1 || c.focus != "" || cmd == Inspect && !s.Empty()
	case Rename:
		return nodes+len(s.Groups)+len(s.Notes) == 1
	}
	if a, ok := arrangements[cmd]; ok {
		return nodes >= a.least
	}
	return true
}

// arrangement is a way to line nodes up.
type arrangement struct {
	least int // how many nodes it takes
	do    func(*edit.Editor) error
}

func align(side edit.Side) arrangement {
	return arrangement{2, func(e *edit.Editor) error { return e.Align(side) }}
}

func distribute(across bool) arrangement {
	return arrangement{3, func(e *edit.Editor) error { return e.Distribute(across) }}
}

var arrangements = map[Command]arrangement{
	AlignLeft: align(edit.Left), AlignRight: align(edit.Right), AlignTop: align(edit.Top), AlignBottom: align(edit.Bottom),
	AlignColumn: align(edit.Columns), AlignRow: align(edit.Rows),
	DistributeAcross: distribute(true), DistributeDown: distribute(false),
}

// groupsOf returns the selected groups, else those right around the selected
// nodes.
func (c *Canvas) groupsOf(s edit.Selection) []string {
	if len(s.Groups) > 0 {
		return s.Groups
	}
	var out []string
	for _, id := range sortedKeys(c.scene.doc.Groups) {
		if slices.ContainsFunc(c.scene.doc.Groups[id].Nodes, s.HasNode) {
			out = append(out, id)
		}
	}
	return out
}

// fold folds groups to blocks or unfolds them, all in one step.
func (c *Canvas) fold() bool {
	groups := c.groupsOf(c.editor.Selection())
	if len(groups) == 0 {
		return false
	}
	c.editor.Begin()
	defer c.editor.End()
	for _, id := range groups {
		if !c.try(c.editor.ToggleCollapse(id)) {
			return false
		}
	}
	c.editor.Select(edit.Selection{Groups: groups})
	return true
}

// addNote puts a comment where a part asked for by keyboard would go, and
// opens it for typing.
func (c *Canvas) addNote() bool {
	at := c.view.World(c.addPlace())
	at = c.scene.room(at.snap()) // cards cover comments
	id, err := c.editor.AddNote(wordNote.In(c.scene.lang), at.Pair())
	if !c.try(err) {
		return false
	}
	c.glideTo(c.view.Reveal(NoteBounds(c.editor.Design().Notes[id])))
	if c.host.Rename != nil {
		c.host.Rename(Hit{Note: id})
	}
	return true
}

// sayCount reads out how many parts a command has selected.
func (c *Canvas) sayCount(f func()) func() bool {
	return func() bool {
		f()
		if n := len(c.editor.Selection().Nodes); c.host.Announce != nil {
			en := count(n, wordSelected.EN)
			if n == 1 {
				en = "1 part selected"
			}
			c.host.Announce(component.Text{EN: en, ZH: count(n, wordSelected.ZH)})
		}
		return true
	}
}

// menu opens the context menu by keyboard: of the node with the focus or of
// what is selected, else of the ground.
func (c *Canvas) menu() bool {
	if c.host.Menu == nil {
		return false
	}
	s := c.editor.Selection()
	at, h := c.view.Size.Mul(0.5), Hit{}
	switch card := c.scene.shown(c.focus); {
	case len(s.Groups) == 1 && len(s.Nodes) == 0:
		h = Hit{Group: s.Groups[0]}
	case len(s.Notes) == 1 && len(s.Nodes) == 0:
		h = Hit{Note: s.Notes[0]}
	case card != nil:
		if !s.HasNode(c.focus) {
			c.editor.SelectNodes(c.focus)
		}
		at, h = c.view.Screen(card.At().Add(Point{24, 24})), Hit{Node: c.focus}
	}
	c.host.Menu(at, h)
	return true
}
