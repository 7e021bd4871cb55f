package browsertest

import (
	"testing"

	"weir/app/browsertest/chrome"
)

// Scenarios stand beside the design as it is, and so does a held baseline
// after an edit.
func TestCompare(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience))
	must(t, page.Click(testID("tab:compare")))
	p99 := `[...` + here("compare:latency_p99") + `.cells].map(c => c.dataset.value ?? "")`
	must(t, page.Until(here("compare:latency_p99")+"?.cells.length === 4", patience)) // name, now, two scenarios
	must(t, page.Click(testID("baseline-hold")))
	must(t, page.Until(here("compare:latency_p99")+"?.cells.length === 5", patience))
	before, err := chrome.Eval[[]string](page, p99)
	must(t, err)
	checkAccessible(t, page, axe(t), "comparison")

	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("row:users")+" .cell-go"))
	must(t, page.Until(here("param:rate"), patience))
	must(t, page.Fill(testID("param:rate"), "150/s"))
	must(t, page.Click(testID("tab:compare")))
	must(t, page.Until(here("compare:latency_p99")+`?.cells[2].querySelector("small")`, patience))
	after, err := chrome.Eval[[]string](page, p99)
	must(t, err)
	if len(after) != 5 || after[2] != before[2] {
		t.Errorf("the baseline was %v and is %v", before, after)
	}
}
