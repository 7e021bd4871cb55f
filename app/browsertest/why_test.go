package browsertest

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"weir/app/browsertest/chrome"
	"weir/engine"
	"weir/engine/design"
	"weir/examples"
)

// inspectResults selects the language model of the example and shows its results.
func inspectResults(t *testing.T, page *chrome.Page) {
	t.Helper()
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience))
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("row:llm")+" .cell-go"))
	must(t, page.Click(`[data-testid="inspector"] `+testID("tab:results")))
	must(t, page.Until(`!document.querySelector(".pinned") && `+here("why:ttft_s"), patience))
}

func innerText(t *testing.T, page *chrome.Page, id string) string {
	t.Helper()
	text, err := chrome.Eval[string](page, here(id)+".innerText")
	must(t, err)
	return strings.ReplaceAll(text, "\u00a0", " ")
}

// figureOf is a figure of an example's node, as the engine settles it.
func figureOf(t *testing.T, example, node, key string) float64 {
	t.Helper()
	content, err := examples.Bytes(example)
	must(t, err)
	d, err := design.Decode(content)
	must(t, err)
	for _, f := range engine.Evaluate(d).Nodes[node].AI.Figures {
		if f.Key == key {
			return float64(f.Value)
		}
	}
	t.Fatalf("%s of %s has no figure %s", node, example, key)
	return 0
}

// A figure explains itself: the equation with its values, every input with
// its unit, the publication; an input leads to its own equation; the
// explanation follows the design.
func TestFigureExplainsItself(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	inspectResults(t, page)
	must(t, page.Click(testID("why:ttft_s")))
	must(t, page.Until(here("why"), patience))
	text := innerText(t, page, "why")
	alone, all := figureOf(t, "customer-service", "llm", "ttft_alone_s"), figureOf(t, "customer-service", "llm", "ttft_s")
	for _, part := range []string{"TTFT = T₀ + W", "Sakasegawa"} {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
	sum := regexp.MustCompile(`= ([\d.]+) ms \+ ([\d.]+) ms = ([\d.]+) ms`).FindStringSubmatch(text)
	if sum == nil {
		t.Fatalf("no sum of two times in %q", text)
	}
	for k, want := range []float64{alone, all - alone, all} {
		if x, err := strconv.ParseFloat(sum[k+1], 64); err != nil || math.Abs(x/(1e3*want)-1) > 0.006 { // three digits are shown
			t.Errorf("%s ms in “%s”, the engine says %v s", sum[k+1], sum[0], want)
		}
	}
	checkAccessible(t, page, axe(t), "why")
	must(t, page.Click(testID("why")+" .cell-go")) // T₀
	must(t, page.Until(here("why")+`.innerText.includes("T₀ = p + H")`, patience))
	must(t, page.Click(testID("why-close")))
	must(t, page.Until("!"+here("why")+" && "+here("figure:utilisation"), patience))

	must(t, page.Click(testID("figure:utilisation")))
	must(t, page.Until(here("why")+`?.innerText.includes("ρ = λ / λ*")`, patience))
	before := innerText(t, page, "why")
	must(t, page.Click(testID("whatif")))
	must(t, page.Until("document.activeElement === "+here("load"), patience))
	must(t, page.Press(kb.End))
	waitFor(t, func() bool { return innerText(t, page, "why") != before }, "the explanation does not follow the load")
}

func quoted(s string) string {
	return "`" + strings.NewReplacer("`", "\\`", "\\", "\\\\").Replace(s) + "`"
}

// The load curve is drawn, and is a table for those who prefer one.
func TestLoadCurve(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	inspectResults(t, page)
	must(t, page.Until(here("curve-chart")+`?.querySelectorAll("path[data-c=curve]").length === 3`, patience))
	checkAccessible(t, page, axe(t), "load curve")
	must(t, page.Click(testID("curve-table")))
	must(t, page.Until(here("curve-rows")+"?.tBodies[0].rows.length > 10", patience))
	checkAccessible(t, page, axe(t), "load curve as a table")
}

// The load is scaled without an edit: figures move, where it saturates is
// told, Esc goes back, and the design that is kept never changed.
func TestWhatIfLoad(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience))
	headroom := here("figure:headroom") + ".dataset.value"
	before, err := chrome.Eval[string](page, headroom)
	must(t, err)
	untouched := stateOf(page)
	must(t, page.Click(testID("whatif")))
	must(t, page.Until("document.activeElement === "+here("load"), patience))
	checkAccessible(t, page, axe(t), "what if")
	must(t, page.Press(kb.End))
	must(t, page.Until("Number("+headroom+") <= 0", patience))
	must(t, page.Until(here("load-limit")+`.innerText.includes("saturates at ×")`, patience))
	if state := stateOf(page); state != untouched {
		t.Errorf("the design was kept as if it had been edited: %s", state)
	}
	must(t, page.Press(kb.Escape))
	must(t, page.Until(headroom+" === "+quoted(before), patience))
	must(t, page.Until("!"+here("load"), patience))
}

// A held baseline shows on the summary, and a reload finds it again.
func TestBaselineOutlivesAReload(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience))
	must(t, page.Click(testID("tab:compare")))
	must(t, page.Click(testID("baseline-hold")))
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("row:llm")+" .cell-go"))
	must(t, page.Until(here("param:replicas"), patience))
	must(t, page.Fill(testID("param:replicas"), "20"))
	savedIn(t, page, "device")
	must(t, page.Reload())
	waitReady(t, page)
	must(t, page.Until(here("delta:cost_per_month")+`?.innerText.includes("▲")`, patience))
	if text := innerText(t, page, "delta:cost_per_month"); !strings.Contains(text, "more than the baseline") {
		t.Errorf("the delta has no words: %q", text)
	}
	checkAccessible(t, page, axe(t), "baseline")
}

// A quantised variant is one choice away: it becomes a scenario, and its
// figures stand beside the design's.
func TestVariantsStandBeside(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience))
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("row:llm")+" .cell-go"))
	must(t, page.Until(here("variant"), patience))
	_, err := chrome.Eval[any](page, `(s => { s.value = "weights=int4"; s.dispatchEvent(new Event("change", { bubbles: true })) })(`+here("variant")+`);undefined`)
	must(t, err)
	row := here("compare:llm:tpot_s")
	must(t, page.Until(row+`?.cells.length === 5 && Number(`+row+`.cells[4].dataset.value) > 0`, patience)) // name, now, two scenarios, the variant
	checkAccessible(t, page, axe(t), "variants")
	must(t, page.Press("z", chrome.Ctrl))
	must(t, page.Until(row+"?.cells.length === 4", patience))
}
