package edit

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"weir/engine/design"
)

// SetTitle names the design; typing it letter by letter is one step.
func (e *Editor) SetTitle(title string) error {
	if utf8.RuneCountInString(title) > design.MaxName {
		return errName
	}
	return e.do(labelTitle, "title", func(t *Tx) error {
		t.root.Title, t.newRoot = title, true
		return nil
	})
}

// EditSettings changes the settings by f, which gets a copy: maps and
// pointers inside must be replaced, not written to.
func (e *Editor) EditSettings(f func(*design.Settings)) error {
	return e.Do(labelSettings, func(t *Tx) error {
		f(&t.root.Settings)
		t.newRoot = true
		return nil
	})
}

// SetObjectives replaces the objectives.
func (e *Editor) SetObjectives(o []design.Objective) error {
	return e.Do(labelObjectives, func(t *Tx) error { t.SetObjectives(o); return nil })
}

// SetObjectives is Editor.SetObjectives within a step.
func (t *Tx) SetObjectives(o []design.Objective) {
	t.root.Objectives, t.newRoot = slices.Clone(o), true
	if len(o) == 0 {
		t.root.Objectives = nil
	}
}

// SetClass adds or replaces a class of work; nil removes it, and edges and
// objectives that name it forget it.
func (e *Editor) SetClass(id string, c *design.Class) error {
	return e.Do(labelClass, func(t *Tx) error {
		if c != nil && t.classes.parts[id] == nil && len(t.classes.parts) >= design.MaxClasses {
			return errClasses
		}
		t.SetClass(id, c)
		if c == nil {
			t.forgetClass(id)
		}
		return nil
	})
}

func (t *Tx) forgetClass(class string) {
	for _, id := range keys(t.edges.parts) {
		if ed := t.Edge(id); slices.Contains(ed.Classes, class) {
			rest := slices.DeleteFunc(slices.Clone(ed.Classes), func(c string) bool { return c == class })
			if len(rest) == 0 {
				t.SetEdge(id, nil) // it carried nothing else
				continue
			}
			t.EditEdge(id, func(c *design.Edge) { c.Classes = rest })
		}
	}
	rest := slices.DeleteFunc(slices.Clone(t.root.Objectives), func(o design.Objective) bool { return o.Class == class })
	if len(rest) < len(t.root.Objectives) {
		t.SetObjectives(rest)
	}
}

// SetPool adds or replaces a pool; nil removes it, and nodes and links that
// drew on it have their own device again.
func (e *Editor) SetPool(id string, p *design.Pool) error {
	return e.Do(labelPool, func(t *Tx) error {
		t.SetPool(id, p)
		if p != nil {
			return nil
		}
		for _, node := range keys(t.nodes.parts) {
			if n := t.Node(node); n.Pool != nil && n.Pool.ID == id {
				t.EditNode(node, func(c *design.Node) { c.Pool = nil })
			}
		}
		for _, edge := range keys(t.edges.parts) {
			if l := t.Edge(edge).Link; l != nil && l.Pool == id {
				link := *l
				link.Pool = ""
				t.EditEdge(edge, func(c *design.Edge) { c.Link = &link })
			}
		}
		return nil
	})
}

// SetScenario adds or replaces a scenario; nil removes it.
func (e *Editor) SetScenario(id string, s *design.Scenario) error {
	return e.Do(labelScenario, func(t *Tx) error { t.SetScenario(id, s); return nil })
}

// AddNote puts a comment on the canvas, selects it and returns its id.
func (e *Editor) AddNote(text string, at [2]float64) (string, error) {
	id := fresh(e.doc.Notes, "note")
	err := e.Do(labelNote, func(t *Tx) error {
		if !finite(at) {
			return errFinite
		}
		t.SetNote(id, &design.Note{Text: text, At: at, Size: [2]float64{208, noteHeight(text, 208)}})
		t.sel = Selection{Notes: []string{id}}
		return nil
	})
	return id, err
}

// SetNote replaces the text of a note, which grows until it holds it; empty
// text removes the note.
func (e *Editor) SetNote(id, text string) error {
	return e.do(labelNote, "note:"+id, func(t *Tx) error {
		n := t.notes.parts[id]
		if n == nil {
			return errAbsent
		}
		if strings.TrimSpace(text) == "" {
			t.SetNote(id, nil)
			return nil
		}
		c := *n
		c.Text = text
		if c.Size[0] > 0 {
			c.Size[1] = max(c.Size[1], noteHeight(text, c.Size[0]))
		}
		t.SetNote(id, &c)
		return nil
	})
}

// SizeNote gives a note a size, as far as its text leaves it the choice.
func (e *Editor) SizeNote(id string, size [2]float64) error {
	return e.do(labelNote, "size:"+id, func(t *Tx) error {
		n := t.notes.parts[id]
		if n == nil {
			return errAbsent
		}
		if !finite(size) {
			return errFinite
		}
		c := *n
		c.Size = NoteSize(n.Text, size)
		t.SetNote(id, &c)
		return nil
	})
}

// NoteSize is the size next to the one wished for that a text can have.
func NoteSize(text string, wish [2]float64) [2]float64 {
	w := min(max(wish[0], NoteNarrow), NoteMost)
	return [2]float64{w, min(max(wish[1], noteHeight(text, w)), NoteMost)}
}

// The least width of a note, and the most of width and height, world pixels.
const (
	NoteNarrow = 112
	NoteMost   = 1200
)

// Measures of the text on a note, world pixels. Letters are taken for as wide
// as those of a wide typeface, for nothing measures text here.
const (
	noteLeast  = 96
	noteMargin = 10
	noteLine   = 19
	noteLetter = 8
	noteHan    = 13
)

// noteHeight is how high a note of a width must be for its text.
func noteHeight(text string, width float64) float64 {
	room, lines := width-2*noteMargin, 0
	for line := range strings.SplitSeq(text, "\n") {
		lines++
		used := 0.0
		for word := range strings.SplitAfterSeq(line, " ") {
			w, last := 0.0, 0.0
			for _, r := range word {
				last = noteLetter
				if unicode.Is(unicode.Han, r) {
					last = noteHan
				}
				w += last
				if last == noteHan && used+w > room { // a line may end before each
					lines++
					used, w = 0, last
				}
			}
			if used > 0 && used+w > room {
				lines++
				used = 0
			}
			used += w
		}
	}
	return min(NoteMost, max(noteLeast, float64(2*noteMargin+noteLine*lines)))
}
