package canvas

import (
	"testing"

	"weir/engine/design"
)

// TestKeyboardMap holds the keyboard map to the table of the design.
func TestKeyboardMap(t *testing.T) {
	for _, x := range []struct {
		key  string
		mods Mods
		cmd  Command
	}{
		{"z", ctrl, Undo}, {"Z", ctrlShift, Redo}, {"y", ctrl, Redo},
		{"c", ctrl, Copy}, {"x", ctrl, Cut}, {"v", ctrl, Paste}, {"V", ctrlShift, PasteWired}, {"d", ctrl, Duplicate},
		{"Delete", plain, Delete}, {"Backspace", plain, Delete}, {"Delete", ctrl, DeleteHeal}, {"Backspace", ctrl, DeleteHeal},
		{"a", ctrl, SelectAll}, {"Escape", plain, SelectNone},
		{"+", ctrl, ZoomIn}, {"=", ctrl, ZoomIn}, {"-", ctrl, ZoomOut}, {"0", ctrl, ZoomActual},
		{"1", shift, FitAll}, {"!", shift, FitAll}, {"2", shift, FitSelection}, {"@", shift, FitSelection},
		{"Tab", plain, QuickAddHere}, {"/", plain, QuickAddHere},
		{"k", ctrl, Palette}, {"f", ctrl, Find},
		{"ArrowLeft", plain, NudgeLeft}, {"ArrowUp", shift, NudgeUpFar},
		{"ArrowRight", alt, WalkRight}, {"ArrowDown", ctrl, AddDown},
		{"c", plain, ConnectFrom}, {"ArrowLeft", shiftAlt, SelectUpstream}, {"ArrowRight", shiftAlt, SelectDownstream},
		{"g", ctrl, GroupNodes}, {"G", ctrlShift, UngroupNodes},
		{"Enter", plain, Inspect}, {"F2", plain, Rename}, {"b", ctrl, Bypass},
		{"s", ctrl, Save}, {"o", ctrl, Open}, {"E", ctrlShift, Export}, {"?", shift, Help},
	} {
		b, ok := lookupKey(Key{Key: x.key, Mods: x.mods})
		if !ok || b.cmd != x.cmd {
			t.Errorf("%s %+v does %q, want %q", x.key, x.mods, b.cmd, x.cmd)
		}
	}
	seen := map[binding]bool{}
	for _, b := range bindings {
		k := binding{key: b.key, mods: b.mods}
		if seen[k] {
			t.Errorf("%s has two commands", b.String(false))
		}
		seen[k] = true
	}
}

func TestKeysKeepOutOfTheWay(t *testing.T) {
	e, c, _ := chain(t)
	e.SelectNodes("cpu")
	c.Focus(false)
	if c.KeyDown(Key{Key: "Delete", Typing: true}) || c.KeyDown(Key{Key: "z", Mods: ctrl, Typing: true}) {
		t.Error("a key in a text field did something")
	}
	c.Blur()
	if c.KeyDown(Key{Key: "Delete"}) {
		t.Error("Delete works while the canvas has no focus")
	}
	if !c.KeyDown(Key{Key: "z", Mods: ctrl}) {
		t.Error("undo does not work everywhere")
	}
	c.Focus(true)
	if c.KeyDown(Key{Key: "Tab"}) {
		t.Error("who came by keyboard cannot leave by Tab")
	}
	c.SetSingleKeys(false)
	if c.KeyDown(Key{Key: "c"}) || c.KeyDown(Key{Key: "/"}) {
		t.Error("single keys work although they are off")
	}
	if !c.KeyDown(Key{Key: "d", Mods: ctrl}) && len(e.Selection().Nodes) > 0 {
		t.Error("Ctrl+D stopped with them")
	}
}

func TestWalkFollowsEdges(t *testing.T) {
	e, c, said := chain(t)
	_, _ = e.Add("store.cache", [2]float64{320, 300})
	_, _ = e.Connect(design.End{"requests", "out"}, design.End{"cache", "in"})
	e.SelectNodes("requests")
	c.Focus(true)
	c.KeyDown(Key{Key: "ArrowRight", Mods: alt})
	if c.focus != "cpu" || !e.Selection().HasNode("cpu") {
		t.Fatalf("downstream of the source is %s", c.focus)
	}
	c.KeyDown(Key{Key: "ArrowDown", Mods: alt})
	if c.focus != "cache" {
		t.Errorf("the sibling below is %s", c.focus)
	}
	c.KeyDown(Key{Key: "ArrowLeft", Mods: alt})
	if c.focus != "requests" {
		t.Errorf("upstream is %s", c.focus)
	}
	if len(*said) < 3 {
		t.Error("moving the focus is not announced")
	}
}

func TestArrowsMoveFocusOrNodes(t *testing.T) {
	e, c, _ := chain(t)
	c.Focus(true)
	if c.focus != "requests" {
		t.Fatalf("focus begins at %s", c.focus)
	}
	c.KeyDown(Key{Key: "ArrowRight"})
	if c.focus != "cpu" || !e.Selection().Empty() {
		t.Fatalf("focus %s, selection %+v", c.focus, e.Selection())
	}
	c.KeyDown(Key{Key: "Enter"})
	if !e.Selection().HasNode("cpu") {
		t.Error("Enter does not select what has the focus")
	}
	c.KeyDown(Key{Key: "ArrowDown", Mods: shift})
	if at := e.Design().Nodes["cpu"].At; at != [2]float64{320, 80} {
		t.Errorf("nudged far to %v", at)
	}
}

func TestAddBesideByKeyboard(t *testing.T) {
	e, c, _ := chain(t)
	var asked QuickAdd
	c.host.QuickAdd = func(q QuickAdd) { asked = q }
	e.SelectNodes("cpu")
	c.Focus(true)
	c.KeyDown(Key{Key: "ArrowLeft", Mods: ctrl})
	if asked.End == nil || *asked.End != (design.End{"cpu", "in"}) {
		t.Errorf("asked %+v", asked)
	}
	var from string
	c.host.Connect = func(node string) { from = node }
	c.KeyDown(Key{Key: "c"})
	if from != "cpu" {
		t.Errorf("C connects from %q", from)
	}
}

func TestShortcutNames(t *testing.T) {
	for cmd, want := range map[Command][2]string{
		Undo: {"Ctrl+Z", "⌘Z"}, Redo: {"Ctrl+Shift+Z", "⌘⇧Z"}, Delete: {"Del", "Del"}, WalkRight: {"Alt+→", "⌥→"}, Help: {"?", "?"}, Simulate: {"", ""},
	} {
		if got := [2]string{Shortcut(cmd, false), Shortcut(cmd, true)}; got != want {
			t.Errorf("%s: %v, want %v", cmd, got, want)
		}
	}
}

func TestGlideArrives(t *testing.T) {
	_, c, _ := chain(t)
	c.Fit()
	for range 60 {
		if !c.Animate(1.0 / 60) {
			break
		}
	}
	if !c.view.Visible().Holds(c.scene.Bounds()) {
		t.Errorf("fit ends at %+v", c.view)
	}
	c.still = true
	c.Do(ZoomActual)
	if c.view.Zoom != 1 {
		t.Error("without animation the view does not jump")
	}
}

func TestCommandsOfThePage(t *testing.T) {
	_, c, _ := chain(t)
	var got []Command
	c.host.Command = func(cmd Command) bool { got = append(got, cmd); return true }
	for _, k := range []Key{{Key: "s", Mods: ctrl}, {Key: "?", Mods: shift}, {Key: "k", Mods: ctrl}} {
		if !c.KeyDown(k) {
			t.Errorf("%s is not handed on", k.Key)
		}
	}
	if len(got) != 3 || got[0] != Save {
		t.Errorf("handed on: %v", got)
	}
}
