package canvas

import "weir/engine/component"

// Command is something a key or a button does.
type Command string

// The commands. Those from Save on are the page's.
const (
	Undo             Command = "undo"
	Redo             Command = "redo"
	Copy             Command = "copy"
	Cut              Command = "cut"
	Paste            Command = "paste"
	PasteWired       Command = "paste-wired"
	Duplicate        Command = "duplicate"
	Delete           Command = "delete"
	DeleteHeal       Command = "delete-heal"
	SelectAll        Command = "select-all"
	SelectNone       Command = "select-none"
	SelectUpstream   Command = "select-upstream"
	SelectDownstream Command = "select-downstream"
	ZoomIn           Command = "zoom-in"
	ZoomOut          Command = "zoom-out"
	ZoomActual       Command = "zoom-actual"
	FitAll           Command = "fit-all"
	FitSelection     Command = "fit-selection"
	QuickAddHere     Command = "quick-add"
	NudgeLeft        Command = "nudge-left"
	NudgeRight       Command = "nudge-right"
	NudgeUp          Command = "nudge-up"
	NudgeDown        Command = "nudge-down"
	NudgeLeftFar     Command = "nudge-left-far"
	NudgeRightFar    Command = "nudge-right-far"
	NudgeUpFar       Command = "nudge-up-far"
	NudgeDownFar     Command = "nudge-down-far"
	WalkLeft         Command = "walk-left"
	WalkRight        Command = "walk-right"
	WalkUp           Command = "walk-up"
	WalkDown         Command = "walk-down"
	AddLeft          Command = "add-left"
	AddRight         Command = "add-right"
	AddUp            Command = "add-up"
	AddDown          Command = "add-down"
	ConnectFrom      Command = "connect"
	GroupNodes       Command = "group"
	UngroupNodes     Command = "ungroup"
	Inspect          Command = "inspect"
	Rename           Command = "rename"
	Bypass           Command = "bypass"
	Lock             Command = "lock"
	TidyUp           Command = "tidy"
	ContextMenu      Command = "menu"
	FoldGroup        Command = "fold"
	LeaveGroup       Command = "leave-group"
	AddNote          Command = "note"
	AlignLeft        Command = "align-left"
	AlignRight       Command = "align-right"
	AlignTop         Command = "align-top"
	AlignBottom      Command = "align-bottom"
	AlignColumn      Command = "align-column"
	AlignRow         Command = "align-row"
	DistributeAcross Command = "distribute-across"
	DistributeDown   Command = "distribute-down"

	Save     Command = "save"
	Open     Command = "open"
	Export   Command = "export"
	Palette  Command = "command-palette"
	Find     Command = "find"
	Help     Command = "help"
	Simulate Command = "simulate"

	JoinGroup Command = "join-group" // the page asks which

	MapStyle    Command = "map-style"    // drag pans, wheel zooms; or not
	SquareEdges Command = "square-edges" // edges in right angles; or curved
	FlowMotion  Command = "flow-motion"  // marks run along the edges, or not
	SingleKeys  Command = "single-keys"  // shortcuts of one key on or off
)

// edits tells which commands change the document: none of them works on a
// canvas that is read only.
var edits = map[Command]bool{
	Undo: true, Redo: true, Cut: true, Paste: true, PasteWired: true, Duplicate: true, Delete: true, DeleteHeal: true,
	QuickAddHere: true, NudgeLeft: true, NudgeRight: true, NudgeUp: true, NudgeDown: true,
	NudgeLeftFar: true, NudgeRightFar: true, NudgeUpFar: true, NudgeDownFar: true,
	AddLeft: true, AddRight: true, AddUp: true, AddDown: true, ConnectFrom: true, GroupNodes: true, UngroupNodes: true,
	Rename: true, Bypass: true, Lock: true, TidyUp: true, FoldGroup: true, AddNote: true,
	AlignLeft: true, AlignRight: true, AlignTop: true, AlignBottom: true, AlignColumn: true, AlignRow: true,
	DistributeAcross: true, DistributeDown: true, JoinGroup: true, LeaveGroup: true,
}

// Do carries out a command. It reports whether there was anything to do; a
// command that is the page's is handed to Host.Command.
func (c *Canvas) Do(cmd Command) bool {
	if c.readOnly && edits[cmd] {
		return false
	}
	defer c.redraw()
	switch cmd {
	case Copy, Cut, Paste, PasteWired:
		return c.clipboard != nil && c.clipboard(cmd)
	}
	if f := c.own(cmd); f != nil {
		return c.told(cmd, f)
	}
	return c.host.Command != nil && c.host.Command(cmd)
}

// told does a command and reads out by name what it has changed: whoever
// cannot see it learns that it was done.
func (c *Canvas) told(cmd Command, f func() bool) bool {
	before, how := c.editor.Version(), component.Text{}
	what, _ := c.editor.UndoLabel()
	if cmd == Redo {
		what, _ = c.editor.RedoLabel()
	}
	done := f()
	switch {
	case c.editor.Version() == before || c.host.Announce == nil:
		return done
	case cmd == Undo:
		how = wordUndone
	case cmd == Redo:
		how = wordRedone
	default:
		what, _ = c.editor.UndoLabel()
	}
	c.host.Announce(component.Text{EN: how.EN + what.EN, ZH: how.ZH + what.ZH})
	return done
}

// own returns what does a command of the canvas, nil if it is the page's.
func (c *Canvas) own(cmd Command) func() bool {
	e := c.editor
	done := func(err error) func() bool { return func() bool { return c.try(err) } }
	always := func(f func()) func() bool { return func() bool { f(); return true } }
	switch cmd {
	case Undo:
		return e.Undo
	case Redo:
		return e.Redo
	case Duplicate:
		return done(e.Duplicate([2]float64{2 * Grid, 2 * Grid}, false))
	case Delete:
		return done(e.DeleteSelection(false))
	case DeleteHeal:
		return done(e.DeleteSelection(true))
	case SelectAll:
		return c.sayCount(e.SelectAll)
	case SelectNone:
		return c.letGo
	case SelectUpstream:
		return c.sayCount(e.SelectUpstream)
	case SelectDownstream:
		return c.sayCount(e.SelectDownstream)
	case GroupNodes:
		_, err := e.Group()
		return done(err)
	case UngroupNodes:
		return done(e.Ungroup())
	case TidyUp:
		return c.Tidy
	case ContextMenu:
		return c.menu
	case FoldGroup:
		return c.fold
	case AddNote:
		return c.addNote
	case LeaveGroup:
		return done(e.Leave())
	case Bypass:
		return done(e.ToggleBypass())
	case Lock:
		return done(e.ToggleLock())
	}
	if a, ok := arrangements[cmd]; ok {
		return done(a.do(e))
	}
	if f := c.viewCommand(cmd); f != nil {
		return always(f)
	}
	return c.focusCommand(cmd)
}

func (c *Canvas) viewCommand(cmd Command) func() {
	middle := c.view.Size.Mul(0.5)
	switch cmd {
	case ZoomIn:
		return func() { c.glideTo(c.view.ZoomAt(middle, 1.25)) }
	case ZoomOut:
		return func() { c.glideTo(c.view.ZoomAt(middle, 0.8)) }
	case ZoomActual:
		return func() { c.glideTo(c.view.ZoomAt(middle, 1/c.view.Zoom)) }
	case FitAll:
		return c.Fit
	case FitSelection:
		return c.FitSelection
	}
	return nil
}

// letGo is what Esc does: it takes back what is going on, else deselects.
func (c *Canvas) letGo() bool {
	switch {
	case c.abort():
	case c.tapped != nil:
		c.tapped = nil
	case c.lit != nil:
		c.lit = nil
	case !c.editor.Selection().Empty():
		c.editor.SelectNone()
	default:
		return false
	}
	return true
}
