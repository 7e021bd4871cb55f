package browsertest

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"weir/app/browsertest/chrome"
	"weir/engine/design"
)

// TestKeys presses every key of the canvas and of the page, in one browser.
func TestKeys(t *testing.T) {
	s := openStudio(t, bench())
	for _, k := range []struct {
		name string
		make func(*testing.T, *studio)
	}{
		{"undo and redo", undoKeys},
		{"copy, cut and paste", clipboardKeys},
		{"duplicate", duplicateKey},
		{"delete and heal", deleteKeys},
		{"select all and none", selectKeys},
		{"zoom and fit", zoomKeys},
		{"quick add", quickAddKeys},
		{"command palette and find", paletteKeys},
		{"find anything", findKeys},
		{"nudge", nudgeKeys},
		{"walk the graph", walkKeys},
		{"new connected node", addBesideKeys},
		{"connect by keyboard", connectKey},
		{"upstream and downstream", streamKeys},
		{"group, fold, nest, ungroup", groupKeys},
		{"into a group and out of it", memberKeys},
		{"inspector, rename, bypass", partKeys},
		{"save, open, export", fileKeys},
		{"help", helpKey},
		{"never while typing", notWhileTyping},
		{"single keys off", singleKeysOff},
		{"menu by keyboard", menuKeys},
		{"align and distribute", arrangeByPalette},
		{"beside the rim", besideTheRim},
		{"tidy", tidyKey},
		{"told to screen readers", toldToReaders},
	} {
		t.Run(k.name, func(t *testing.T) {
			s.fresh(t)
			k.make(t, s)
		})
	}
}

func (s *studio) press(t *testing.T, key string, held ...chrome.Modifier) {
	t.Helper()
	must(t, s.page.Press(key, held...))
}

// take selects a part by a click.
func (s *studio) take(t *testing.T, node string) {
	t.Helper()
	must(t, s.page.ClickAt(s.on(t, node)))
}

// choosing waits for the dialog of quick add, types and takes the first line.
func (s *studio) choosing(t *testing.T, text string) {
	t.Helper()
	s.shows(t, `document.activeElement.closest('[data-testid="quick-add"]')`)
	must(t, s.page.Type(text))
	s.press(t, enter)
	s.shows(t, `!document.querySelector('[data-testid="quick-add"]')`)
}

func undoKeys(t *testing.T, s *studio) {
	before := s.doc(t)
	s.take(t, "loose")
	s.press(t, arrowDown)
	moved := func(d *design.Design) bool { return d.Nodes["loose"].At[1] == 336 }
	still := func(d *design.Design) bool { return d.Nodes["loose"].At == before.Nodes["loose"].At }
	s.becomes(t, "no move", moved)
	s.hears(t, "Move")
	s.press(t, "z", chrome.Ctrl)
	s.becomes(t, "Ctrl+Z", still)
	s.hears(t, "Undone: Move")
	s.press(t, "Z", chrome.Ctrl, chrome.Shift)
	s.hears(t, "Redone: Move")
	s.becomes(t, "Ctrl+Shift+Z", moved)
	s.press(t, "z", chrome.Ctrl)
	s.becomes(t, "Ctrl+Z again", still)
	s.press(t, "y", chrome.Ctrl)
	s.becomes(t, "Ctrl+Y", moved)
}

func clipboardKeys(t *testing.T, s *studio) {
	s.take(t, "cpu")
	s.press(t, "c", chrome.Ctrl)
	s.press(t, "v", chrome.Ctrl)
	s.becomes(t, "Ctrl+C, V", func(d *design.Design) bool { return len(d.Nodes) == 7 && len(d.Edges) == 3 })
	s.press(t, "V", chrome.Ctrl, chrome.Shift)
	s.becomes(t, "Ctrl+Shift+V keeps incoming wires", func(d *design.Design) bool { return len(d.Nodes) == 8 && len(d.Edges) == 4 })
	s.take(t, "loose")
	s.press(t, "x", chrome.Ctrl)
	s.becomes(t, "Ctrl+X", func(d *design.Design) bool { return d.Nodes["loose"] == nil })
	s.press(t, "v", chrome.Ctrl)
	s.becomes(t, "pasting what was cut", func(d *design.Design) bool { return len(d.Nodes) == 8 })
}

func duplicateKey(t *testing.T, s *studio) {
	s.take(t, "loose")
	s.press(t, "d", chrome.Ctrl)
	s.becomes(t, "Ctrl+D", func(d *design.Design) bool { return len(d.Nodes) == 7 })
}

func deleteKeys(t *testing.T, s *studio) {
	s.take(t, "cpu")
	s.press(t, deleteKey, chrome.Ctrl)
	s.becomes(t, "Ctrl+Delete heals", func(d *design.Design) bool { return d.Nodes["cpu"] == nil && edgeBetween(d, "lb", "answer") != "" })
	s.take(t, "lb")
	s.press(t, "\b")
	s.becomes(t, "Backspace", func(d *design.Design) bool { return d.Nodes["lb"] == nil && len(d.Edges) == 0 })
	s.take(t, "loose")
	s.press(t, deleteKey)
	s.becomes(t, "Delete", func(d *design.Design) bool { return d.Nodes["loose"] == nil })
}

func selectKeys(t *testing.T, s *studio) {
	s.press(t, "a", chrome.Ctrl)
	s.shows(t, `document.querySelector('.inspector h2')?.textContent.startsWith("9 ")`)
	s.hears(t, "6 parts selected")
	s.shows(t, `document.querySelector('.inspector .panel-sub')?.textContent.startsWith("6 parts · 3 connections · $")`)
	s.press(t, escape)
	s.shows(t, `document.querySelector('[data-testid="summary"]')`)
}

func zoomKeys(t *testing.T, s *studio) {
	all := box(t, s.page)
	s.press(t, "0", chrome.Ctrl)
	s.view(t, "Ctrl+0", at100)
	s.press(t, "=", chrome.Ctrl)
	s.view(t, "Ctrl+plus", func(b canvasBox) bool { return b.Zoom > 1.1 })
	s.press(t, "-", chrome.Ctrl)
	s.press(t, "-", chrome.Ctrl)
	s.view(t, "Ctrl+minus twice", func(b canvasBox) bool { return b.Zoom < 0.9 })
	s.press(t, "!", chrome.Shift)
	s.view(t, "Shift+1", func(b canvasBox) bool { return math.Abs(b.Zoom-all.Zoom) < 1e-9 && near(b.X, all.X) })
	s.take(t, "loose")
	s.press(t, "@", chrome.Shift)
	s.view(t, "Shift+2", func(b canvasBox) bool { return b.Zoom > all.Zoom*1.2 })
}

func quickAddKeys(t *testing.T, s *studio) {
	must(t, s.page.ClickAt(s.at(t, 60, 300))) // the canvas has the focus, and not by keyboard
	s.press(t, tabKey)
	s.choosing(t, "batcher")
	s.becomes(t, "Tab", func(d *design.Design) bool { return len(d.Nodes) == 7 })
	s.press(t, "/")
	s.choosing(t, "queue")
	s.becomes(t, "/", func(d *design.Design) bool { return len(d.Nodes) == 8 })
}

func paletteKeys(t *testing.T, s *studio) {
	s.press(t, "a", chrome.Ctrl)
	s.press(t, "k", chrome.Ctrl)
	s.choosing(t, "Bypass")
	s.becomes(t, "a command of the palette", func(d *design.Design) bool { return d.Nodes["loose"].Bypassed && d.Nodes["cpu"].Bypassed })
	s.press(t, "f", chrome.Ctrl)
	s.choosing(t, "vectors")
	s.shows(t, `document.querySelector('.inspector [data-testid="name"]') && document.activeElement.tagName === "CANVAS"`)
	s.press(t, deleteKey)
	s.becomes(t, "find selects what it found, and the canvas has the focus again", func(d *design.Design) bool { return d.Nodes["vectors"] == nil })
}

// findKeys reaches by keyboard what the roving focus does not go to:
// connections, groups and comments.
func findKeys(t *testing.T, s *studio) {
	s.take(t, "loose")
	s.press(t, "g", chrome.Ctrl)
	s.becomes(t, "no group", func(d *design.Design) bool { return len(d.Groups) == 1 })
	s.menu(t, s.at(t, 60, 300), "note")
	s.shows(t, `document.activeElement.tagName === "TEXTAREA"`)
	must(t, s.page.Type("Ask the vendor"))
	s.press(t, escape)
	s.becomes(t, "no comment", func(d *design.Design) bool { return d.Notes["note"] != nil && d.Notes["note"].Text == "Ask the vendor" })
	find := func(text, first string) {
		t.Helper()
		s.focus(t)
		s.press(t, "f", chrome.Ctrl)
		s.shows(t, `document.activeElement.closest('[data-testid="quick-add"]')`)
		must(t, s.page.Type(text))
		s.shows(t, fmt.Sprintf(`document.querySelector('[data-testid="quick-add"] .part-name')?.textContent === %q`, first))
		s.press(t, enter)
		s.shows(t, `document.activeElement.tagName === "CANVAS"`)
	}
	find("CPU service →", "CPU service → Response")
	s.hears(t, "CPU service → Response")
	s.press(t, enter)
	s.shows(t, `document.activeElement.dataset.testid === "async"`)
	s.focus(t)
	s.press(t, deleteKey)
	s.becomes(t, "a connection is not deleted by keyboard", func(d *design.Design) bool { return len(d.Edges) == 2 && d.Edges["e3"] == nil })
	find("vendor", "Ask the vendor")
	s.press(t, deleteKey)
	s.becomes(t, "a comment is not deleted by keyboard", func(d *design.Design) bool { return len(d.Notes) == 0 })
	find("Group", "Group")
	s.press(t, "G", chrome.Ctrl, chrome.Shift)
	s.becomes(t, "a group is not dissolved by keyboard", func(d *design.Design) bool { return len(d.Groups) == 0 })
}

func nudgeKeys(t *testing.T, s *studio) {
	s.take(t, "loose")
	s.press(t, arrowRight)
	s.press(t, arrowUp, chrome.Shift)
	s.becomes(t, "arrows", func(d *design.Design) bool { return d.Nodes["loose"].At == [2]float64{336, 240} })
}

func walkKeys(t *testing.T, s *studio) {
	s.take(t, "users")
	s.press(t, arrowRight, chrome.Alt)
	s.press(t, arrowRight, chrome.Alt)
	s.hears(t, "CPU service")
	s.press(t, "b", chrome.Ctrl)
	s.becomes(t, "Alt+right twice goes to cpu", func(d *design.Design) bool { return d.Nodes["cpu"].Bypassed })
	s.press(t, arrowLeft, chrome.Alt)
	s.press(t, "b", chrome.Ctrl)
	s.becomes(t, "Alt+left goes to lb", func(d *design.Design) bool { return d.Nodes["lb"].Bypassed })
	s.press(t, arrowDown, chrome.Alt)
	s.press(t, "b", chrome.Ctrl)
	s.becomes(t, "Alt+down goes to the part below", func(d *design.Design) bool { return d.Nodes["loose"].Bypassed })
}

func addBesideKeys(t *testing.T, s *studio) {
	s.take(t, "loose")
	s.press(t, arrowRight, chrome.Ctrl)
	s.choosing(t, "queue")
	s.becomes(t, "Ctrl+right adds after", func(d *design.Design) bool {
		return len(d.Nodes) == 7 && edgeBetween(d, "loose", nodeOf(t, d, "sched.queue")) != ""
	})
	s.take(t, "loose")
	s.press(t, arrowLeft, chrome.Ctrl)
	s.choosing(t, "batcher")
	s.becomes(t, "Ctrl+left adds before", func(d *design.Design) bool {
		return len(d.Nodes) == 8 && edgeBetween(d, nodeOf(t, d, "proc.batcher"), "loose") != ""
	})
}

func connectKey(t *testing.T, s *studio) {
	s.take(t, "users")
	s.press(t, "c")
	s.shows(t, `document.activeElement.closest('[data-testid="quick-add"]')`)
	if offered := s.text(t, `[data-testid="quick-add"] .part-name`); strings.Contains(offered, "Vector") {
		t.Errorf("C offers a port that does not fit:\n%s", offered)
	}
	must(t, s.page.Click(testID("pick:users.out>loose.in")))
	s.becomes(t, "C does not connect", func(d *design.Design) bool { return edgeBetween(d, "users", "loose") != "" })
	s.hears(t, "connected to")
}

func streamKeys(t *testing.T, s *studio) {
	s.take(t, "cpu")
	s.press(t, arrowLeft, chrome.Alt, chrome.Shift)
	s.hears(t, "3 parts selected")
	s.take(t, "cpu")
	s.press(t, arrowRight, chrome.Alt, chrome.Shift)
	s.hears(t, "2 parts selected")
	s.press(t, "b", chrome.Ctrl)
	s.becomes(t, "downstream of cpu", func(d *design.Design) bool {
		return d.Nodes["cpu"].Bypassed && d.Nodes["answer"].Bypassed && !d.Nodes["lb"].Bypassed
	})
	s.take(t, "lb")
	s.press(t, "g", chrome.Ctrl)
	s.forget(t)
	s.press(t, arrowRight, chrome.Alt, chrome.Shift) // of all parts of a group
	s.hears(t, "3 parts selected")
}

func groupKeys(t *testing.T, s *studio) {
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, 280, -60), s.at(t, 880, 140)))
	s.press(t, "g", chrome.Ctrl)
	s.becomes(t, "Ctrl+G", func(d *design.Design) bool { return len(d.Groups) == 1 })
	// One part of it in a group of its own: a group in a group.
	s.take(t, "lb")
	s.press(t, "g", chrome.Ctrl)
	s.becomes(t, "a group in a group", func(d *design.Design) bool {
		nested := 0
		for _, g := range d.Groups {
			nested += len(g.Groups)
		}
		return len(d.Groups) == 2 && nested == 1
	})
	s.take(t, "cpu")
	s.press(t, "k", chrome.Ctrl)
	s.choosing(t, "Fold")
	s.becomes(t, "folded", func(d *design.Design) bool {
		for _, g := range d.Groups {
			if g.Collapsed && len(g.Groups) == 1 {
				return true
			}
		}
		return false
	})
	// The block stands where the group began; dragging it moves all parts.
	before := s.doc(t)
	must(t, s.page.DragBy(chrome.Mouse{}, s.at(t, 420, 24), s.at(t, 420, 24+160)))
	s.becomes(t, "a folded group does not move as one", func(d *design.Design) bool {
		return d.Nodes["lb"].At[1] == before.Nodes["lb"].At[1]+160 && d.Nodes["cpu"].At[1] == before.Nodes["cpu"].At[1]+160
	})
	must(t, s.page.DoubleClick(s.at(t, 420, 24+160)))
	s.becomes(t, "a double click does not unfold", func(d *design.Design) bool {
		for _, g := range d.Groups {
			if g.Collapsed {
				return false
			}
		}
		return true
	})
	s.press(t, "G", chrome.Ctrl, chrome.Shift)
	s.becomes(t, "Ctrl+Shift+G", func(d *design.Design) bool { return len(d.Groups) == 1 })
}

// memberKeys: what a drag into a frame and out of it does, by the menu's keys
// and the command palette.
func memberKeys(t *testing.T, s *studio) {
	s.take(t, "loose")
	s.press(t, "g", chrome.Ctrl)
	s.becomes(t, "no group", func(d *design.Design) bool { return len(d.Groups) == 1 })
	s.press(t, f2)
	s.shows(t, `document.activeElement.dataset.testid === "name"`)
	must(t, s.page.Type("Workers"+enter))
	s.take(t, "cpu")
	s.press(t, "k", chrome.Ctrl)
	s.shows(t, `document.activeElement.closest('[data-testid="quick-add"]')`)
	must(t, s.page.Type("Move into"))
	s.press(t, enter)
	s.shows(t, `document.querySelector('[data-testid="quick-add"] .part-name')?.textContent === "Workers"`)
	s.press(t, enter)
	s.becomes(t, "cpu does not join the group", func(d *design.Design) bool { return len(d.Groups["group"].Nodes) == 2 })
	s.hears(t, "Now in Workers")
	s.press(t, "k", chrome.Ctrl)
	s.choosing(t, "Take out")
	s.becomes(t, "cpu is not taken out", func(d *design.Design) bool { return len(d.Groups["group"].Nodes) == 1 })
}

func partKeys(t *testing.T, s *studio) {
	s.take(t, "cpu")
	s.press(t, f2)
	s.shows(t, `document.activeElement.dataset.testid === "name"`)
	must(t, s.page.Type("Tokeniser"+enter))
	s.becomes(t, "F2", func(d *design.Design) bool { return d.Nodes["cpu"].Name == "Tokeniser" })
	s.focus(t)
	s.press(t, "b", chrome.Ctrl)
	s.becomes(t, "Ctrl+B", func(d *design.Design) bool { return d.Nodes["cpu"].Bypassed })
	s.press(t, enter)
	s.shows(t, `document.activeElement.closest('.inspector')`)
}

func fileKeys(t *testing.T, s *studio) {
	recordDownloads(t, s.page)
	s.press(t, "s", chrome.Ctrl)
	if name, content := downloaded(t, s.page); name != "Gestures.weir.json" || content != encoded(t, s.doc(t)) {
		t.Errorf("Ctrl+S saves %s: %.200s", name, content)
	}
	_, err := chrome.Eval[any](s.page, `document.querySelector('[data-testid="file-input"]').addEventListener("click", e => { e.preventDefault(); window.asked = true; }, {once: true})`)
	must(t, err)
	s.press(t, "o", chrome.Ctrl)
	s.shows(t, `window.asked`)
	s.press(t, "E", chrome.Ctrl, chrome.Shift)
	s.shows(t, `document.querySelector('[data-dialog="export"]')`)
	s.press(t, escape)
	s.shows(t, `!document.querySelector('[data-dialog="export"]')`)
}

func helpKey(t *testing.T, s *studio) {
	s.press(t, "?", chrome.Shift)
	s.shows(t, `document.querySelector('[data-dialog="help"]')`)
	s.press(t, escape)
	s.shows(t, `!document.querySelector('[data-dialog="help"]')`)
}

func notWhileTyping(t *testing.T, s *studio) {
	s.take(t, "cpu")
	before := s.doc(t)
	must(t, s.page.Click(testID("name")))
	s.press(t, "c")
	s.press(t, "/")
	s.press(t, "?", chrome.Shift)
	s.press(t, "a", chrome.Ctrl)
	s.press(t, deleteKey)
	s.settled(t)
	if open := s.text(t, `[role="dialog"]`); open != "" {
		t.Errorf("a key in a text field opens %q", open)
	}
	s.press(t, escape)
	if now := s.doc(t); len(now.Nodes) != len(before.Nodes) {
		t.Error("Delete in a text field deletes a part")
	}
	// Enter that ends composing Chinese leaves the field as it is.
	must(t, s.page.Click(testID("name")))
	must(t, s.page.Do(selectAll()))
	must(t, s.page.Compose("fenci", true))
	if now := focused(t, s.page); now != "name" {
		t.Errorf("Enter of an input method gives the focus to %s", now)
	}
	must(t, s.page.Insert("分词"))
	must(t, s.page.Type(enter))
	s.becomes(t, "a name cannot be composed", func(d *design.Design) bool { return d.Nodes["cpu"].Name == "分词" })
	// A key that is part of composing is not a shortcut.
	s.focus(t)
	_, err := chrome.Eval[any](s.page, `document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "c", isComposing: true, bubbles: true, cancelable: true}))`)
	must(t, err)
	s.settled(t)
	if open := s.text(t, `[role="dialog"]`); open != "" {
		t.Errorf("a key of an input method opens %q", open)
	}
}

func singleKeysOff(t *testing.T, s *studio) {
	s.option(t, "single-keys")
	s.take(t, "users")
	s.press(t, "c")
	s.press(t, "a", chrome.Ctrl) // with Ctrl it still works
	s.hears(t, "6 parts selected")
	if open := s.text(t, `[role="dialog"]`); open != "" {
		t.Errorf("C opens %q although single keys are off", open)
	}
	s.option(t, "single-keys")
}

func menuKeys(t *testing.T, s *studio) {
	s.take(t, "loose")
	s.press(t, f10, chrome.Shift)
	s.shows(t, menuOpen)
	s.press(t, arrowDown)
	s.press(t, arrowDown)
	s.press(t, escape)
	s.shows(t, `document.activeElement.tagName === "CANVAS"`)
}

// besideTheRim: parts added one beside the other come into view.
func besideTheRim(t *testing.T, s *studio) {
	s.take(t, "answer")
	s.press(t, "0", chrome.Ctrl)
	s.settled(t)
	known := s.doc(t)
	for range 5 {
		s.press(t, arrowRight, chrome.Ctrl)
		s.shows(t, `document.activeElement?.dataset.testid === "quick-add-find"`)
		must(t, s.page.Press("\r"))
		s.becomes(t, "Ctrl+→ adds", func(d *design.Design) bool { return len(d.Nodes) > len(known.Nodes) })
		s.settled(t)
		now, b := s.doc(t), box(t, s.page)
		for id, n := range now.Nodes {
			x, y := b.X+b.Zoom*n.At[0], b.Y+b.Zoom*n.At[1]
			if known.Nodes[id] == nil && (x < 0 || y < 0 || x+208*b.Zoom > b.Width || y+108*b.Zoom > b.Height) {
				t.Errorf("the new part %s is at %.0f, %.0f of a canvas of %.0f × %.0f", id, x, y, b.Width, b.Height)
			}
		}
		known = now
	}
}

func arrangeByPalette(t *testing.T, s *studio) {
	all := func(command string) {
		t.Helper()
		s.press(t, "a", chrome.Ctrl)
		s.press(t, "k", chrome.Ctrl)
		s.choosing(t, command)
	}
	all("Align tops")
	s.becomes(t, "Align tops", func(d *design.Design) bool { return d.Nodes["loose"].At[1] == 0 && d.Nodes["vectors"].At[1] == 0 })
	all("Align in a column")
	s.becomes(t, "Align in a column", func(d *design.Design) bool { return d.Nodes["users"].At[0] == d.Nodes["answer"].At[0] })
	s.press(t, "z", chrome.Ctrl)
	all("Distribute across")
	s.becomes(t, "Distribute across", func(d *design.Design) bool {
		xs := map[float64]bool{}
		for _, n := range d.Nodes {
			xs[n.At[0]] = true
		}
		return xs[0] && xs[960] && xs[192] && xs[768]
	})
}

func tidyKey(t *testing.T, s *studio) {
	s.take(t, "answer")
	s.press(t, "L", chrome.Ctrl, chrome.Shift) // a locked part stays
	s.press(t, escape)
	before := s.doc(t)
	s.press(t, "T", chrome.Shift)
	s.becomes(t, "Shift+T", func(d *design.Design) bool {
		return d.Nodes["loose"].At != before.Nodes["loose"].At && d.Nodes["answer"].At == before.Nodes["answer"].At
	})
	s.press(t, "z", chrome.Ctrl)
	s.becomes(t, "tidying is one step", func(d *design.Design) bool { return encoded(t, d) == encoded(t, before) })
	// With some selected, only they move.
	s.take(t, "loose")
	must(t, s.page.ClickBy(chrome.Mouse{Held: chrome.Shift}, s.on(t, "vectors")))
	s.press(t, "T", chrome.Shift)
	s.becomes(t, "tidying a selection moves the rest too", func(d *design.Design) bool {
		for id, n := range before.Nodes {
			if id != "loose" && id != "vectors" && d.Nodes[id].At != n.At {
				return false
			}
		}
		return d.Nodes["vectors"].At != before.Nodes["vectors"].At
	})
}

func toldToReaders(t *testing.T, s *studio) {
	s.take(t, "users")
	s.press(t, arrowRight, chrome.Alt)
	label := `(() => {
		const c = document.querySelector('[data-testid="canvas"] canvas');
		return document.getElementById(c.getAttribute("aria-activedescendant"))?.getAttribute("aria-label") ?? "";
	})()`
	s.shows(t, label+`.endsWith("1 in, 1 out")`)
	told, err := chrome.Eval[string](s.page, label)
	must(t, err)
	if !strings.HasPrefix(told, "Load balancer") || !strings.Contains(told, "utilisation") {
		t.Errorf("of the part with the focus readers hear %q", told)
	}
	// The whole canvas is one stop of Tab.
	stops, err := chrome.Eval[float64](s.page, `document.querySelectorAll('[data-testid="canvas"] canvas, [data-testid="canvas"] canvas [tabindex]').length`)
	must(t, err)
	if stops != 1 {
		t.Errorf("the canvas has %v stops of Tab", stops)
	}
	s.press(t, tabKey)
	s.shows(t, `document.activeElement.closest(".controls")`)
	// Without motion the view has jumped: nothing glides.
	s.focus(t)
	s.press(t, "0", chrome.Ctrl)
	s.view(t, "Ctrl+0", at100)
	// An answer without a bound is not so much more than one with.
	s.forget(t)
	s.take(t, "cpu")
	must(t, s.page.Fill(testID("param:service"), "10 s"))
	s.hears(t, "unbounded, was ")
}
