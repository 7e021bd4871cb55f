package browsertest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
	"weir/app/browsertest/measure"
	"weir/engine/design"
	"weir/engine/sample"
	"weir/examples"
)

// randomDesigns is how many random designs are compared, beside the examples.
const randomDesigns = 200

// TestSameBytesInTheBrowser evaluates every example and many random designs in
// Chromium and natively: the reports are the same, byte by byte.
func TestSameBytesInTheBrowser(t *testing.T) {
	page, close, err := host.OpenProgram(t.Context(), t.TempDir(), "app/browsertest", "./cmd/inbrowser")
	must(t, err)
	t.Cleanup(close)
	must(t, page.Until("window.weirReport", patience))
	for _, example := range examples.Gallery {
		content, err := examples.Bytes(example.ID)
		must(t, err)
		compare(t, page, example.ID, content)
	}
	for seed := range uint64(randomDesigns) {
		content, err := design.Encode(sample.Random(seed))
		must(t, err)
		compare(t, page, fmt.Sprint("random design ", seed), content)
	}
}

func compare(t *testing.T, page *chrome.Page, name string, content []byte) {
	t.Helper()
	quoted, err := json.Marshal(string(content))
	must(t, err)
	browser, err := chrome.Eval[string](page, fmt.Sprintf("weirReport(%s)", quoted))
	must(t, err)
	native := measure.Report(content)
	if browser == native {
		return
	}
	there, here := strings.Split(browser, "\n"), strings.Split(native, "\n")
	for i := range min(len(there), len(here)) {
		if there[i] != here[i] {
			t.Errorf("%s differs from line %d: in the browser %s, natively %s", name, i+1, there[i], here[i])
			return
		}
	}
	t.Errorf("%s: %d bytes in the browser, %d natively", name, len(browser), len(native))
}
