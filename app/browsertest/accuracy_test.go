package browsertest

import (
	"strings"
	"testing"

	"weir/app/browsertest/chrome"
)

// The accuracy page opens from the help, and from the band of an AI figure;
// it reads in both languages.
func TestAccuracy(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	checker := axe(t)
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience)) // nothing moves any more
	must(t, page.Click(testID("help")))
	must(t, page.Click(testID("help-accuracy")))
	must(t, page.Until(here("accuracy")+`?.querySelectorAll("tbody tr").length > 30`, patience))
	checkAccessible(t, page, checker, "accuracy")
	must(t, page.Click(testID("dialog-close")))
	must(t, page.Click(testID("language")))

	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("row:llm")+" .cell-go"))
	must(t, page.Click(`[data-testid="inspector"] `+testID("tab:results")))
	must(t, page.Until(`!document.querySelector(".pinned") && document.querySelector('[data-testid="inspector"] [data-testid^="measured:"]')`, patience))
	must(t, page.Click(`[data-testid="inspector"] [data-testid^="measured:"]`))
	must(t, page.Until(here("accuracy"), patience))
	checkAccessible(t, page, checker, "accuracy in Chinese")
	text, err := chrome.Eval[string](page, here("dialog")+".innerText")
	must(t, err)
	for _, word := range []string{"准确度", "稠密模型", "纯屋顶线", "Vidur"} {
		if !strings.Contains(text, word) {
			t.Errorf("the page does not say %s", word)
		}
	}

	// Its page of the documentation is served with the app.
	address, err := chrome.Eval[string](page, here("docs:accuracy")+".href")
	must(t, err)
	must(t, page.Go(address))
	must(t, page.Until(`document.querySelectorAll("main table tr").length > 50 && getComputedStyle(document.querySelector("main")).maxWidth !== "none"`, patience))
	checkAccessible(t, page, checker, "documentation of accuracy")
}
