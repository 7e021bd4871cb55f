package browsertest

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/screens"
)

// sizesOf lists the windows that are touched, or those that are not: one page
// does for all of them.
func sizesOf(small bool) (sizes []screens.Size) {
	for _, size := range screens.Sizes {
		if size.Small == small {
			sizes = append(sizes, size)
		}
	}
	return sizes
}

// openIn starts a browser with a window of a size.
func openIn(t *testing.T, size screens.Size, lang, theme string) *chrome.Page {
	t.Helper()
	browser, err := chrome.Launch(context.Background(), size.Width, size.Height)
	must(t, err)
	t.Cleanup(browser.Close)
	page := browser.Page()
	must(t, size.Show(page))
	must(t, page.Still()) // no colour is half-way
	must(t, page.OnEveryDocument(fmt.Sprintf(`try { localStorage.setItem("weir.theme", %q); localStorage.setItem("weir.lang", %q) } catch {}`, theme, lang)))
	watch(t, page)
	return page
}

// checkFits fails for text that does not fit its element. What scrolls may
// be longer, and what ends in an ellipsis if a tooltip has it whole.
func checkFits(t *testing.T, page *chrome.Page, screen string) {
	t.Helper()
	found, err := chrome.Eval[[]string](page, `(() => {
		const bad = [];
		const tell = (e, why) => bad.push(why + ": " + e.tagName.toLowerCase() + "." + [...e.classList].join(".") + " [" + (e.dataset.testid || "") + "] “" + (e.value || e.textContent).slice(0, 60) + "” " + e.scrollWidth + " > " + e.clientWidth);
		const root = document.scrollingElement;
		const clipped = e => { while ((e = e.parentElement) && e !== document.body) if (getComputedStyle(e).overflowX !== "visible") return true; return false; };
		if (root.scrollWidth > root.clientWidth + 1) {
			const beyond = [...document.querySelectorAll("body *")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && !clipped(e));
			for (const e of [root, ...beyond.slice(0, 8)]) tell(e, "the page is wider than the window");
		}
		// A phone zooms out to what is too wide: the window's measures grow, the root's do not.
		if (innerWidth > root.clientWidth + 1 || innerHeight > root.clientHeight + 1) bad.push("the window is zoomed out: " + innerWidth + " × " + innerHeight + " over " + root.clientWidth + " × " + root.clientHeight);
		for (const e of document.querySelectorAll("body *")) {
			if (!e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) || e.closest(".unseen, svg, canvas, [aria-hidden=true]")) continue;
			const style = getComputedStyle(e);
			if (style.display === "inline" || e.clientWidth <= 1 || e.scrollWidth <= e.clientWidth + 1) continue;
			if (["auto", "scroll"].includes(style.overflowX)) continue;
			const field = e.matches("input, select, textarea");
			const text = field || [...e.childNodes].some(n => n.nodeType === Node.TEXT_NODE && n.data.trim());
			if (!text || field && e.matches("[readonly], [data-testid=title], [data-testid=name]")) continue;
			if (style.textOverflow === "ellipsis" && e.closest("[title]")) continue;
			tell(e, style.textOverflow === "ellipsis" ? "cut, and no tooltip has it whole" : "runs over");
		}
		return bad;
	})()`)
	must(t, err)
	for _, f := range found {
		t.Errorf("%s: %s", screen, f)
	}
}

// checkTargets fails for what is pressed and is smaller than WCAG's 24 px,
// or 44 px where it is touched. A box in a label counts as its label, and an
// element of the canvas has its own measures.
func checkTargets(t *testing.T, page *chrome.Page, screen string, touched bool) {
	t.Helper()
	least := 24
	if touched {
		least = 44
	}
	type answer struct {
		Bad   []string `json:"bad"`
		Count int      `json:"count"`
	}
	found, err := chrome.Eval[answer](page, fmt.Sprintf(`(() => {
		const least = %d, bad = [];
		for (const e of document.querySelectorAll("button, a[href], input, select, textarea, [role=tab], [role=menuitem]")) {
			if (!e.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}) || e.closest("canvas, [inert]") || e.type === "file") continue;
			const r = (e.closest("label") || e.closest(".field") || e.closest(".toggle") || e).getBoundingClientRect();
			if (r.height < least - 0.5 || r.width < 24 - 0.5)
				bad.push(e.tagName.toLowerCase() + "." + [...e.classList].join(".") + " [" + (e.dataset.testid || "") + "] " + Math.round(r.width) + " × " + Math.round(r.height));
		}
		return {bad: [...new Set(bad)].slice(0, 12), count: document.querySelectorAll("body *").length};
	})()`, least))
	must(t, err)
	if len(found.Bad) > 0 {
		t.Errorf("%s: too small to press: %s", screen, strings.Join(found.Bad, "; "))
	}
	if found.Count > 4096 {
		t.Errorf("%s: %d elements, more than go-app mounts at once", screen, found.Count)
	}
}
