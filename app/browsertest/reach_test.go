package browsertest

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/screens"
	"weir/app/edit"
	"weir/engine/design"
)

// focused is the test id of what has the focus.
func focused(t *testing.T, page *chrome.Page) string {
	t.Helper()
	id, err := chrome.Eval[string](page, `document.activeElement?.dataset?.testid ?? document.activeElement?.tagName ?? ""`)
	must(t, err)
	return id
}

// tabTo presses Tab until what has a test id has the focus.
func tabTo(t *testing.T, page *chrome.Page, id string) {
	t.Helper()
	for range 120 {
		if focused(t, page) == id {
			return
		}
		must(t, page.Press("\t"))
	}
	t.Fatalf("Tab never comes to %s", id)
}

// TestKeyboardAlone builds a design, connects it, edits it, reads the answer
// and shares it, without the pointer.
func TestKeyboardAlone(t *testing.T) {
	page := open(t, "about:blank")
	must(t, page.OnEveryDocument(listening))
	must(t, page.Go(serve(t)+"/#new"))
	must(t, page.Until(`document.querySelector('[data-testid="start-blank"]')`, patience))
	tabTo(t, page, "start-blank")
	must(t, page.Type("\r"))
	waitReady(t, page)
	for _, kind := range []string{"source.requests", "proc.cpu", "sink.response"} {
		tabTo(t, page, "kind:"+kind)
		must(t, page.Type("\r"))
		waitFor(t, func() bool {
			for _, n := range draft(t, page).Nodes {
				if n.Kind == kind {
					return true
				}
			}
			return false
		}, "Enter in the palette does not add %s", kind)
	}

	// The utilisation table is the outline: C on a part lists what it can be
	// connected to, Enter on it opens its parameters.
	tabTo(t, page, "tab:latency")
	must(t, page.Press(kb.ArrowRight))
	must(t, page.Press(kb.ArrowRight))
	must(t, page.Until(`document.querySelector('[data-testid="sort:name"]')`, patience))
	d := draft(t, page)
	source, cpu, sink := nodeOf(t, d, "source.requests"), nodeOf(t, d, "proc.cpu"), nodeOf(t, d, "sink.response")
	for i, wire := range [][2]string{{source, cpu}, {cpu, sink}} {
		tabTo(t, page, "cell-go:"+wire[0])
		must(t, page.Type("c"))
		must(t, page.Until(`document.activeElement?.dataset.testid === "quick-add-find"`, patience))
		must(t, page.Press(kb.ArrowDown))
		for range 10 {
			if strings.HasPrefix(focused(t, page), "pick:"+wire[0]+".out>"+wire[1]+".") {
				break
			}
			must(t, page.Press(kb.ArrowDown))
		}
		must(t, page.Type("\r"))
		waitFor(t, func() bool { return len(draft(t, page).Edges) == i+1 }, "%v are not connected", wire)
	}

	// What changes within a second is told as one: let what was drawn be told.
	time.Sleep(1300 * time.Millisecond)
	tabTo(t, page, "cell-go:"+cpu)
	must(t, page.Type("\r"))
	must(t, page.Until(`document.activeElement?.closest(".inspector")`, patience))
	tabTo(t, page, "param:servers")
	must(t, page.Do(selectAll()))
	must(t, page.Type("1\r")) // a single server waits visibly more
	waitFor(t, func() bool { return draft(t, page).Nodes[cpu].Params["servers"].String() == "1" }, "the parameter is not edited")
	heard := func() string {
		text, err := chrome.Eval[string](page, `window.heard.join(" | ")`)
		must(t, err)
		return text
	}
	waitFor(t, func() bool { return strings.Contains(heard(), "p99") }, "the new p99 is not announced; heard was %q", lazily(func() any { return heard() }))

	tabTo(t, page, "share")
	must(t, page.Type("\r"))
	if link := valueOf(t, page, "link-text"); !strings.Contains(link, "#d1.") {
		t.Errorf("the link is %q", link)
	}
	must(t, page.Press("\x1b"))
	waitFor(t, func() bool { return focused(t, page) == "share" }, "the dialog gives the focus to %v", lazily(func() any { return focused(t, page) }))
}

// TestDialogsKeepTheFocus: Tab stays in every dialog in both directions, and
// Escape gives the focus back to what opened it.
func TestDialogsKeepTheFocus(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	for _, opener := range []string{"share", "export", "versions", "settings", "help"} {
		must(t, page.Click(testID(opener)))
		must(t, page.Until(`document.activeElement?.closest(".dialog")`, patience))
		for i := range 60 {
			var held []chromedp.Modifier
			if i >= 30 {
				held = append(held, chromedp.ModifierShift)
			}
			must(t, page.Press("\t", held...))
			inside, err := chrome.Eval[bool](page, `!!document.activeElement?.closest(".dialog")`)
			must(t, err)
			if !inside {
				t.Errorf("Tab leaves the dialog of %s", opener)
				break
			}
		}
		must(t, page.Press("\x1b"))
		waitFor(t, func() bool { return focused(t, page) == opener }, "%s: the focus goes to %v", opener, lazily(func() any { return focused(t, page) }))
	}
}

// TestOutlineEdits: the table renames, edits in place and deletes, by keys.
func TestOutlineEdits(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Fill(testID("cell:gateway:servers"), "9"))
	waitFor(t, func() bool { return draft(t, page).Nodes["gateway"].Params["servers"].String() == "9" }, "the cell does not edit")
	must(t, page.Click(testID("cell-go:answer")))
	must(t, page.Press(kb.F2))
	must(t, page.Until(`document.activeElement?.dataset.testid === "name"`, patience))
	must(t, page.Do(selectAll()))
	must(t, page.Type("Answer\r"))
	waitFor(t, func() bool { return draft(t, page).Nodes["answer"].Name == "Answer" }, "F2 does not rename")
	must(t, page.Click(testID("cell-go:answer")))
	must(t, page.Press(kb.Delete))
	waitFor(t, func() bool { return draft(t, page).Nodes["answer"] == nil }, "Delete does not delete")
	waitFor(t, func() bool { return strings.HasPrefix(focused(t, page), "cell-go:") }, "the focus leaves the table: %v", lazily(func() any { return focused(t, page) }))
}

// rowOrder lists the parts of the outline from the top.
func rowOrder(t *testing.T, page *chrome.Page) string {
	t.Helper()
	order, err := chrome.Eval[string](page, `[...document.querySelectorAll('.drawer tbody [data-testid^="row:"]')].map(e => e.dataset.testid.slice(4)).join(" ")`)
	must(t, err)
	return order
}

// TestRowActionsAreInView: what can be done with a row is never half cut,
// however little room the inspector leaves the table.
func TestRowActionsAreInView(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("cell-go:llm")))
	must(t, page.Until(here("param:replicas"), patience))
	cut, err := chrome.Eval[string](page, `(() => {
		const scroll = document.querySelector(".drawer .scroll").getBoundingClientRect();
		return [...document.querySelectorAll(".drawer .cell-do")].filter(e => e.getBoundingClientRect().right > scroll.right + 0.5).map(e => e.dataset.testid).join(" ");
	})()`)
	must(t, err)
	if cut != "" {
		t.Errorf("cut off at the right: %s", cut)
	}
}

// TestRowsKeepStill: while the pointer is over the outline or the focus in it,
// a new answer does not move its rows; when both have left, they are sorted.
func TestRowsKeepStill(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Until(here("row:gateway"), patience))
	order := func(what string, want func(now string) bool) {
		t.Helper()
		waitFor(t, func() bool { return want(rowOrder(t, page)) }, "%s: %v", what, lazily(func() any { return rowOrder(t, page) }))
	}
	load := func() string {
		v, err := chrome.Eval[string](page, `document.querySelector('[data-testid="row:gateway"] [data-value]').dataset.value`)
		must(t, err)
		return v
	}
	before, was := rowOrder(t, page), load()

	// A gateway of one worker is the second busiest. Enter leaves the cell; the
	// pointer is still over it.
	must(t, page.Fill(testID("cell:gateway:servers"), "1"))
	waitFor(t, func() bool { return load() != was }, "the load stays")
	must(t, page.Quiet(patience))
	order("under the pointer the rows move", func(now string) bool { return now == before })
	must(t, page.Move(chrome.Mouse{}, chrome.Point{X: 700, Y: 10}))
	order("left by the pointer, the rows are not sorted", func(now string) bool { return strings.HasPrefix(now, "llm gateway ") })

	// With the focus on a row and the pointer elsewhere the design changes back.
	must(t, page.Click(testID("cell-go:gateway")))
	must(t, page.Move(chrome.Mouse{}, chrome.Point{X: 700, Y: 10}))
	must(t, page.Press("z", chrome.Ctrl))
	waitFor(t, func() bool { return load() == was }, "the load does not come back")
	must(t, page.Quiet(patience))
	order("under the focus the rows move", func(now string) bool { return strings.HasPrefix(now, "llm gateway ") })
	must(t, page.Click(testID("canvas")))
	order("left by the focus, the rows are not sorted", func(now string) bool { return now == before })
}

// TestTouch builds, connects, edits and shares on a phone, by touches alone.
func TestTouch(t *testing.T) {
	url := serve(t)
	page := openIn(t, screens.Sizes[2], "en", "light")
	must(t, page.Go(url+"/#new"))
	must(t, page.Tap(testID("start-blank")))
	waitReady(t, page)
	for i, kind := range []string{"source.requests", "proc.cpu", "sink.response"} {
		must(t, page.Tap(testID("dock:palette")))
		must(t, page.Until(`document.querySelector('.app').dataset.sheet === "palette"`, patience))
		must(t, page.Tap(testID("kind:"+kind)))
		waitFor(t, func() bool { return len(draft(t, page).Nodes) == i+1 }, "a tap does not add %s", kind)
	}
	must(t, page.Tap(testID("dock:results")))
	must(t, page.Tap(testID("tab:utilisation")))
	d := draft(t, page)
	source, cpu, sink := nodeOf(t, d, "source.requests"), nodeOf(t, d, "proc.cpu"), nodeOf(t, d, "sink.response")
	column := func() float64 {
		left, err := chrome.Eval[float64](page, fmt.Sprintf("(e => e.getBoundingClientRect().left - e.closest('tr').getBoundingClientRect().left)(document.querySelector(%q))", testID("row-connect:"+cpu)))
		must(t, err)
		return left
	}
	stands := column()
	for i, wire := range [][2]string{{source, cpu}, {cpu, sink}} {
		must(t, page.Tap(testID("row-connect:"+wire[0])))
		must(t, page.Tap(`[data-testid^="pick:`+wire[0]+`.out>`+wire[1]+`."]`))
		waitFor(t, func() bool { return len(draft(t, page).Edges) == i+1 }, "%v are not connected", wire)
	}
	must(t, page.Until(here("row:"+cpu)+`?.querySelector("[data-value]")`, patience))
	must(t, page.Quiet(patience))
	if now := column(); now != stands {
		t.Errorf("answers move what a finger aims at from %g to %g", stands, now)
	}
	must(t, page.Tap(testID("row-edit:"+cpu)))
	must(t, page.Until(`document.querySelector('.app').dataset.sheet === "inspector"`, patience))
	was := valueOf(t, page, "param:servers")
	must(t, page.Tap(testID("step:greater:servers")))
	waitFor(t, func() bool { return valueOf(t, page, "param:servers") != was }, "the stepper does nothing")
	must(t, page.Tap(testID("share")))
	if link := valueOf(t, page, "link-text"); !strings.Contains(link, "#d1.") {
		t.Errorf("the link is %q", link)
	}
}

// TestReducedMotion: whoever asks for less motion gets none.
func TestReducedMotion(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	must(t, page.Still())
	waitReady(t, page)
	moving, err := chrome.Eval[int](page, `[...document.querySelectorAll("body *")].filter(e => {
		const s = getComputedStyle(e);
		return s.transitionDuration.split(",").some(d => parseFloat(d) > 0) && s.transitionProperty !== "none" || s.animationName !== "none";
	}).length`)
	must(t, err)
	if moving > 0 {
		t.Errorf("%d elements move all the same", moving)
	}
}

// TestTwiceTheText: with text at 200 % nothing is wider than the window and
// every panel can still be read, by scrolling it.
func TestTwiceTheText(t *testing.T) {
	page := openIn(t, screens.Size{Name: "zoomed", Width: 720, Height: 450, Small: false}, "en", "light") // what 200 % makes of 1440 × 900
	must(t, page.Go(serve(t)+"/#example=customer-service"))
	waitReady(t, page)
	for _, sheet := range []string{"dock:inspector", "dock:results", "dock:palette"} {
		must(t, page.Click(testID(sheet)))
		checkFits(t, page, "200 % "+sheet)
	}
}

// TestBrowserFontSize: the font size of the browser counts.
func TestBrowserFontSize(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	sizes := `[...document.querySelectorAll("body, .figure-name, .btn, .part-name, td, th, .objective, .tab")].map(e => parseFloat(getComputedStyle(e).fontSize))`
	before, err := chrome.Eval[[]float64](page, sizes)
	must(t, err)
	after, err := chrome.Eval[[]float64](page, `(document.documentElement.style.fontSize = "200%", `+sizes+`)`)
	must(t, err)
	for i := range before {
		if after[i] != 2*before[i] {
			t.Errorf("of %d texts, number %d has %g px at 100 %% and %g px at 200 %%", len(before), i, before[i], after[i])
		}
	}
}

// TestExampleFollowsTheLanguage: an example nobody has touched changes its
// names with the language; one that was edited keeps them.
func TestExampleFollowsTheLanguage(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	english := valueOf(t, page, "title")
	must(t, page.Click(testID("language")))
	waitFor(t, func() bool { return valueOf(t, page, "title") != english }, "the example keeps its English title")
	chinese := valueOf(t, page, "title")
	must(t, page.Fill(testID("title"), chinese+" 2"))
	must(t, page.Click(testID("language")))
	waitFor(t, func() bool { return valueOf(t, page, "title") == chinese+" 2" }, "an edited example is renamed")
}

// TestEveryCommand: whatever a bar, menu or tab does, the palette finds; what
// cannot be done says why, and undo is never missing.
func TestEveryCommand(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	must(t, page.Press("k", chrome.Ctrl))
	must(t, page.Until(`document.activeElement?.dataset.testid === "quick-add-find"`, patience))
	for search, id := range map[string]string{"simul": "simulate", "share": "share", "theme": "theme", "export": "export", "versions": "versions", "settings": "settings",
		"language": "language", "help": "help", "compare": "show-compare", "accuracy": "accuracy"} {
		must(t, page.Do(selectAll()))
		must(t, page.Type(search))
		must(t, page.Until(here("pick:"+id), patience))
	}
	for search, id := range map[string]string{"group": "group", "duplicate": "duplicate", "undo": "undo"} {
		must(t, page.Do(selectAll()))
		must(t, page.Type(search))
		must(t, page.Until(here("pick:"+id)+`?.getAttribute("aria-disabled") === "true"`, patience))
	}
}

// TestTypingStaysQuick: in a design of a thousand parts a key typed into a
// parameter is drawn soon, although every pause of the typing is an edit that
// is evaluated. The median counts: the machine of the test does other things too.
func TestTypingStaysQuick(t *testing.T) {
	page := open(t, serve(t)+"/"+linkToMany(t, 1000))
	waitReady(t, page)
	must(t, page.Until(here("summary"), patience))
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(`[data-testid^="cell-go:"]`))
	must(t, page.Until(`document.querySelector('.inspector [data-testid^="param:"]:not([type="checkbox"]):not(select)')`, patience))
	must(t, page.Click(`.inspector [data-testid^="param:"]:not([type="checkbox"]):not(select)`))
	must(t, page.Quiet(patience))
	_, err := chrome.Eval[any](page, `(window.keys = [], new PerformanceObserver(list => {
		for (const e of list.getEntries()) if (e.name === "keydown") window.keys.push(e.duration);
	}).observe({type: "event", durationThreshold: 16}), window.tasks = [], new PerformanceObserver(list => {
		for (const e of list.getEntries()) window.tasks.push(Math.round(e.duration));
	}).observe({type: "longtask"}), 1)`)
	must(t, err)
	const typed = 16
	for i := range typed {
		must(t, page.Press(string(rune('1'+i%9))))
		time.Sleep(60 * time.Millisecond)
		if i%4 == 3 {
			time.Sleep(400 * time.Millisecond) // a pause: what was typed counts
		}
	}
	must(t, page.Quiet(patience))
	slow, err := chrome.Eval[[]float64](page, "window.keys.sort((a, b) => b - a)") // only those of 16 ms and more are told
	must(t, err)
	t.Logf("of %d keys these took 16 ms or more: %v", typed, slow)
	tasks, err := chrome.Eval[[]float64](page, "window.tasks")
	must(t, err)
	t.Logf("tasks of 50 ms or more: %v", tasks)
	if len(slow) > typed/2 && slow[typed/2] > 100 {
		t.Errorf("every second key is drawn after %.0f ms or more", slow[typed/2])
	}
}

// TestLargeGroupIsListedByPages: of a group of 64 parts so many are listed as
// make no hitch, the others when asked for, in the same order.
func TestLargeGroupIsListedByPages(t *testing.T) {
	d := edit.Blank()
	d.Nodes, d.Groups = map[string]*design.Node{}, map[string]*design.Group{"g": {}}
	for i := range 64 {
		id := fmt.Sprintf("n%02d", i)
		d.Nodes[id] = &design.Node{Kind: "proc.cpu", At: [2]float64{300 * float64(i%8), 180 * float64(i/8)}}
		d.Groups["g"].Nodes = append(d.Groups["g"].Nodes, id)
	}
	s := openStudio(t, d)
	s.fresh(t)
	must(t, s.page.ClickAt(s.at(t, 30, -20)))
	listed := `document.querySelectorAll('.inspector [data-testid^="member:"]').length`
	s.shows(t, listed+" === 16")
	must(t, s.page.Click(testID("members")))
	s.shows(t, listed+" === 64")
	must(t, s.page.Click(testID("member:n63")))
	s.shows(t, `document.querySelector('.inspector [data-testid="param:servers"]')`)
}

// TestManyPartsStayLight: a design of a thousand parts mounts far fewer than
// go-app's 4,096 components, whatever tab is open.
func TestManyPartsStayLight(t *testing.T) {
	page := open(t, serve(t)+"/"+linkToMany(t, 1000))
	waitReady(t, page)
	for _, tab := range []string{"latency", "cost", "utilisation", "problems"} {
		must(t, page.Click(testID("tab:"+tab)))
		must(t, page.Quiet(patience))
		n, err := chrome.Eval[int](page, `document.querySelectorAll("body *").length`)
		must(t, err)
		t.Logf("%s: %d elements", tab, n)
		if n > 3500 {
			t.Errorf("%s: %d elements", tab, n)
		}
	}
	s := &studio{page}
	for _, open := range []struct {
		key  string
		held []chrome.Modifier
	}{{"f", []chrome.Modifier{chrome.Ctrl}}, {"k", []chrome.Modifier{chrome.Ctrl}}, {"c", nil}} {
		s.focus(t)
		must(t, page.Press(open.key, open.held...))
		s.shows(t, `document.activeElement.closest('[data-testid="quick-add"]')`)
		lines, err := chrome.Eval[int](page, `document.querySelectorAll('[data-testid="quick-add"] .part').length`)
		must(t, err)
		if lines < 30 || lines > 100 || !strings.Contains(s.text(t, `[data-testid="quick-add"] .nothing`), "more") {
			t.Errorf("%s lists %d lines at once", open.key, lines)
		}
		must(t, page.Press(escape))
		s.shows(t, `!document.querySelector('[data-testid="quick-add"]')`)
	}
}
