package browsertest

import (
	"os"
	"strings"
	"testing"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
)

// TestDraftsKeepEveryDocument runs the test of that name of weir/app/session in
// a browser, against its storage: 1,000 random sessions of edits, 10,000 with
// WEIR_SEQUENCES=10000.
func TestDraftsKeepEveryDocument(t *testing.T) {
	sessions := os.Getenv("WEIR_SEQUENCES")
	if sessions == "" {
		sessions = "1000"
	}
	page, close, err := host.OpenTests(t.Context(), t.TempDir(), "./app/session", "-test.v", "-test.run=^TestDraftsKeepEveryDocument$", "-rapid.nofailfile", "-rapid.checks="+sessions)
	must(t, err)
	defer close()
	must(t, page.Until("globalThis.exitCode !== undefined", 20*time.Minute))
	code, err := chrome.Eval[int](page, "exitCode")
	must(t, err)
	said, err := chrome.Eval[string](page, `said.join("\n")`)
	must(t, err)
	if code != 0 || !strings.Contains(said, "PASS: TestDraftsKeepEveryDocument") || !strings.Contains(said, sessions+" tests") {
		t.Errorf("ended with %d:\n%s", code, said)
	}
}
