//go:build screens

package browsertest

import (
	"testing"
	"time"

	"weir/app/browsertest/screens"
)

// TestEveryScreen opens every screen in each window and language and checks
// what holds on all of them: axe-core finds nothing in either theme, no text
// is cut or runs over, whatever is pressed is large enough, and the page
// stays far below the components go-app can mount.
func TestEveryScreen(t *testing.T) {
	url := serve(t)
	source := axe(t)
	for _, lang := range []string{"en", "zh"} {
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
					for _, size := range sizes {
						must(t, size.Show(page))
						must(t, page.Quiet(time.Second))
						name := s.Name + " " + size.Name + " " + lang
						checkFits(t, page, name)
						checkTargets(t, page, name, small)
						if size.Name != "large" { // a narrow window shows all that a wide one does
							checkAccessible(t, page, source, name+" light")
							must(t, setTheme(page, "dark"))
							checkContrast(t, page, name+" dark")
							must(t, setTheme(page, "light"))
						}
					}
					return sizes[0].Show(page)
				}))
			})
		}
	}
}
