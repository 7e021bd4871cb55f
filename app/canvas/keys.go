package canvas

import "strings"

// Key is a key press, by the KeyboardEvent's key. Ctrl is Ctrl or Cmd.
type Key struct {
	Key string
	Mods
	Typing bool // a text field has focus or text is being composed
}

// scope tells where a key works.
type scope uint8

const (
	onCanvas   scope = iota // while the canvas has focus
	everywhere              // on the whole page
)

// binding is one key of a command.
type binding struct {
	key   string // as KeyboardEvent.key; letters in lower case
	mods  Mods
	cmd   Command
	scope scope
}

var (
	plain     = Mods{}
	ctrl      = Mods{Ctrl: true}
	shift     = Mods{Shift: true}
	alt       = Mods{Alt: true}
	ctrlShift = Mods{Ctrl: true, Shift: true}
	shiftAlt  = Mods{Shift: true, Alt: true}
)

// bindings is the keyboard map.
var bindings = []binding{
	{"z", ctrl, Undo, everywhere},
	{"z", ctrlShift, Redo, everywhere},
	{"y", ctrl, Redo, everywhere},
	{"c", ctrl, Copy, onCanvas},
	{"x", ctrl, Cut, onCanvas},
	{"v", ctrl, Paste, onCanvas},
	{"v", ctrlShift, PasteWired, onCanvas},
	{"d", ctrl, Duplicate, everywhere},
	{"Delete", plain, Delete, onCanvas},
	{"Backspace", plain, Delete, onCanvas},
	{"Delete", ctrl, DeleteHeal, onCanvas},
	{"Backspace", ctrl, DeleteHeal, onCanvas},
	{"a", ctrl, SelectAll, everywhere},
	{"Escape", plain, SelectNone, onCanvas},
	{"+", ctrl, ZoomIn, everywhere},
	{"+", ctrlShift, ZoomIn, everywhere},
	{"=", ctrl, ZoomIn, everywhere},
	{"-", ctrl, ZoomOut, everywhere},
	{"0", ctrl, ZoomActual, everywhere},
	{"1", shift, FitAll, onCanvas},
	{"!", shift, FitAll, onCanvas},
	{"2", shift, FitSelection, onCanvas},
	{"@", shift, FitSelection, onCanvas},
	{"Tab", plain, QuickAddHere, onCanvas},
	{"/", plain, QuickAddHere, onCanvas},
	{"k", ctrl, Palette, everywhere},
	{"p", ctrlShift, Palette, everywhere},
	{"f", ctrl, Find, everywhere},
	{"ArrowLeft", plain, NudgeLeft, onCanvas},
	{"ArrowRight", plain, NudgeRight, onCanvas},
	{"ArrowUp", plain, NudgeUp, onCanvas},
	{"ArrowDown", plain, NudgeDown, onCanvas},
	{"ArrowLeft", shift, NudgeLeftFar, onCanvas},
	{"ArrowRight", shift, NudgeRightFar, onCanvas},
	{"ArrowUp", shift, NudgeUpFar, onCanvas},
	{"ArrowDown", shift, NudgeDownFar, onCanvas},
	{"ArrowLeft", alt, WalkLeft, onCanvas},
	{"ArrowRight", alt, WalkRight, onCanvas},
	{"ArrowUp", alt, WalkUp, onCanvas},
	{"ArrowDown", alt, WalkDown, onCanvas},
	{"ArrowLeft", ctrl, AddLeft, onCanvas},
	{"ArrowRight", ctrl, AddRight, onCanvas},
	{"ArrowUp", ctrl, AddUp, onCanvas},
	{"ArrowDown", ctrl, AddDown, onCanvas},
	{"c", plain, ConnectFrom, onCanvas},
	{"ArrowLeft", shiftAlt, SelectUpstream, onCanvas},
	{"ArrowRight", shiftAlt, SelectDownstream, onCanvas},
	{"g", ctrl, GroupNodes, everywhere},
	{"g", ctrlShift, UngroupNodes, everywhere},
	{"Enter", plain, Inspect, onCanvas},
	{"F2", plain, Rename, onCanvas},
	{"F10", shift, ContextMenu, onCanvas},
	{"ContextMenu", plain, ContextMenu, onCanvas},
	{"b", ctrl, Bypass, everywhere},
	{"l", ctrlShift, Lock, everywhere},
	{"t", shift, TidyUp, onCanvas},
	{"s", ctrl, Save, everywhere},
	{"o", ctrl, Open, everywhere},
	{"e", ctrlShift, Export, everywhere},
	{"?", shift, Help, everywhere},
	{"?", plain, Help, everywhere},
}

// KeyDown carries out the command of a key. It reports whether the key was
// used, so that the browser does nothing else with it.
func (c *Canvas) KeyDown(k Key) bool {
	if k.Typing {
		return false
	}
	if k.Key == " " && c.active {
		c.space = true
		c.redraw()
		return true
	}
	b, ok := lookupKey(k)
	switch {
	case !ok, b.scope == onCanvas && !c.active, !c.singles && single(b):
		return false
	case b.cmd == QuickAddHere && k.Key == "Tab" && c.keyboard:
		return false // whoever came by keyboard must be able to leave by it
	}
	if b.scope == onCanvas {
		c.keyboard = true
	}
	return c.Do(b.cmd)
}

// KeyUp ends what holding a key does.
func (c *Canvas) KeyUp(k Key) {
	if k.Key == " " && c.space {
		c.space = false
		c.redraw()
	}
}

func lookupKey(k Key) (binding, bool) {
	key := k.Key
	if len(key) == 1 {
		key = strings.ToLower(key)
	}
	for _, b := range bindings {
		if b.key == key && b.mods == k.Mods {
			return b, true
		}
	}
	return binding{}, false
}

// single reports whether a binding is one character without Ctrl or Alt:
// what WCAG 2.1.4 wants a switch for.
func single(b binding) bool { return len(b.key) == 1 && !b.mods.Ctrl && !b.mods.Alt }

// Shortcut is the first key of a command as people read it ("Ctrl+Z",
// "⌘Z" on a Mac); "" if it has none.
func Shortcut(cmd Command, mac bool) string {
	for _, b := range bindings {
		if b.cmd == cmd {
			return b.String(mac)
		}
	}
	return ""
}

var keyNames = map[string]string{
	"ArrowLeft": "←", "ArrowRight": "→", "ArrowUp": "↑", "ArrowDown": "↓", "Escape": "Esc", "Delete": "Del",
}

// String is the binding as people read it.
func (b binding) String(mac bool) string {
	key := keyNames[b.key]
	if key == "" {
		key = b.key
	}
	if len(key) == 1 {
		key = strings.ToUpper(key)
	}
	names := [3]string{"Ctrl+", "Shift+", "Alt+"}
	if mac {
		names = [3]string{"⌘", "⇧", "⌥"}
	}
	out := ""
	for i, on := range []bool{b.mods.Ctrl, b.mods.Shift && key != "?", b.mods.Alt} {
		if on {
			out += names[i]
		}
	}
	return out + key
}
