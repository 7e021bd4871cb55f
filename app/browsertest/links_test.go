package browsertest

import (
	"strings"
	"testing"

	"weir/app/browsertest/chrome"
)

// TestShortLinks: a short link is read only and can be forked; the edit link
// edits what everybody sees; revoked, both lead nowhere.
func TestShortLinks(t *testing.T) {
	url := serve(t)
	page := open(t, url+"/#example=customer-service")
	waitReady(t, page)
	rename(t, page, "Shared")
	must(t, page.Click(testID("share")))
	must(t, page.Click(testID("short-make")))
	read := valueOf(t, page, "short-text")
	must(t, page.Click(testID("short-edit")))
	waitFor(t, func() bool { return strings.Contains(valueOf(t, page, "short-text"), "#edit=") }, "there is no link to edit")
	write := valueOf(t, page, "short-text")
	must(t, page.Click(testID("dialog-close")))

	// Who only reads works on a copy of their own.
	reader := open(t, read)
	waitReady(t, reader)
	must(t, reader.Until(here("make-copy"), patience))
	must(t, reader.Click(testID("make-copy")))
	rename(t, reader, "Forked")
	savedIn(t, reader, "device")

	// Who holds the edit link edits the design itself.
	writer := open(t, write)
	waitReady(t, writer)
	if got := valueOf(t, writer, "title"); got != "Shared" {
		t.Errorf("a reader's copy changed the title to %q", got)
	}
	rename(t, writer, "Edited")
	savedIn(t, writer, "server")
	second := open(t, read)
	waitReady(t, second)
	waitFor(t, func() bool { return valueOf(t, second, "title") == "Edited" }, "the short link shows %v", lazily(func() any { return valueOf(t, second, "title") }))

	// Revoked.
	must(t, writer.Click(testID("share")))
	must(t, writer.Click(testID("short-revoke")))
	must(t, writer.Click(testID("short-revoke"))) // sure
	must(t, writer.Until(here("short-make"), patience))
	late := open(t, "about:blank")
	must(t, late.Go(read))
	must(t, late.Until(here("toast"), patience))
	waitReady(t, late)
	if got := valueOf(t, late, "title"); got == "Edited" {
		t.Error("a revoked link still opens the design")
	}
	late.Problems() // the browser notes the 404 that was asked for
}

// TestLongLinks: above 8,000 characters the dialog recommends the short link.
func TestLongLinks(t *testing.T) {
	page := open(t, serve(t)+"/"+linkToMany(t, 1000))
	waitReady(t, page)
	must(t, page.Click(testID("share")))
	if link := valueOf(t, page, "link-text"); len(link) < 8000 {
		t.Fatalf("the link of a thousand parts has %d characters", len(link))
	}
	must(t, page.Until(`[...document.querySelectorAll('.dialog .note')].some(n => n.textContent.includes("short link"))`, patience))
}

// TestLinksInTheReadersLanguage: the same link opens in English for one and in
// Chinese for another, errors included.
func TestLinksInTheReadersLanguage(t *testing.T) {
	url := serve(t)
	for lang, says := range map[string]string{"en": "Share", "zh": "分享"} {
		page := open(t, "about:blank")
		must(t, page.OnEveryDocument(`Object.defineProperty(navigator, "languages", {get: () => ["`+lang+`"]}); Object.defineProperty(navigator, "language", {get: () => "`+lang+`"});`))
		must(t, page.Go(url+"/#"+linkTo(t, bench())))
		waitReady(t, page)
		must(t, page.Until(here("share")+`.textContent.includes("`+says+`")`, patience))
		shown, err := chrome.Eval[string](page, `document.documentElement.lang`)
		must(t, err)
		if !strings.HasPrefix(shown, lang) {
			t.Errorf("for a reader of %s the page is in %q", lang, shown)
		}
	}
}

// TestFirstScreen: template, blank and import, a search of the templates, and
// a file that is none says where it fails.
func TestFirstScreen(t *testing.T) {
	page := open(t, serve(t)+"/#new")
	must(t, page.Until(here("start-blank"), patience))
	must(t, page.Click(testID("start-template")))
	waitFor(t, func() bool { return focused(t, page) == "template-find" }, "the search has no focus: %v", lazily(func() any { return focused(t, page) }))
	must(t, page.Type("recomm"))
	must(t, page.Until(`document.querySelectorAll('[data-testid^="template:"]').length === 1`, patience))
	load := func(name, content string) {
		t.Helper()
		_, err := chrome.Eval[any](page, `(() => {
			const input = document.querySelector('[data-testid="file-input"]'), files = new DataTransfer();
			files.items.add(new File([`+"`"+content+"`"+`], "`+name+`"));
			input.files = files.files;
			input.dispatchEvent(new Event("change", {bubbles: true}));
		})()`)
		must(t, err)
	}
	load("broken.json", "{\"weir\": 1,\n  \"nodes\": 7}")
	must(t, page.Until(here("toast")+`?.textContent.includes("2")`, patience)) // the line
	must(t, page.Click(testID("template:recommender-training")))
	waitReady(t, page)
	must(t, page.Until(here("title")+`.value.length > 3`, patience))
}
