package browsertest

import (
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"weir/app/browsertest/chrome"
)

// inspectedModel opens the example with its language model in the inspector.
func inspectedModel(t *testing.T) *chrome.Page {
	t.Helper()
	page := open(t, serve(t)+"/#example=customer-service")
	must(t, page.Still()) // what is clicked stays where it is
	waitReady(t, page)
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("cell-go:llm")))
	must(t, page.Until(`document.querySelector('[data-testid="param:replicas"]')`, patience))
	return page
}

func replicas(t *testing.T, page *chrome.Page) string {
	t.Helper()
	return draft(t, page).Nodes["llm"].Params["replicas"].String()
}

// TestNumbersAreStepped: arrows step a number, with Shift by ten, and all the
// steps taken in one visit of the field are one step to undo.
func TestNumbersAreStepped(t *testing.T) {
	page := inspectedModel(t)
	field := testID("param:replicas")
	was, err := strconv.Atoi(valueOf(t, page, "param:replicas"))
	must(t, err)
	must(t, page.Click(field))
	must(t, page.Press(kb.ArrowUp))
	must(t, page.Press(kb.ArrowUp))
	must(t, page.Press(kb.ArrowDown))
	must(t, page.Type("\r"))
	waitFor(t, func() bool { return replicas(t, page) == strconv.Itoa(was+1) }, "stepped to %v, want %d", lazily(func() any { return replicas(t, page) }), was+1)
	must(t, page.Click(testID("undo")))
	waitFor(t, func() bool { return valueOf(t, page, "param:replicas") == strconv.Itoa(was) }, "one undo does not take all steps back")
}

// TestNumbersAreScrubbed: dragging a label sideways changes its number, and
// one drag is one step to undo.
func TestNumbersAreScrubbed(t *testing.T) {
	page := inspectedModel(t)
	was := valueOf(t, page, "param:replicas")
	at, err := page.Center(testID("label:replicas"))
	must(t, err)
	must(t, page.Drag(at, chrome.Point{X: at.X + 40, Y: at.Y}))
	n, err := strconv.Atoi(was)
	must(t, err)
	waitFor(t, func() bool { return valueOf(t, page, "param:replicas") == strconv.Itoa(n+8) }, "scrubbed to %v, want %d", lazily(func() any { return valueOf(t, page, "param:replicas") }), n+8)
	must(t, page.Click(testID("undo")))
	waitFor(t, func() bool { return valueOf(t, page, "param:replicas") == was }, "one undo does not take the drag back")
}

// TestWrongUnitIsExplained: a wrong unit says what was expected and leaves
// the design as it was; text and complaint stay until Esc gives them up.
func TestWrongUnitIsExplained(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("cell-go:users")))
	was := valueOf(t, page, "param:rate")
	must(t, page.Click(testID("param:rate")))
	must(t, page.Do(selectAll()))
	must(t, page.Type("12 kg"))
	must(t, page.Until(`document.querySelector('[data-testid="error:rate"]')?.textContent.includes("expected a rate, e.g. 300/s")`, patience))
	must(t, page.Until(`document.querySelector('[data-testid="param:rate"]').getAttribute("aria-invalid") === "true"`, patience))
	complains := func(when string) {
		t.Helper()
		if got := valueOf(t, page, "param:rate"); got != "12 kg" {
			t.Errorf("%s the field shows %q", when, got)
		}
		must(t, page.Until(here("error:rate"), patience))
	}
	must(t, page.Type("\r"))
	complains("after Enter")
	must(t, page.Press("\t"))
	complains("when it is left")
	must(t, page.Click(testID("param:rate")))
	complains("when it is come back to")
	must(t, page.Press("\x1b"))
	waitFor(t, func() bool { return valueOf(t, page, "param:rate") == was }, "the field does not go back to %s", was)
	must(t, page.Until("!"+here("error:rate"), patience))
	waitFor(t, func() bool { return focused(t, page) == "CANVAS" }, "Esc gives the focus to %v", lazily(func() any { return focused(t, page) }))
}

// TestHalfANumberIsNoEdit: while 1e400 is typed, 1e4 is not taken; a whole
// number is asked for as one.
func TestHalfANumberIsNoEdit(t *testing.T) {
	page := inspectedModel(t)
	was := valueOf(t, page, "param:replicas")
	must(t, page.Click(testID("param:replicas")))
	must(t, page.Do(selectAll()))
	must(t, page.Type("1e400"))
	must(t, page.Until(here("error:replicas"), patience))
	must(t, page.Type("\r"))
	must(t, page.Press("\x1b"))
	if got := valueOf(t, page, "param:replicas"); got != was {
		t.Errorf("the design has %s", got)
	}
	must(t, page.Click(testID("param:replicas")))
	must(t, page.Do(selectAll()))
	must(t, page.Type("abc"))
	must(t, page.Until(here("error:replicas")+`.textContent.includes("whole number, e.g. 4")`, patience))
	must(t, page.Do(selectAll()))
	must(t, page.Type("9\r"))
	waitFor(t, func() bool { return replicas(t, page) == "9" }, "mended, the number is not taken")
}

// TestFixForetells: a fix says what it would come to and what it costs before
// it is applied; applied, it comes to that.
func TestFixForetells(t *testing.T) {
	page := inspectedModel(t)
	must(t, page.Fill(testID("param:replicas"), "4"))
	must(t, page.Click(testID("tab:problems")))
	overload := `document.querySelector('[data-testid^="problem:"][data-code="flow.overload"]')`
	outcome := overload + `?.querySelector('[data-testid^="fix-outcome:"]')?.textContent ?? ""`
	must(t, page.Until(outcome, patience))
	said, err := chrome.Eval[string](page, outcome)
	must(t, err)
	if !regexp.MustCompile(`Then utilisation \d+.%, p99 ≈ .*s, \+\$\d.*/month\.`).MatchString(said) {
		t.Errorf("the fix says %q", said)
	}
	must(t, page.Click(`[data-code="flow.overload"] [data-testid^="fix:"]`))
	must(t, page.Until("!"+overload, patience))
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Until(`document.querySelector('[data-testid="row:llm"] [data-value]')`, patience))
	load, err := chrome.Eval[string](page, `document.querySelector('[data-testid="row:llm"] [data-value]').textContent`)
	must(t, err)
	if !strings.Contains(said, "utilisation "+load) {
		t.Errorf("the load is %s, foretold was %q", load, said)
	}
}

// TestRangesEverywhere: what an edge, a class or a pool holds may be a range
// too, and gives bands; what is one number by nature refuses it.
func TestRangesEverywhere(t *testing.T) {
	page := inspectedModel(t)
	must(t, page.Press("\x1b"))
	must(t, page.Click(testID("settings")))
	must(t, page.Click(testID("tab:classes")))
	must(t, page.Fill(testID("class:question:tokens_out"), "40..80"))
	waitFor(t, func() bool { return draft(t, page).Classes["question"].TokensOut.Mean.String() == `"40..80"` }, "a class takes no range")
	must(t, page.Click(testID("class:question:tokens_out_scv")))
	must(t, page.Do(selectAll()))
	must(t, page.Type("1..2"))
	must(t, page.Until(`document.querySelector('.dialog .param-error')?.textContent.includes("not a range")`, patience))
	must(t, page.Press("\x1b"))
	must(t, page.Click(testID("dialog-close")))
	must(t, page.Click(testID("canvas")))
	must(t, page.Until(`document.querySelector('[data-testid^="band:latency_p99"]')`, patience))
	low, err := chrome.Eval[float64](page, `Number(document.querySelector('[data-testid^="band:latency_p99"]').dataset.low)`)
	must(t, err)
	high, err := chrome.Eval[float64](page, `Number(document.querySelector('[data-testid^="band:latency_p99"]').dataset.high)`)
	must(t, err)
	if !(low > 0 && high > 1.2*low) {
		t.Errorf("40 to 80 tokens move the p99 from %g to %g s", low, high)
	}
}

// TestRangesGiveBands: a range as an input is kept as written and carried to
// bands on cost and latency, low to high.
func TestRangesGiveBands(t *testing.T) {
	page := inspectedModel(t)
	must(t, page.Fill(testID("param:replicas"), "13..16"))
	must(t, page.Press("\x1b"))
	must(t, page.Click(testID("canvas")))
	must(t, page.Press("\x1b"))
	for _, figure := range []string{"cost_per_month", "latency_p99"} {
		band := `document.querySelector('[data-testid="band:` + figure + `"]')`
		must(t, page.Until(band, patience))
		ordered, err := chrome.Eval[bool](page, `Number(`+band+`.dataset.low) < Number(`+band+`.dataset.high)`)
		must(t, err)
		if !ordered {
			t.Errorf("%s: the band is empty", figure)
		}
	}
	if got := replicas(t, page); got != `"13..16"` && got != "13..16" {
		t.Errorf("the document has %s", got)
	}
}
