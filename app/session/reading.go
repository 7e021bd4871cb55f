package session

import (
	"weir/app/browser"
	"weir/app/text"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Theme is how the reader wants the page to look.
type Theme string

// The themes. System follows the device.
const (
	System Theme = "system"
	Light  Theme = "light"
	Dark   Theme = "dark"
)

// The keys the page's first script reads too, before the app is there.
const (
	themeKey = "weir.theme"
	langKey  = "weir.lang"
)

// startReading takes over what the page's first script decided, and follows
// the device's theme.
func (s *Session) startReading() {
	s.lang = text.Parse(browser.Root().Get("lang").String())
	if t := Theme(browser.Recall(themeKey)); t == Light || t == Dark {
		s.theme = t
	}
	scheme := browser.Media("(prefers-color-scheme: dark)")
	browser.ListenAt(scheme, "change", func(app.Value) { s.Do(s.applyTheme) })
}

// SetLang changes the language and remembers it.
func (s *Session) SetLang(l text.Lang) {
	s.lang = l
	browser.Root().Set("lang", l.Tag())
	browser.Remember(langKey, string(l))
	s.rename()
	s.tell(Reading)
}

// rename gives an example nobody has touched the names of the reader's
// language.
func (s *Session) rename() {
	if s.empty || s.origin.Kind != Example || s.State() != Untouched {
		return
	}
	if d, err := s.exampleDesign(s.origin.ID); err == nil {
		s.Editor.Load(d)
	}
}

// Theme is the reader's choice.
func (s *Session) Theme() Theme { return s.theme }

// Dark reports whether the page is dark now.
func (s *Session) Dark() bool {
	return s.theme == Dark || s.theme == System && browser.Matches("(prefers-color-scheme: dark)")
}

// SetTheme changes the theme and remembers it.
func (s *Session) SetTheme(t Theme) {
	s.theme = t
	browser.Remember(themeKey, string(t))
	s.applyTheme()
}

func (s *Session) applyTheme() {
	theme := Light
	if s.Dark() {
		theme = Dark
	}
	browser.Root().Get("dataset").Set("theme", string(theme))
	s.tell(Reading)
}
