package browsertest

import (
	"fmt"
	"os"
	"testing"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/screens"
)

// everything asks for the whole product of screens, sizes, themes and
// languages, with axe on all of it (`make screens`).
var everything = os.Getenv("WEIR_SCREENS") == "all"

// TestEveryScreen opens every screen in each window and language and checks
// what holds on all of them: no text is cut or runs over, whatever is pressed
// is large enough, axe-core finds nothing, and the page stays far below the
// components go-app can mount.
//
// A theme changes colours alone, so each window has one of the two and each
// language the other; and axe leaves out the large window, which shows nothing
// that a narrower one does not.
func TestEveryScreen(t *testing.T) {
	url := serve(t)
	source := axe(t)
	for l, lang := range []string{"en", "zh"} {
		for _, small := range []bool{false, true} {
			name := "desk-" + lang
			if small {
				name = "phone-" + lang
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				sizes := sizesOf(small)
				page := openIn(t, sizes[0], lang, "light")
				must(t, screens.Tour(page, url, small, func(s screens.Screen) error {
					for n, size := range sizes {
						must(t, size.Show(page))
						for _, theme := range themesOf(l + n) {
							must(t, setTheme(page, theme))
							name := s.Name + " " + size.Name + " " + theme + " " + lang
							checkFits(t, page, name)
							checkTargets(t, page, name, small)
							if everything || size.Name != "large" {
								checkAccessible(t, page, source, name)
							}
						}
					}
					return sizes[0].Show(page)
				}))
			})
		}
	}
}

// themesOf lists the themes for the n-th of the windows and languages.
func themesOf(n int) []string {
	both := []string{"light", "dark"}
	if everything {
		return both
	}
	return both[n%2 : n%2+1]
}

// setTheme shows the page in a theme, whatever its reader chose.
func setTheme(page *chrome.Page, theme string) error {
	if _, err := chrome.Eval[any](page, fmt.Sprintf(`document.documentElement.dataset.theme = %q`, theme)); err != nil {
		return err
	}
	return page.Quiet(time.Second)
}
