package browsertest

import (
	"testing"

	"weir/app/browsertest/chrome"
)

// TestRefusedStorage: a browser that lets a page keep nothing throws at
// whoever so much as reads the names of its storage. The app works all the
// same and says that nothing is kept.
func TestRefusedStorage(t *testing.T) {
	page := open(t, "about:blank")
	must(t, page.OnEveryDocument(`for (const name of ["localStorage", "sessionStorage", "indexedDB"])
		Object.defineProperty(window, name, {configurable: true, get() { throw new DOMException("no right to storage", "SecurityError"); }});
	navigator.locks.request = () => Promise.reject(new DOMException("no right to locks", "SecurityError"));`))
	must(t, page.Go(serve(t)+"/#example=customer-service"))
	waitReady(t, page)
	was := figures(t, page)[latencyKey]
	rename(t, page, "Kept nowhere")
	savedIn(t, page, "refused")
	must(t, page.Until(`document.querySelector('[data-testid="banner-export"]')`, patience))
	if room, err := chrome.Eval[bool](page, `!!document.querySelector('[data-testid="banner-drafts"]')`); err != nil || room {
		t.Errorf("where nothing can be kept it is asked to make room (%v)", err)
	}
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Click(testID("row-delete:answer")))
	waitFor(t, func() bool { return figures(t, page)[latencyKey] != was }, "an edit changes no figure any more")
	must(t, page.Click(testID("menu")))
	must(t, page.Click(testID("menu-drafts")))
	must(t, page.Until(`document.querySelector('[role="dialog"]')`, patience))
	must(t, page.Click(testID("dialog-close")))
	must(t, page.Click(testID("versions")))
	must(t, page.Click(testID("version-name")))
	must(t, page.Type("Before"))
	must(t, page.Click(testID("version-save")))
	must(t, page.Until(`document.querySelector('[role="alert"], .toast')`, patience))
	if got := valueOf(t, page, "title"); got != "Kept nowhere" {
		t.Errorf("the title is %q", got)
	}
}

// TestThrowingStorage: a write that throws while its transaction is aborted is
// a write that failed, and the next one succeeds.
func TestThrowingStorage(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	_, err := chrome.Eval[any](page, `(() => {
		const put = IDBObjectStore.prototype.put;
		window.failing = true;
		IDBObjectStore.prototype.put = function (...record) {
			if (window.failing) this.transaction.abort();
			return put.apply(this, record);
		};
	})()`)
	must(t, err)
	rename(t, page, "Thrown away")
	savedIn(t, page, "refused")
	_, err = chrome.Eval[any](page, `window.failing = false`)
	must(t, err)
	rename(t, page, "Kept")
	savedIn(t, page, "device")
	if got := draft(t, page).Title; got != "Kept" {
		t.Errorf("kept %q", got)
	}
}

// TestClosedStorage: browsers close a database by themselves, as when the data
// of the site is cleared; the app opens it again.
func TestClosedStorage(t *testing.T) {
	page := open(t, "about:blank")
	must(t, page.OnEveryDocument(`{
		window.opened = [];
		const begin = IDBDatabase.prototype.transaction;
		IDBDatabase.prototype.transaction = function (...what) { window.opened.push(this); return begin.apply(this, what); };
	}`))
	must(t, page.Go(serve(t)+"/#example=customer-service"))
	waitReady(t, page)
	rename(t, page, "Before")
	savedIn(t, page, "device")
	_, err := chrome.Eval[any](page, `for (const db of window.opened) db.close()`)
	must(t, err)
	rename(t, page, "After")
	waitFor(t, func() bool { return draft(t, page).Title == "After" }, "nothing is kept once the database was closed: %s", lazily(func() any { return stateOf(page) }))
}
