package worker_test

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"weir/app/browsertest/chrome"
)

// A page that cannot start, or stops, says so in the reader's language and
// offers to reload.
func TestThePageSaysWhatWentWrong(t *testing.T) {
	const ends = `globalThis.Go = class { importObject = {}; async run() {} };`
	folder, _ := version(t, "", ends)
	for _, c := range []struct{ lang, missing, label, retry string }{
		{"en", "app.wasm", "Weir could not be loaded.", "Reload"},
		{"zh", "app.wasm", "Weir 加载失败。", "重新加载"},
		{"en", "nothing is missing", "Weir has stopped.", "Reload"},
		{"zh", "nothing is missing", "Weir 已停止运行。", "重新加载"},
	} {
		t.Run(c.lang+" "+c.missing, func(t *testing.T) {
			h := newHost(t)
			h.folder.Store(folder)
			h.without.Store(c.missing)
			browser, err := chrome.Launch(t.Context(), 800, 600)
			if err != nil {
				t.Fatal(err)
			}
			defer browser.Close()
			p := browser.Page()
			if err := p.OnEveryDocument(`localStorage.setItem("weir.lang", "` + c.lang + `")`); err != nil {
				t.Fatal(err)
			}
			if err := p.Do(chromedp.Navigate(h.URL + prefix)); err != nil {
				t.Fatal(err)
			}
			if err := p.Until(`document.querySelector("[role=alert] button")?.checkVisibility()`, 15*time.Second); err != nil {
				t.Fatal(err)
			}
			text, err := chrome.Eval[string](p, `document.querySelector("[role=alert]").innerText`)
			if err != nil || !strings.Contains(text, c.label) || !strings.Contains(text, c.retry) {
				t.Errorf("it says %q (%v)", text, err)
			}
			for _, problem := range p.Problems() {
				if strings.Contains(problem, "security") || strings.Contains(problem, "exception") {
					t.Error(problem)
				}
			}
		})
	}
}
