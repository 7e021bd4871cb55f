package canvas

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"weir/app/edit"
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// chain is requests -> cpu -> response in one row, with a view of it.
func chain(t interface{ Fatal(...any) }) (*edit.Editor, *Canvas, *[]string) {
	e := edit.New(nil)
	for i, kind := range []string{"source.requests", "proc.cpu", "sink.response"} {
		if _, err := e.Add(kind, [2]float64{float64(i) * 320, 0}); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range [][2]string{{"requests", "cpu"}, {"cpu", "response"}} {
		if _, err := e.Connect(design.End{p[0], "out"}, design.End{p[1], "in"}); err != nil {
			t.Fatal(err)
		}
	}
	e.SelectNone()
	var said []string
	say := func(t component.Text) { said = append(said, t.EN) }
	c := New(e, Host{Say: say, Announce: say})
	c.Resize(1200, 700)
	c.SetView(1, Point{100, 100})
	return e, c, &said
}

func TestIndexFindsWhatIsThere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, all := newIndex[int](), map[int]Rect{}
		for i := range rapid.IntRange(1, 60).Draw(t, "things") {
			k := rapid.IntRange(0, 20).Draw(t, "key")
			if i%5 == 4 {
				x.remove(k)
				delete(all, k)
				continue
			}
			r := span(anyPoint(t, "a", 4000), anyPoint(t, "b", 4000))
			x.put(k, r)
			all[k] = r
		}
		q := span(anyPoint(t, "p", 4000), anyPoint(t, "q", 4000))
		var got, want []int
		x.find(q, func(k int) { got = append(got, k) })
		bounds := nothing
		for k, r := range all {
			bounds = bounds.Union(r)
			if r.Meets(q) {
				want = append(want, k)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Fatalf("found %v, want %v", got, want)
		}
		if x.bounds() != bounds {
			t.Fatalf("bounds %v, want %v", x.bounds(), bounds)
		}
	})
}

// TestSceneFollowsTheEditor: after any edits the scene that followed them
// draws every tile as one that was loaded at once does.
func TestSceneFollowsTheEditor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, c, _ := chain(t)
		for range rapid.IntRange(1, 25).Draw(t, "edits") {
			d := e.Design()
			ids := append(sortedKeys(d.Nodes), "nobody")
			a, b := rapid.SampledFrom(ids).Draw(t, "a"), rapid.SampledFrom(ids).Draw(t, "b")
			switch rapid.IntRange(0, 7).Draw(t, "edit") {
			case 0:
				_, _ = e.Add(rapid.SampledFrom(component.Kinds()).Draw(t, "kind").ID, anyPoint(t, "at", 1500).Pair())
			case 1:
				_ = e.Move([]string{a}, anyPoint(t, "by", 800).Pair())
			case 2:
				_, _ = e.Connect(design.End{a, "out"}, design.End{b, "in"})
			case 3:
				e.SelectNodes(a)
				_ = e.DeleteSelection(rapid.Bool().Draw(t, "heal"))
			case 4:
				e.SelectNodes(a, b)
				_, _ = e.Group()
			case 5:
				e.Undo()
			case 6:
				e.Redo()
			case 7:
				e.SelectNodes(a)
				_ = e.ToggleBypass()
			}
		}
		fresh := newScene()
		fresh.Load(e.Design())
		if got, want := drawn(c.scene), drawn(fresh); got != want {
			t.Fatalf("followed:\n%s\nloaded:\n%s", got, want)
		}
		if c.scene.Bounds() != fresh.Bounds() {
			t.Fatalf("bounds %v, want %v", c.scene.Bounds(), fresh.Bounds())
		}
	})
}

// drawn is every tile at every level of detail as text, pieces sorted: the
// order inside a path does not matter.
func drawn(s *Scene) string {
	var out []string
	for d := Dot; d <= Full; d++ {
		tiles := map[tile]bool{}
		for c := range s.cardAt.cells {
			tiles[tileOf(d, c)] = true
		}
		for c := range s.wireAt.cells {
			tiles[tileOf(d, c)] = true
		}
		for tl := range tiles {
			sh := s.draw(tl)
			for k, b := range sh.paths {
				pieces := strings.Split(string(b), "M")
				slices.Sort(pieces)
				out = append(out, strings.Join([]string{strconv.Itoa(int(d)), strconv.Itoa(int(k.part)), strconv.Itoa(int(k.n)), strings.Join(pieces, "M")}, " "))
			}
		}
	}
	slices.Sort(out)
	return strings.Join(out, "\n")
}

func TestEditTouchesFewTiles(t *testing.T) {
	e := edit.New(nil)
	for i := range 200 {
		_, _ = e.Add("proc.cpu", [2]float64{float64(i%20) * 300, float64(i/20) * 200})
	}
	c := New(e, Host{})
	clear(c.scene.dirty)
	_ = e.Move([]string{"cpu"}, [2]float64{16, 0})
	if n := len(c.scene.dirty); n != 1 {
		t.Errorf("moving one node by a step makes %d of %d cells out of date", n, len(c.scene.cardAt.cells))
	}
	clear(c.scene.dirty)
	e.SelectNodes("cpu")
	if n := len(c.scene.dirty); n != 0 {
		t.Errorf("selecting makes %d cells out of date", n)
	}
}

func TestReportTouchesWhatLooksDifferent(t *testing.T) {
	_, c, _ := chain(t)
	r := &report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.5}}}
	c.SetReport(r)
	clear(c.scene.dirty)
	again := &report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.5001}}}
	c.SetReport(again)
	if len(c.scene.dirty) != 0 {
		t.Error("the same bar is drawn again")
	}
	c.SetReport(&report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.9}}})
	if len(c.scene.dirty) == 0 {
		t.Error("a longer bar is not drawn")
	}
}

func TestMarks(t *testing.T) {
	e, c, _ := chain(t)
	nan := report.Number(math.NaN())
	fault := diagnostic.Diagnostic{Code: "llm.memory", Severity: diagnostic.Error, At: diagnostic.Place{Node: "cpu"}, Message: component.Text{EN: "Does not fit", ZH: "放不下"}}
	bottle := report.Summary{Bottleneck: &report.Subject{Node: "cpu"}}
	headroom := []report.Objective{{Metric: "headroom", Min: 0.4, Max: nan}}
	for name, x := range map[string]struct {
		r     report.Report
		mark  mark
		level level
	}{
		"calm":                    {report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.5}}}, noMark, calm},
		"bottleneck, not busy":    {report.Report{Summary: bottle, Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.5}}}, bottleneck, calm},
		"bottleneck, busy":        {report.Report{Summary: bottle, Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.91}}}, bottleneck, warned},
		"above its headroom":      {report.Report{Objectives: headroom, Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.7}}}, noMark, warned},
		"overloaded":              {report.Report{Summary: bottle, Nodes: map[string]*report.Node{"cpu": {Utilisation: 1.34}}}, overloaded, urgent},
		"slowest stage of a job":  {report.Report{Summary: bottle, Objectives: headroom, Nodes: map[string]*report.Node{"cpu": {Utilisation: 1, Method: report.ByJob}}}, pacing, calm},
		"unbounded":               {report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: report.Number(math.Inf(1))}}}, overloaded, urgent},
		"error":                   {report.Report{Diagnostics: []diagnostic.Diagnostic{fault}, Nodes: map[string]*report.Node{"cpu": {Utilisation: nan}}}, faulty, urgent},
		"uncalibrated":            {report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.5, AI: &report.AI{}}}}, uncalibrated, calm},
		"calibrated AI says none": {report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.5, AI: &report.AI{Calibrated: true}}}}, noMark, calm},
	} {
		c.SetReport(&x.r)
		if l := c.scene.cards["cpu"].load; l.mark != x.mark || l.level != x.level {
			t.Errorf("%s: mark %d level %d, want %d %d", name, l.mark, l.level, x.mark, x.level)
		}
	}
	e.SelectNodes("cpu")
	_ = e.ToggleBypass()
	if l := c.scene.cards["cpu"].load; l.mark != bypassed {
		t.Errorf("a bypassed node has mark %d", l.mark)
	}
}

func TestFace(t *testing.T) {
	e, c, _ := chain(t)
	_ = e.SetParam("requests", "rate", quantity.Str("300/s"))
	c.SetReport(&report.Report{Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.914}, "requests": {Utilisation: report.Number(math.NaN())}}})
	if f := c.scene.face(c.scene.cards["requests"]); f.Rows[0] != (Row{"Rate", "300/s"}) || f.Title != "Users" || f.Bar != "" || f.Note == "" {
		t.Errorf("source: %+v", f)
	}
	if f := c.scene.face(c.scene.cards["cpu"]); f.Bar != "91\u00a0%" {
		t.Errorf("station: %+v", f)
	}
	c.SetLang("zh")
	if f := c.scene.face(c.scene.cards["requests"]); f.Rows[0] != (Row{"速率", "300/s"}) || f.Title != "用户请求" {
		t.Errorf("in Chinese: %+v", f)
	}
}

func TestDescribe(t *testing.T) {
	e, c, _ := chain(t)
	_ = e.Rename("cpu", "GPU pool")
	c.SetReport(&report.Report{Summary: report.Summary{Bottleneck: &report.Subject{Node: "cpu"}}, Nodes: map[string]*report.Node{"cpu": {Utilisation: 0.92}}})
	got := c.Describe("cpu", "en")
	for _, part := range []string{"GPU pool", "utilisation 92\u00a0%", "Bottleneck", "1 in, 1 out"} {
		if !strings.Contains(got, part) {
			t.Errorf("%q lacks %q", got, part)
		}
	}
	if zh := c.Describe("cpu", "zh"); !strings.Contains(zh, "瓶颈") || !strings.Contains(zh, "利用率") {
		t.Errorf("in Chinese: %q", zh)
	}
	_ = e.Rename("cpu", "CPU service") // as its kind is called: that is said once
	if got := c.Describe("cpu", "en"); strings.Count(got, "CPU service") != 1 {
		t.Errorf("named as its kind: %q", got)
	}
}

func TestPathText(t *testing.T) {
	for x, want := range map[float64]string{0: "0", 12: "12", -0.04: "0", -0.05: "-0.1", 3.14: "3.1", -1234.56: "-1234.6"} {
		if got := string(appendCoord(nil, x)); got != want {
			t.Errorf("%v is written %q, want %q", x, got, want)
		}
	}
	if got := string(appendRect(nil, 1, 2, 3, 4)); got != "M1 2h3v4h-3z" {
		t.Errorf("rectangle: %q", got)
	}
}

func BenchmarkTile(b *testing.B) {
	e := edit.New(nil)
	for i := range 400 {
		_, _ = e.Add("proc.cpu", [2]float64{float64(i%20) * 288, float64(i/20) * 176})
	}
	s := newScene()
	s.Load(e.Design())
	for b.Loop() {
		s.draw(tile{Full, 1, 1})
	}
}

func TestEdgesKeepOutOfCards(t *testing.T) {
	e, c, _ := chain(t)
	_, _ = e.Add("proc.cpu", [2]float64{960, 0})
	id, err := e.Connect(design.End{"requests", "out"}, design.End{"cpu2", "in"})
	if err != nil {
		t.Fatal(err)
	}
	crossed := func() int {
		return c.scene.wires[id].Route.crossed([]Rect{c.scene.cards["cpu"].Bounds(), c.scene.cards["response"].Bounds()})
	}
	if n := crossed(); n != 0 {
		t.Errorf("a line over two cards in its row runs through %d of them", n)
	}
	_ = e.Move([]string{"cpu", "response"}, [2]float64{0, 400})
	if s := c.scene.wires[id].Route.shape; s != straight {
		t.Errorf("with the cards gone the line has shape %d, want straight", s)
	}
	e.Undo()
	if n := crossed(); n != 0 {
		t.Errorf("with the cards back it runs through %d of them", n)
	}
}
