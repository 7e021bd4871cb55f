package browsertest

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"weir/app/browsertest/chrome"
	"weir/engine/design"
	"weir/engine/interchange"
)

// recordDownloads keeps what the page would save as files.
func recordDownloads(t *testing.T, page *chrome.Page) {
	t.Helper()
	_, err := chrome.Eval[any](page, `(() => {
		window.downloads = [];
		const make = URL.createObjectURL;
		let last;
		URL.createObjectURL = blob => { last = blob; return make.call(URL, blob); };
		HTMLAnchorElement.prototype.click = function () { if (this.download) downloads.push({name: this.download, blob: last}); };
	})()`)
	must(t, err)
}

// downloaded waits for the latest file and answers its name and content.
func downloaded(t *testing.T, page *chrome.Page) (name, content string) {
	t.Helper()
	must(t, page.Until(`window.downloads.length > 0`, patience))
	got, err := chrome.Eval[[]string](page, `(async () => { const d = downloads.pop(); return [d.name, await d.blob.text()]; })()`)
	must(t, err)
	return got[0], got[1]
}

// TestExports: every form the export dialog offers is what it says.
func TestExports(t *testing.T) {
	page := open(t, serve(t)+"/#example=customer-service")
	waitReady(t, page)
	rename(t, page, "A <b> & “c”")
	doc := draft(t, page)
	recordDownloads(t, page)
	export := func(form string) (string, string) {
		must(t, page.Click(testID("export")))
		must(t, page.Click(testID("export-as:"+form)))
		return downloaded(t, page)
	}
	if name, svg := export("svg"); !strings.HasSuffix(name, ".svg") || strings.Count(svg, "<text") < 3*len(doc.Nodes) {
		t.Errorf("%s: %.400s", name, svg)
	} else {
		content, ok := interchange.FromSVG([]byte(svg))
		back, err := design.Decode(content)
		if !ok || err != nil || encoded(t, back) != encoded(t, doc) {
			t.Errorf("the picture does not carry the design: %v", err)
		}
		importsAgain(t, page, svg)
	}
	if name, png := export("png"); !strings.HasSuffix(name, ".png") || !strings.HasPrefix(png[1:], "PNG") && !strings.Contains(png[:8], "PNG") {
		t.Errorf("%s: %q", name, png[:min(len(png), 20)])
	}
	if name, json := export("json"); !strings.HasSuffix(name, ".weir.json") || json != encoded(t, draft(t, page)) {
		t.Errorf("%s: %.200s", name, json)
	}
	if name, csv := export("csv"); !strings.HasSuffix(name, ".csv") || strings.Count(csv, "\n") != len(doc.Nodes)+1 {
		t.Errorf("%s: %.400s", name, csv)
	}
	if name, report := export("report"); !strings.HasSuffix(name, ".report.json") || !strings.Contains(report, `"journeys"`) {
		t.Errorf("%s: %.200s", name, report)
	}
	if name, mermaid := export("mmd"); !strings.HasSuffix(name, ".mmd") || strings.Count(mermaid, "->") != len(doc.Edges) {
		t.Errorf("%s: %s", name, mermaid)
	}
}

// importsAgain opens an exported picture as a file.
func importsAgain(t *testing.T, page *chrome.Page, svg string) {
	t.Helper()
	before := encoded(t, draft(t, page))
	path := filepath.Join(t.TempDir(), "picture.svg")
	must(t, os.WriteFile(path, []byte(svg), 0o600))
	_, err := chrome.Eval[any](page, fmt.Sprintf(`(() => {
		const input = document.querySelector('[data-testid="file-input"]'), files = new DataTransfer();
		files.items.add(new File([%q], "picture.svg", {type: "image/svg+xml"}));
		input.files = files.files;
		input.dispatchEvent(new Event("change", {bubbles: true}));
	})()`, svg))
	must(t, err)
	must(t, page.Until(`document.querySelector('[data-testid="toast"]')?.textContent.includes("picture.svg")`, patience))
	if after := encoded(t, draft(t, page)); after != before {
		t.Error("the imported picture is another design")
	}
}

// TestLinksCarryViewAndSelection: with the option on, the link opens where
// the sender looked, with what they had selected.
func TestLinksCarryViewAndSelection(t *testing.T) {
	page := inspectedModel(t)
	must(t, page.Click(testID("zoom-in")))
	must(t, page.Click(testID("share")))
	plain := valueOf(t, page, "link-text")
	must(t, page.Click(testID("share-look")))
	waitFor(t, func() bool { return strings.Contains(valueOf(t, page, "link-text"), "&parts=llm") }, "the link carries nothing: %s", plain)
	link := valueOf(t, page, "link-text")
	sender := box(t, page)
	stranger := open(t, link)
	waitReady(t, stranger)
	must(t, stranger.Until(`document.querySelector('[data-testid="param:replicas"]')`, patience))
	waitFor(t, func() bool { b := box(t, stranger); return b.Zoom > sender.Zoom-0.01 && b.Zoom < sender.Zoom+0.01 }, "the link opens at another zoom")
}

// TestLinksCarryTheBaseline: a link can carry the design it is compared with;
// it opens on the comparison, with the same figures of the baseline.
func TestLinksCarryTheBaseline(t *testing.T) {
	page := inspectedModel(t)
	must(t, page.Click(testID("tab:compare")))
	must(t, page.Click(testID("baseline-hold")))
	must(t, page.Fill(testID("param:replicas"), "20"))
	cost := `document.querySelector('[data-testid="compare:cost_per_month"]')?.cells[2]?.dataset.value`
	must(t, page.Until(cost, patience))
	held, err := chrome.Eval[string](page, cost)
	must(t, err)
	must(t, page.Click(testID("share")))
	plain := valueOf(t, page, "link-text")
	if strings.Contains(plain, "&base=") {
		t.Error("the baseline goes along unasked")
	}
	must(t, page.Click(testID("share-base")))
	waitFor(t, func() bool { return strings.Contains(valueOf(t, page, "link-text"), "&base=d1.") }, "the link carries no baseline: %s", plain)
	stranger := open(t, valueOf(t, page, "link-text"))
	waitReady(t, stranger)
	must(t, stranger.Until(cost, patience))
	got, err := chrome.Eval[string](stranger, cost)
	must(t, err)
	if got != held {
		t.Errorf("the baseline costs %s here and %s there", held, got)
	}
	must(t, stranger.Until(`document.querySelector('[data-testid="compare:cost_per_month"]').cells[2].querySelector("small")`, patience))
}

// TestEmbedIsReadOnly: an embedded design shows the graph without panels and
// leads to the whole.
func TestEmbedIsReadOnly(t *testing.T) {
	page := open(t, serve(t)+"/embed/#example=customer-service")
	waitReady(t, page)
	panels, err := chrome.Eval[int](page, `document.querySelectorAll('.palette, .inspector, .drawer, .topbar').length`)
	must(t, err)
	if panels > 0 {
		t.Errorf("an embedded design shows %d panels", panels)
	}
	must(t, page.Until(`document.querySelector('[data-testid="embed-open"]').href.includes("#")`, patience))
	before := draft(t, page)
	must(t, page.Click(testID("canvas")))
	must(t, page.Do(selectAll()))
	must(t, page.Press(kb.Delete))
	if encoded(t, draft(t, page)) != encoded(t, before) {
		t.Error("an embedded design was edited")
	}
}
