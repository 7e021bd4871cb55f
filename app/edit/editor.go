// Package edit is the document being edited: a design, what is selected in
// it, and how it came to be. Every change is one step with a name in both
// languages; steps undo and redo. Designs are never written to: a step makes
// a new Design that shares every untouched part with the one before, so
// whoever holds the old one (an evaluation under way, a saved version) is
// never surprised, and pointer equality tells what an edit touched.
//
// An Editor belongs to one goroutine, the one that handles the interface's
// events. The package knows nothing of browsers.
package edit

import (
	"slices"

	"weir/engine/design"
	"weir/engine/diagnostic"
)

// Text is a name or sentence in both languages.
type Text = diagnostic.Text

// historyLimit bounds how many steps can be undone. A step holds only what
// it changed, so a long history is cheap.
const historyLimit = 1000

// step is one change that undoes as a whole.
type step struct {
	label         Text
	key           string // steps with the same key in a row become one; "" = never
	delta         *delta
	before, after Selection
}

// Change tells watchers what happened. Ids are sorted; a listed id may have
// been added, changed or removed.
type Change struct {
	Version   uint64
	Nodes     []string
	Edges     []string
	Groups    []string
	Notes     []string
	Selection bool // what is selected changed
	Document  bool // the design changed (false: only the selection did)
	Figures   bool // an evaluation may answer otherwise than before
	Whole     bool // another document was loaded: the lists above are empty
}

// Editor holds one document.
type Editor struct {
	doc      *design.Design
	sel      Selection
	past     []step
	future   []step
	version  uint64
	gesture  *gesture
	watchers []*func(Change)
	reader   *Tx // see look
}

// gesture is a run of changes that ends as one step.
type gesture struct {
	sel    Selection
	length int // steps before it began
}

// New returns an editor of d.
func New(d *design.Design) *Editor {
	e := &Editor{}
	e.Load(d)
	return e
}

// Blank returns an empty design.
func Blank() *design.Design { return &design.Design{Weir: design.Version} }

// Load replaces the document and forgets the history.
func (e *Editor) Load(d *design.Design) {
	if d == nil {
		d = Blank()
	}
	e.doc, e.sel, e.past, e.future, e.gesture = d, Selection{}, nil, nil, nil
	e.version++
	e.tell(Change{Version: e.version, Selection: true, Document: true, Figures: true, Whole: true})
}

// Design returns the document as it stands. It must not be written to.
func (e *Editor) Design() *design.Design { return e.doc }

// Version grows with every change of the document; it never repeats within
// one Editor, undo included.
func (e *Editor) Version() uint64 { return e.version }

// Watch calls f after every change until cancel is called.
func (e *Editor) Watch(f func(Change)) (cancel func()) {
	w := &f
	e.watchers = append(e.watchers, w)
	return func() {
		e.watchers = slices.DeleteFunc(slices.Clone(e.watchers), func(x *func(Change)) bool { return x == w })
	}
}

func (e *Editor) tell(c Change) {
	for _, w := range e.watchers {
		(*w)(c)
	}
}

// Do runs f as one step called label. If f returns an error, nothing has
// happened; if f changes nothing, no step is made.
func (e *Editor) Do(label Text, f func(*Tx) error) error { return e.do(label, "", f) }

// do is Do for steps that merge with the step before if that has the same
// key: typing a title, holding an arrow key.
func (e *Editor) do(label Text, key string, f func(*Tx) error) error {
	t := begin(e.doc, e.sel)
	if err := f(t); err != nil {
		return err
	}
	next, d := t.finish()
	sel := t.sel.within(next)
	if d.empty() {
		e.setSelection(sel)
		return nil
	}
	s := step{label: label, key: key, delta: d, before: e.sel, after: sel}
	merge := e.merges(s)
	e.future = nil
	if merge {
		e.mergeLast(s)
	} else {
		e.past = append(e.past, s)
		if len(e.past) > historyLimit {
			e.past = slices.Delete(e.past, 0, 1)
			if e.gesture != nil {
				e.gesture.length--
			}
		}
	}
	e.commit(next, d, sel)
	return nil
}

func (e *Editor) merges(s step) bool {
	if e.gesture != nil {
		return len(e.past) > e.gesture.length
	}
	last := len(e.past) - 1
	return s.key != "" && last >= 0 && len(e.future) == 0 && e.past[last].key == s.key && e.past[last].after.equal(s.before)
}

// mergeLast widens the last step by s. A step that comes back to where it
// began is dropped.
func (e *Editor) mergeLast(s step) {
	last := &e.past[len(e.past)-1]
	t := begin(e.doc, e.sel)
	t.apply(last.delta.inverse())
	base, _ := t.finish()
	whole := begin(base, last.before)
	whole.apply(last.delta)
	whole.apply(s.delta)
	_, d := whole.finish()
	if d.empty() {
		e.past = e.past[:len(e.past)-1]
		return
	}
	last.delta, last.after = d, s.after
}

// commit makes next the document and tells the watchers.
func (e *Editor) commit(next *design.Design, d *delta, sel Selection) {
	moved := !e.sel.equal(sel)
	e.doc, e.sel = next, sel
	e.version++
	e.tell(Change{
		Version: e.version, Document: true, Selection: moved, Figures: d.figures(),
		Nodes: keys(d.nodes), Edges: keys(d.edges), Groups: keys(d.groups), Notes: keys(d.notes),
	})
}

// figures reports whether the step can change what an evaluation answers:
// moving, naming, locking, grouping and notes cannot.
func (d *delta) figures() bool {
	if len(d.edges)+len(d.classes)+len(d.pools)+len(d.scenarios) > 0 {
		return true
	}
	if d.root != nil {
		old, now := *d.root.old, *d.root.new
		old.Title, now.Title = "", ""
		if !same(old, now) {
			return true
		}
	}
	for _, w := range d.nodes {
		if w.old == nil || w.new == nil {
			return true
		}
		old, now := *w.old, *w.new
		old.At, old.Name, old.Locked = now.At, now.Name, now.Locked
		if !same(old, now) {
			return true
		}
	}
	return false
}

// Begin opens a gesture: until End, all changes become one step, called
// after the first. Gestures do not nest; Begin ends one that is open.
func (e *Editor) Begin() {
	e.End()
	e.gesture = &gesture{sel: e.sel, length: len(e.past)}
}

// End closes the gesture, if one is open.
func (e *Editor) End() { e.gesture = nil }

// Cancel closes the gesture and takes back all it did.
func (e *Editor) Cancel() {
	g := e.gesture
	e.gesture = nil
	if g == nil || len(e.past) <= g.length {
		return
	}
	e.Undo()
	e.future = nil
	e.setSelection(g.sel)
}

// Undo takes back the last step. It reports whether there was one.
func (e *Editor) Undo() bool {
	e.gesture = nil
	if len(e.past) == 0 {
		return false
	}
	s := e.past[len(e.past)-1]
	e.past = e.past[:len(e.past)-1]
	e.future = append(e.future, s)
	e.travel(s.delta.inverse(), s.before)
	return true
}

// Redo makes the last undone step again. It reports whether there was one.
func (e *Editor) Redo() bool {
	e.gesture = nil
	if len(e.future) == 0 {
		return false
	}
	s := e.future[len(e.future)-1]
	e.future = e.future[:len(e.future)-1]
	e.past = append(e.past, s)
	e.travel(s.delta, s.after)
	return true
}

func (e *Editor) travel(d *delta, sel Selection) {
	t := begin(e.doc, sel)
	t.apply(d)
	next, _ := t.finish()
	e.commit(next, d, sel.within(next))
}

// UndoLabel names the step that Undo would take back.
func (e *Editor) UndoLabel() (Text, bool) { return lastLabel(e.past) }

// RedoLabel names the step that Redo would make again.
func (e *Editor) RedoLabel() (Text, bool) { return lastLabel(e.future) }

func lastLabel(steps []step) (Text, bool) {
	if len(steps) == 0 {
		return Text{}, false
	}
	return steps[len(steps)-1].label, true
}
