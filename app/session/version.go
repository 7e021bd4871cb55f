package session

import (
	"sort"
	"time"

	"weir/app/browser"
	"weir/engine/design"
	"weir/engine/report"
)

// Version is a state of a design that was given a name. It is kept on this
// device and never changes.
type Version struct {
	ID    string
	Draft string // the draft it is a state of
	Name  string
	Saved time.Time

	content []byte
}

// Design is what the version holds.
func (v Version) Design() (*design.Design, error) { return design.Decode(v.content) }

// Versions lie in a database of their own: drafts can be opened and written
// while a tab of an older release still holds the other.
const (
	versionDatabase = "weir.versions"
	versionStore    = "versions"
)

// versions is the browser's storage of versions, opened when first needed.
type versions struct{ db *browser.Database }

func (v *versions) open() error {
	if v.db != nil {
		return nil
	}
	db, err := browser.OpenDatabase(versionDatabase, 1, versionStore)
	v.db = db
	return err
}

func (v *versions) put(x Version) error {
	if err := v.open(); err != nil {
		return err
	}
	return v.db.Put(versionStore, map[string]any{
		"id": x.ID, "draft": x.Draft, "name": x.Name, "saved": float64(x.Saved.UnixMilli()), "design": string(x.content),
	})
}

// list returns the versions of a draft, the latest first.
func (v *versions) list(draft string) ([]Version, error) {
	if err := v.open(); err != nil {
		return nil, err
	}
	all, err := v.db.All(versionStore)
	if err != nil {
		return nil, err
	}
	var out []Version
	for _, x := range all {
		if x.Get("draft").String() == draft {
			out = append(out, Version{
				ID: x.Get("id").String(), Draft: draft, Name: x.Get("name").String(),
				Saved: time.UnixMilli(int64(x.Get("saved").Float())), content: []byte(x.Get("design").String()),
			})
		}
	}
	sort.SliceStable(out, func(i, j int) bool { return out[i].Saved.After(out[j].Saved) })
	return out, nil
}

// remove forgets one version.
func (v *versions) remove(id string) error {
	if err := v.open(); err != nil {
		return err
	}
	return v.db.Delete(versionStore, id)
}

// forget forgets every version of a draft.
func (v *versions) forget(draft string) error {
	all, err := v.list(draft)
	for _, x := range all {
		if err == nil {
			err = v.remove(x.ID)
		}
	}
	return err
}

// SaveVersion keeps the document as it stands under a name.
func (s *Session) SaveVersion(name string, done func(error)) {
	content, err := design.Encode(s.Design())
	if err != nil {
		done(err)
		return
	}
	if s.draft.ID == "" {
		s.keeper.edited() // a version belongs to a draft
	}
	x := Version{ID: browser.Random(16), Draft: s.draft.ID, Name: name, Saved: browser.Now(), content: content}
	go func() {
		err := s.versions.put(x)
		s.Do(func() { done(err) })
	}()
}

// Versions lists the versions of the open design, the latest first.
func (s *Session) Versions(f func([]Version, error)) {
	draft := s.draft.ID
	go func() {
		var all []Version
		var err error
		if draft != "" {
			all, err = s.versions.list(draft)
		}
		s.Do(func() { f(all, err) })
	}()
}

// RestoreVersion makes a version the document: one step that undoes. What
// the document was becomes a version too, under the name given.
func (s *Session) RestoreVersion(v Version, before string, done func(error)) {
	d, err := v.Design()
	if err != nil {
		done(err)
		return
	}
	s.SaveVersion(before, func(err error) {
		if err == nil {
			err = s.Editor.Replace(d)
		}
		done(err)
	})
}

// DeleteVersion forgets a version.
func (s *Session) DeleteVersion(id string, done func(error)) {
	go func() {
		err := s.versions.remove(id)
		s.Do(func() { done(err) })
	}()
}

// Answer evaluates another design than the open one, in full.
func (s *Session) Answer(d *design.Design) *report.Report { return newEvaluator().settled(d) }
