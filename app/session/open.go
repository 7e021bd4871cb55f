package session

import (
	"strings"

	"weir/app/browser"
	"weir/app/edit"
	"weir/engine/design"
	"weir/engine/interchange"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// welcome is the example a first visit opens.
const welcome = "customer-service"

// Start opens what the address asks for and begins to follow the browser.
func (s *Session) Start() {
	s.startReading()
	browser.Listen("hashchange", func(app.Value) { s.Do(s.follow) })
	browser.Listen("online", func(app.Value) { s.Do(s.keeper.send) })
	browser.Listen("pagehide", func(app.Value) { s.keeper.flush() })
	browser.ListenAt(browser.Document(), "visibilitychange", func(app.Value) { s.keeper.flush() })
	s.follow()
}

// root is the path of the site's root, ending in a slash.
func root() string { return app.Getenv("GOAPP_ROOT_PREFIX") + "/" }

// HasServer reports whether a Weir server stands behind the page.
func HasServer() bool { return app.Getenv("WEIR_SERVER") == "yes" }

// Origin is where the open document came from.
func (s *Session) Origin() Origin { return s.origin }

// Arrived forgets where the address wanted to look in a design that is now
// this device's own: the next edit is no reason to look there again.
func (s *Session) Arrived() {
	if s.origin.Kind == Own {
		s.origin = Origin{Kind: Own}
	}
}

// follow opens what the address asks for.
func (s *Session) follow() {
	at := app.Window().URL()
	o := parseAddress(strings.TrimPrefix(at.Path, strings.TrimSuffix(root(), "/")), at.Fragment)
	switch o.Kind {
	case Blank:
		s.ShowEmpty()
	case Example:
		s.openExample(o)
	case Link:
		s.openLink(o)
	case Shared:
		s.openShared(o)
	case Unknown:
		s.Tell(Message{Key: "open.nowhere", Grave: true})
		s.openLatest()
	default:
		s.openLatest()
	}
}

// load shows a design that is nobody's draft yet.
func (s *Session) load(d *design.Design, o Origin) {
	s.keeper.cancelSending()
	s.keeper.lock.Release()
	s.keeper.lock, s.keeper.state = nil, Untouched
	s.draft, s.origin, s.empty = Draft{}, o, false
	s.report, s.previous = nil, nil
	s.factor = 1
	s.linkedBaseline(o.Base)
	s.Editor.Load(d)
	s.tell(Keeping)
}

// show opens a draft of this device.
func (s *Session) show(x Draft, steal bool) {
	d, err := design.Decode(x.design)
	if err != nil {
		s.Fail("open.failed", err)
		s.OpenExample(welcome)
		return
	}
	s.load(d, Origin{Kind: Own})
	s.recallBaseline(x.baseline)
	s.draft = x
	s.keeper.state = OnDevice
	s.keeper.hold(x.ID, steal)
	s.remember()
	s.tell(Keeping)
	if x.Remote != nil {
		s.keeper.resume()
	}
}

// openLatest opens the draft of this tab, or the latest of this device, or
// the example of a first visit.
func (s *Session) openLatest() {
	mine := browser.RecallTab("weir.draft")
	go func() {
		x, found, err := s.latest(mine)
		s.Do(func() {
			switch {
			case err != nil:
				s.keeper.set(Refused)
				s.OpenExample(welcome)
			case found:
				s.show(x, false)
			default:
				s.OpenExample(welcome)
			}
		})
	}()
}

func (s *Session) latest(mine string) (Draft, bool, error) {
	if mine != "" {
		if x, found, err := s.keeper.drafts.get(mine); err != nil || found {
			return x, found, err
		}
	}
	all, err := s.keeper.drafts.list()
	if err != nil || len(all) == 0 {
		return Draft{}, false, err
	}
	return all[0], true, nil
}

// openLink opens the design a link carries, as a copy.
func (s *Session) openLink(o Origin) {
	content, err := interchange.DecodeLink(o.Link)
	if err == nil {
		var d *design.Design
		if d, err = design.Decode(content); err == nil {
			s.load(d, o)
			return
		}
	}
	s.Fail("open.link", err)
	s.openLatest()
}

// OpenExample opens an example as a copy.
func (s *Session) OpenExample(id string) { s.openExample(Origin{Kind: Example, ID: id}) }

func (s *Session) openExample(o Origin) {
	d, err := s.exampleDesign(o.ID)
	if err != nil {
		s.Fail("open.example", nil, o.ID) // that there is none is all there is to say
		s.ShowEmpty()
		return
	}
	s.load(d, o)
}

// OpenBlank begins an empty design.
func (s *Session) OpenBlank() {
	d := edit.Blank()
	d.Title = s.Say("title.untitled")
	s.load(d, Origin{Kind: Own})
	browser.RememberTab("weir.draft", "")
	browser.ReplaceAddress(root())
}

// ShowEmpty shows the first screen.
func (s *Session) ShowEmpty() {
	s.load(edit.Blank(), Origin{Kind: Blank})
	s.empty = true
	browser.RememberTab("weir.draft", "")
	browser.ReplaceAddress(root() + "#new")
	s.tell(Keeping)
}

// OpenFile opens a file of the user's as a new draft.
func (s *Session) OpenFile(f browser.File) {
	if f.Size() > design.MaxBytes {
		s.Tell(Message{Key: "open.large", Args: []any{f.Name}, Grave: true})
		return
	}
	go func() {
		content, err := f.Read()
		s.Do(func() { s.openContent(f.Name, content, err) })
	}()
}

func (s *Session) openContent(name string, content []byte, err error) {
	var d *design.Design
	if err == nil {
		if inside, ok := interchange.FromSVG(content); ok {
			content = inside
		}
		d, err = design.Decode(content)
	}
	if err != nil {
		s.Fail("open.file", err, name)
		return
	}
	s.load(d, Origin{Kind: Own})
	s.keeper.edited()
	s.Tell(Message{Key: "open.opened", Args: []any{name}})
}

// Drafts lists the designs of this device, the latest first.
func (s *Session) Drafts(f func([]Draft, error)) {
	go func() {
		all, err := s.keeper.drafts.list()
		s.Do(func() { f(all, err) })
	}()
}

// OpenDraft opens a design of this device.
func (s *Session) OpenDraft(id string) {
	go func() {
		x, found, err := s.keeper.drafts.get(id)
		s.Do(func() {
			if err != nil || !found {
				s.Fail("open.failed", err)
				return
			}
			s.show(x, false)
		})
	}()
}

// DeleteDraft forgets a design of this device that is not open.
func (s *Session) DeleteDraft(id string, f func(error)) {
	go func() {
		err := s.keeper.drafts.remove(id)
		if err == nil {
			err = s.versions.forget(id)
		}
		s.Do(func() { f(err) })
	}()
}

// SaveFile gives the user the document as a file.
func (s *Session) SaveFile() {
	content, err := design.Encode(s.Design())
	if err != nil {
		s.Fail("save.file_failed", err)
		return
	}
	s.Download(".weir.json", "application/json", content)
}

// Download gives the user a file named after the design.
func (s *Session) Download(extension, mime string, content []byte) {
	name := fileName(s.Design().Title) + extension
	browser.Download(name, mime, content)
	s.Tell(Message{Key: "save.file", Args: []any{name}})
}

// fileName makes a title fit for a file's name on every system.
func fileName(title string) string {
	name := strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return '-'
		}
		return r
	}, strings.TrimSpace(title))
	if name = strings.Trim(name, ". "); name == "" {
		return "design"
	}
	return name
}
