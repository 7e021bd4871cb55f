package edit

import (
	"flag"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/quantity"
)

// state is a moment of an editing session: the design as an object that
// nobody may write to any more, and its bytes then.
type state struct {
	design *design.Design
	bytes  string
}

func stateOf(t *rapid.T, e *Editor) state { return state{e.Design(), bytesOf(t, e.Design())} }

// sequences is how many random sessions TestSequences goes through: with the
// race detector, or asked to be short, fewer.
const sequences, sequencesShort = 10_000, 300

// TestSequences makes random edits and checks after each that the document
// holds together; then that undoing all gives every earlier document again
// byte for byte, and redoing all every later one; and that no design that was
// handed out was ever written to.
func TestSequences(t *testing.T) {
	n := sequences
	if testing.Short() {
		n = sequencesShort
	}
	was := flag.Lookup("rapid.checks").Value.String()
	setFlag(t, "rapid.checks", strconv.Itoa(n))
	defer setFlag(t, "rapid.checks", was)
	sessions := 0
	defer func() { // rapid ends early, without a word, where go test's time runs out
		if sessions < n {
			t.Errorf("%d sessions of %d", sessions, n)
		}
	}()
	rapid.Check(t, func(t *rapid.T) {
		sessions++
		e := New(nil)
		steps := []state{stateOf(t, e)}
		for range rapid.IntRange(1, 60).Draw(t, "edits") {
			past := len(e.past)
			randomEdit(t, e)
			checkWhole(t, e.Design())
			switch {
			case len(e.past) > past+1:
				t.Fatal("one edit made two steps")
			case len(e.past) == past+1:
				steps = append(steps, stateOf(t, e))
			case len(e.past) == past: // nothing, or merged with the step before
				steps[len(steps)-1] = stateOf(t, e)
			default: // merged into nothing
				steps = steps[:len(e.past)+1]
			}
		}
		for i := len(steps) - 2; i >= 0; i-- {
			if !e.Undo() {
				t.Fatalf("nothing to undo at step %d", i)
			}
			if got := bytesOf(t, e.Design()); got != steps[i].bytes {
				t.Fatalf("undo to step %d gives\n%s\nwant\n%s", i, got, steps[i].bytes)
			}
		}
		if e.Undo() {
			t.Fatal("an undo too many")
		}
		for i := 1; i < len(steps); i++ {
			if !e.Redo() {
				t.Fatalf("nothing to redo at step %d", i)
			}
			if got := bytesOf(t, e.Design()); got != steps[i].bytes {
				t.Fatalf("redo to step %d gives\n%s\nwant\n%s", i, got, steps[i].bytes)
			}
		}
		for i, s := range steps {
			if bytesOf(t, s.design) != s.bytes {
				t.Fatalf("the design of step %d was written to", i)
			}
		}
	})
}

func setFlag(t *testing.T, name, value string) {
	t.Helper()
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
}

// anyOf draws an id of a map, or one that is not in it.
func anyOf[T any](t *rapid.T, name string, m map[string]T) string {
	return rapid.SampledFrom(append(keys(m), "nobody")).Draw(t, name)
}

func anyPlace(t *rapid.T) [2]float64 {
	x := rapid.Float64Range(-1e4, 1e4)
	return [2]float64{math.Round(x.Draw(t, "x")), math.Round(x.Draw(t, "y"))}
}

func anyEnd(t *rapid.T, d *design.Design) design.End {
	return design.End{anyOf(t, "node", d.Nodes), rapid.SampledFrom([]string{"in", "out", "hit", "miss"}).Draw(t, "port")}
}

// randomEdit makes one edit. Refusals are part of the game: a refused edit
// must leave no trace, which the caller's bookkeeping finds out.
func randomEdit(t *rapid.T, e *Editor) {
	d := e.Design()
	node, edge := anyOf(t, "node", d.Nodes), anyOf(t, "edge", d.Edges)
	kinds := component.Kinds()
	kind := rapid.SampledFrom(kinds).Draw(t, "kind").ID
	word := rapid.StringMatching(`[a-z你好 ]{0,8}`).Draw(t, "word")
	edits := map[string]func(){
		"add":       func() { _, _ = e.Add(kind, anyPlace(t)) },
		"attach":    func() { _, _ = e.AddConnected(kind, anyPlace(t), anyEnd(t, d)) },
		"into":      func() { _, _ = e.AddInto(kind, anyPlace(t), edge) },
		"insert":    func() { _ = e.Insert(node, edge) },
		"moveInto":  func() { _ = e.MoveInto(node, edge, anyPlace(t)) },
		"connect":   func() { _, _ = e.Connect(anyEnd(t, d), anyEnd(t, d)) },
		"reconnect": func() { _ = e.Reconnect(edge, anyEnd(t, d), anyEnd(t, d)) },
		"cut wire":  func() { _ = e.Disconnect(edge) },
		"edge":      func() { _ = e.EditEdge(edge, func(c *design.Edge) { c.Async = !c.Async; c.Classes = []string{"a"} }) },
		"move":      func() { _ = e.Move([]string{node}, anyPlace(t)) },
		"nudge":     func() { _ = e.Nudge(16, 0) },
		"delete":    func() { _ = e.DeleteSelection(rapid.Bool().Draw(t, "heal")) },
		"rename":    func() { _ = e.Rename(node, word) },
		"param":     func() { _ = e.SetParam(node, "servers", quantity.Num(float64(rapid.IntRange(1, 3).Draw(t, "n")))) },
		"reset":     func() { _ = e.ClearParam(node, "servers") },
		"apply":     func() { _ = e.Fix(map[string]quantity.Value{node + ".servers": quantity.Num(2)}) },
		"draw":      func() { _ = e.SetDraw(node, &design.Draw{ID: "a"}) },
		"vary":      func() { _ = e.SetVary(node, "servers", &design.Range{Min: quantity.Num(1)}) },
		"title":     func() { _ = e.SetTitle(word) },
		"settings":  func() { _ = e.EditSettings(func(s *design.Settings) { s.Region = word }) },
		"class":     func() { _ = e.SetClass("a", &design.Class{Name: word}) },
		"unclass":   func() { _ = e.SetClass("a", nil) },
		"pool":      func() { _ = e.SetPool("a", &design.Pool{Kind: "compute", Units: quantity.Num(4)}) },
		"unpool":    func() { _ = e.SetPool("a", nil) },
		"objective": func() { _ = e.SetObjectives([]design.Objective{{Metric: "utilisation", Node: node}}) },
		"scenario": func() {
			_ = e.SetScenario("peak", &design.Scenario{Set: map[string]quantity.Value{node + ".servers": quantity.Num(9)}})
		},
		"slice":      func() { _ = e.Slice(edge, anyOf(t, "other", d.Edges)) },
		"tidy":       func() { _ = e.Tidy(map[string][2]float64{node: anyPlace(t)}) },
		"name group": func() { _ = e.RenameGroup(anyOf(t, "group", d.Groups), word) },
		"replace": func() {
			if fragment := e.Copy(); fragment != nil { // without the edges that come in from outside
				for id, ed := range fragment.Edges {
					if fragment.Nodes[ed.From.Node()] == nil {
						delete(fragment.Edges, id)
					}
				}
				_ = e.Replace(fragment)
			}
		},
		"choose": func() { e.Select(anySelection(t, d)) },
		"toggle": func() {
			e.ToggleNode(node)
			e.ToggleEdge(edge)
		},
		"downstream": e.SelectDownstream,
		"none":       e.SelectNone,
		"group":      func() { _, _ = e.Group() },
		"join": func() {
			_ = e.Join([]string{node}, []string{anyOf(t, "group", d.Groups)}, rapid.SampledFrom(append(keys(d.Groups), "")).Draw(t, "into"))
		},
		"place notes": func() { _ = e.PlaceNotes(map[string][2]float64{anyOf(t, "note", d.Notes): anyPlace(t)}) },
		"leave":       func() { _ = e.Leave() },
		"size note":   func() { _ = e.SizeNote(anyOf(t, "note", d.Notes), anyPlace(t)) },
		"ungroup":     func() { _ = e.Ungroup() },
		"fold":        func() { _ = e.ToggleCollapse(anyOf(t, "group", d.Groups)) },
		"bypass":      func() { _ = e.ToggleBypass() },
		"lock":        func() { _ = e.ToggleLock() },
		"align":       func() { _ = e.Align(Side(rapid.IntRange(0, 5).Draw(t, "side"))) },
		"distribute":  func() { _ = e.Distribute(rapid.Bool().Draw(t, "axis")) },
		"note":        func() { _, _ = e.AddNote(word, anyPlace(t)) },
		"edit note":   func() { _ = e.SetNote(anyOf(t, "note", d.Notes), word) },
		"cut":         func() { _, _ = e.Cut() },
		"paste": func() {
			if c, err := ReadFragment(FragmentText(e.Copy())); err == nil {
				_ = e.Paste(c, nil, rapid.Bool().Draw(t, "incoming"))
			}
		},
		"duplicate": func() { _ = e.Duplicate([2]float64{32, 32}, rapid.Bool().Draw(t, "incoming")) },
		"gesture": func() {
			e.Begin()
			for range 3 {
				_ = e.SetParam(node, "servers", quantity.Num(float64(rapid.IntRange(1, 3).Draw(t, "n"))))
			}
			if rapid.Bool().Draw(t, "cancel") {
				e.Cancel()
			}
			e.End()
		},
		"select":   func() { e.SelectNodes(randomNodes(t, d)...) },
		"all":      e.SelectAll,
		"upstream": e.SelectUpstream,
	}
	name := rapid.SampledFrom(keys(edits)).Draw(t, "edit")
	if rapid.IntRange(0, 3).Draw(t, "more") == 0 {
		name = rapid.SampledFrom([]string{"add", "connect", "attach", "select"}).Draw(t, "edit") // so that there is something to edit
	}
	edits[name]()
}

// anySelection draws a selection of all kinds of parts.
func anySelection(t *rapid.T, d *design.Design) Selection {
	return Selection{
		Nodes: randomNodes(t, d), Edges: []string{anyOf(t, "edge", d.Edges)},
		Groups: []string{anyOf(t, "group", d.Groups)}, Notes: []string{anyOf(t, "note", d.Notes)},
	}
}

func randomNodes(t *rapid.T, d *design.Design) []string {
	var out []string
	for _, id := range keys(d.Nodes) {
		if rapid.Bool().Draw(t, id) {
			out = append(out, id)
		}
	}
	return out
}

// checkWhole fails if a part refers to one that is not there.
func checkWhole(t *rapid.T, d *design.Design) {
	for id, ed := range d.Edges {
		if d.Nodes[ed.From.Node()] == nil || d.Nodes[ed.To.Node()] == nil {
			t.Fatalf("edge %s hangs: %v", id, ed)
		}
	}
	home := map[string]string{}
	for id, g := range d.Groups {
		if len(g.Nodes)+len(g.Groups) == 0 {
			t.Fatalf("group %s is empty", id)
		}
		for _, m := range slices.Concat(g.Nodes, g.Groups) {
			if d.Nodes[m] == nil && d.Groups[m] == nil {
				t.Fatalf("group %s holds %s, which is gone", id, m)
			}
		}
		for _, n := range g.Nodes {
			if home[n] != "" {
				t.Fatalf("node %s is in groups %s and %s", n, home[n], id)
			}
			home[n] = id
		}
	}
	for _, s := range d.Scenarios {
		for key := range s.Set {
			if node, _, _ := strings.Cut(key, "."); node != "nobody" && d.Nodes[node] == nil {
				t.Fatalf("a scenario sets %s of a node that is gone", key)
			}
		}
	}
	for _, o := range d.Objectives {
		if o.Node != "nobody" && d.Nodes[o.Node] == nil {
			t.Fatalf("an objective is about %s, which is gone", o.Node)
		}
	}
	for _, f := range design.Check(d) {
		if !strings.Contains(f.Message.EN, "nobody") {
			t.Fatalf("%s: %s", f.Code, f.Message.EN)
		}
	}
	// What autosave writes and a restored draft is read from.
	back, err := design.Decode([]byte(bytesOf(t, d)))
	if err != nil {
		t.Fatalf("the document does not read back: %v", err)
	}
	if !back.Equal(d) {
		t.Fatal("the document reads back as another")
	}
}

// TestSequencesKnowEveryEdit fails when the Editor has learnt an edit that
// the random sessions never make.
func TestSequencesKnowEveryEdit(t *testing.T) {
	source, err := os.ReadFile("sequence_test.go")
	if err != nil {
		t.Fatal(err)
	}
	// What changes no document, and what the sessions are made of.
	no := map[string]bool{
		"CanInsert": true, "CanInsertKind": true, "Check": true, "Design": true, "Fitting": true, "FittingKinds": true, "Load": true,
		"RedoLabel": true, "UndoLabel": true, "Selection": true, "Version": true, "Watch": true, "SelectEdges": true,
		"CanLeave": true, "Joinable": true,
		"Do":    true, // every edit is one
		"Place": true, // Align, Distribute and Tidy are it
		"Apply": true, // Fix is it
	}
	editor := reflect.TypeOf(&Editor{})
	for i := range editor.NumMethod() {
		name := editor.Method(i).Name
		if !no[name] && !strings.Contains(string(source), "e."+name) {
			t.Errorf("no random session uses %s", name)
		}
	}
}
