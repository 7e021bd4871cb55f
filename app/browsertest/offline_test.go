package browsertest

import (
	"testing"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
)

// TestStaticSiteOffline opens the static site under a sub-path of a plain
// file host, cuts the network and reloads: the service worker answers.
func TestStaticSiteOffline(t *testing.T) {
	dir := t.TempDir()
	must(t, weir.WriteSite(t.Context(), dir))
	const prefix = "/some/prefix/"
	site, err := host.ServeStatic(dir, prefix)
	must(t, err)
	t.Cleanup(site.Close)

	page := open(t, site.URL)
	waitReady(t, page)
	waitFor(t, func() bool { return len(figures(t, page)) > 0 }, "the first page shows no figures")
	online := figures(t, page)
	must(t, page.Until(`navigator.serviceWorker.ready.then(r => r.active.state === "activated")`, patience))
	must(t, page.Click(testID("share")))
	waitFor(t, func() bool { return valueOf(t, page, "link-text") != "" }, "no self-contained link on a static host")
	disabled, err := chrome.Eval[bool](page, `document.querySelector('[data-testid="short-make"]').disabled`)
	must(t, err)
	if !disabled {
		t.Error("the short link needs a server: it must be greyed on a static host")
	}

	site.Close()
	must(t, page.Reload())
	waitReady(t, page)
	waitFor(t, func() bool { return same(figures(t, page), online) }, "offline the page shows %v, online it showed %v", lazily(func() any { return figures(t, page) }), online)
}
