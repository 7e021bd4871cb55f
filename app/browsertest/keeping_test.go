package browsertest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"weir/app/browsertest/chrome"
)

func selectAll() chromedp.Action[chromedp.Void] {
	return chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))
}

// rename gives the design a title, the quickest edit there is.
func rename(t *testing.T, page *chrome.Page, title string) {
	t.Helper()
	must(t, page.Fill(testID("title"), title))
}

// savedIn waits for a save state and tells which it was if it does not come.
func savedIn(t *testing.T, page *chrome.Page, state string) {
	t.Helper()
	waitFor(t, func() bool { return stateOf(page) == state }, "the save state is %v, want %s", lazily(func() any { return stateOf(page) }), state)
}

func stateOf(page *chrome.Page) string {
	s, _ := chrome.Eval[string](page, `document.querySelector('[data-testid="save-state"]').dataset.state`)
	return s
}

// TestAutosaveWithin300ms measures, in the page, how long after a key the
// draft lies in the browser's storage. The median of five edits counts: the
// machine of the test does other things too.
func TestAutosaveWithin300ms(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	rename(t, page, "Warm")
	savedIn(t, page, "device")
	times, err := chrome.Eval[[]float64](page, `(async () => {
		const read = () => new Promise((done, failed) => {
			const open = indexedDB.open("weir");
			open.onerror = failed;
			open.onsuccess = () => {
				const all = open.result.transaction("drafts").objectStore("drafts").getAll();
				all.onsuccess = () => { open.result.close(); done(all.result.map(d => d.title)); };
			};
		});
		const field = document.querySelector('[data-testid="title"]');
		field.focus();
		const times = [];
		for (let i = 0; i < 5; i++) {
			const title = "Edit " + i, start = performance.now();
			field.value = title;
			field.dispatchEvent(new InputEvent("input", {bubbles: true}));
			while (!(await read()).includes(title)) await new Promise(r => setTimeout(r, 10));
			times.push(performance.now() - start);
			await new Promise(r => setTimeout(r, 300));
		}
		return times.sort((a, b) => a - b);
	})()`)
	must(t, err)
	t.Logf("saved after %.0f ms", times)
	if times[2] > 300 {
		t.Errorf("saved after %.0f ms (median), promised within 300", times[2])
	}
}

// TestCrashLosesNothing: the tab's process dies without a word; the next tab
// opens the design as it was last edited.
func TestCrashLosesNothing(t *testing.T) {
	url := serve(t)
	browser, err := chrome.Launch(context.Background(), 1440, 900)
	must(t, err)
	t.Cleanup(browser.Close)
	page := browser.Page()
	must(t, page.Go(url+"/#example=customer-service"))
	waitReady(t, page)
	rename(t, page, "Before the crash")
	savedIn(t, page, "device")
	second, err := browser.NewPage(1440, 900)
	must(t, err)
	page.Crash()
	must(t, second.Go(url+"/"))
	waitReady(t, second)
	if got := valueOf(t, second, "title"); got != "Before the crash" {
		t.Errorf("after a crash the title is %q", got)
	}
}

// TestTwoTabsWarn: the second tab of one design says so and writes nothing;
// taking over turns the roles.
func TestTwoTabsWarn(t *testing.T) {
	url := serve(t)
	browser, err := chrome.Launch(context.Background(), 1440, 900)
	must(t, err)
	t.Cleanup(browser.Close)
	first := browser.Page()
	must(t, first.Go(url+"/#example=customer-service"))
	waitReady(t, first)
	rename(t, first, "Mine")
	savedIn(t, first, "device")
	second, err := browser.NewPage(1440, 900)
	must(t, err)
	must(t, second.Go(url+"/"))
	waitReady(t, second)
	savedIn(t, second, "elsewhere")
	rename(t, second, "Not mine")
	if got := draft(t, first).Title; got != "Mine" {
		t.Errorf("the second tab wrote %q over the first", got)
	}
	must(t, second.Click(testID("take-over")))
	savedIn(t, second, "device")
	savedIn(t, first, "elsewhere")
	if got := valueOf(t, second, "title"); got != "Mine" {
		t.Errorf("taken over: %q", got)
	}
}

// TestFullStorageOffersExport: without room the app says that nothing is
// saved and offers the design as a file; with room again it saves.
func TestFullStorageOffersExport(t *testing.T) {
	url := serve(t)
	page := open(t, url+"/#example=customer-service")
	waitReady(t, page)
	rename(t, page, "Room")
	savedIn(t, page, "device")
	must(t, fill(page, true))
	rename(t, page, "No room")
	savedIn(t, page, "full")
	must(t, page.Until(`document.querySelector('[data-testid="banner-export"]')`, patience))
	recordDownloads(t, page)
	must(t, page.Click(testID("banner-export")))
	if name, _ := downloaded(t, page); name != "No room.weir.json" {
		t.Errorf("exported %q", name)
	}
	must(t, fill(page, false))
	rename(t, page, "Room again")
	savedIn(t, page, "device")
}

// fill makes every write to the browser's storage end as it does when no room
// is left: its transaction aborts with QuotaExceededError.
func fill(page *chrome.Page, full bool) error {
	_, err := chrome.Eval[any](page, fmt.Sprintf(`(() => {
		window.storageIsFull = %v;
		if (window.truePut) return;
		window.truePut = IDBObjectStore.prototype.put;
		IDBObjectStore.prototype.put = function (...record) {
			const request = window.truePut.apply(this, record);
			if (window.storageIsFull) {
				Object.defineProperty(this.transaction, "error", {value: new DOMException("no room", "QuotaExceededError")});
				this.transaction.abort();
			}
			return request;
		};
	})()`, full))
	return err
}

// TestLinksNeverOverwrite: a link opens as a copy and the draft of this
// device stays as it was.
func TestLinksNeverOverwrite(t *testing.T) {
	url := serve(t)
	page := open(t, url+"/#example=customer-service")
	waitReady(t, page)
	rename(t, page, "My own")
	savedIn(t, page, "device")
	must(t, page.Go("about:blank"))
	must(t, page.Go(url+"/#example=recommender-training"))
	waitReady(t, page)
	rename(t, page, "A copy")
	titles := func() string {
		found, err := chrome.Eval[[]string](page, `new Promise(done => {
		const open = indexedDB.open("weir");
		open.onsuccess = () => {
			const all = open.result.transaction("drafts").objectStore("drafts").getAll();
			all.onsuccess = () => { open.result.close(); done(all.result.map(d => d.title).sort()); };
		};
	})`)
		must(t, err)
		return strings.Join(found, ",")
	}
	waitFor(t, func() bool { return titles() == "A copy,My own" }, "the drafts of this device are %s", lazily(func() any { return titles() }))
}

// TestVersions: a state gets a name; later the design is compared with it,
// part by part and figure by figure, and it is restored, which undoes.
func TestVersions(t *testing.T) {
	page := inspectedModel(t)
	s := &studio{page}
	must(t, page.Click(testID("versions")))
	must(t, page.Until(`document.querySelector('[data-testid="version-none"]')`, patience))
	must(t, page.Click(testID("version-name")))
	must(t, page.Type("Before the cut"))
	must(t, page.Click(testID("version-save")))
	must(t, page.Until(`document.querySelector('[data-testid="version:Before the cut"]')`, patience))
	must(t, page.Click(testID("dialog-close")))
	was := valueOf(t, page, "param:replicas")
	must(t, page.Fill(testID("param:replicas"), "20"))
	must(t, page.Click(testID("row-delete:answer")))

	must(t, page.Click(testID("versions")))
	must(t, page.Click(testID("version-see:Before the cut")))
	fate := func(part string) string {
		s, _ := chrome.Eval[string](page, `document.querySelector('[data-testid="diff:`+part+`"]')?.dataset.fate ?? ""`)
		return s
	}
	waitFor(t, func() bool { return fate("llm") == "warn" && fate("answer") == "critical" }, "the comparison says llm %v, response %v",
		lazily(func() any { return fate("llm") }), lazily(func() any { return fate("answer") }))
	must(t, page.Until(`document.querySelector('[data-testid="version-figure:cost_per_month"] td:last-child').textContent.includes("$")`, patience))
	if changes := s.text(t, `[data-testid^="version-figure:"] td:last-child`); strings.Contains("\n"+changes, "\n+ 0\u00a0") || strings.Contains("\n"+changes, "\n− 0\u00a0") {
		t.Errorf("a figure has changed by nothing:\n%s", changes)
	}
	must(t, page.Click(testID("version-restore")))
	waitFor(t, func() bool {
		d := draft(t, page)
		return d.Nodes["answer"] != nil && d.Nodes["llm"].Params["replicas"].String() == was
	}, "the version is not restored")

	must(t, page.Click(testID("undo")))
	waitFor(t, func() bool { return draft(t, page).Nodes["answer"] == nil }, "restoring does not undo")
	must(t, page.Reload())
	waitReady(t, page)
	savedIn(t, page, "device")
	must(t, page.Click(testID("versions")))
	must(t, page.Until(`document.querySelectorAll('[data-testid^="version:"]').length === 2`, patience)) // Before, and what restoring replaced
}
