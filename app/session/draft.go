package session

import (
	"fmt"
	"sort"
	"time"

	"weir/app/browser"
	"weir/engine/quantity"

	"github.com/goccy/go-json"
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Draft is a design as this device keeps it.
type Draft struct {
	ID     string
	Title  string
	Saved  time.Time
	Remote *Remote // its place on a server, nil if it has none
	design []byte

	baseline []byte // the design held to compare with, nil = none
}

// Remote is the place of a draft on a server.
type Remote struct {
	ID       string `json:"id"`
	Token    string `json:"token"` // the right to change it
	ETag     string `json:"etag"`
	Revision int64  `json:"revision"`
	Behind   bool   `json:"behind"` // edits wait to be sent
}

func (r *Remote) encode() string {
	text := func(s string) []byte { return quantity.AppendString(nil, s) }
	return fmt.Sprintf(`{"id":%s,"token":%s,"etag":%s,"revision":%d,"behind":%t}`, text(r.ID), text(r.Token), text(r.ETag), r.Revision, r.Behind)
}

const (
	databaseName = "weir"
	draftStore   = "drafts"
)

// drafts is the browser's storage of drafts, opened when first needed.
type drafts struct{ db *browser.Database }

func (d *drafts) open() error {
	if d.db != nil {
		return nil
	}
	db, err := browser.OpenDatabase(databaseName, 1, draftStore)
	d.db = db
	return err
}

func (d *drafts) put(x Draft) error {
	if err := d.open(); err != nil {
		return err
	}
	remote := ""
	if x.Remote != nil {
		remote = x.Remote.encode()
	}
	return d.db.Put(draftStore, map[string]any{
		"id": x.ID, "title": x.Title, "saved": float64(x.Saved.UnixMilli()), "design": string(x.design), "remote": remote, "baseline": string(x.baseline),
	})
}

func (d *drafts) get(id string) (Draft, bool, error) {
	if err := d.open(); err != nil {
		return Draft{}, false, err
	}
	v, err := d.db.Get(draftStore, id)
	if err != nil || !v.Truthy() {
		return Draft{}, false, err
	}
	return readDraft(v), true, nil
}

// list returns all drafts, the latest first.
func (d *drafts) list() ([]Draft, error) {
	if err := d.open(); err != nil {
		return nil, err
	}
	all, err := d.db.All(draftStore)
	if err != nil {
		return nil, err
	}
	out := make([]Draft, len(all))
	for i, v := range all {
		out[i] = readDraft(v)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Saved.After(out[j].Saved) })
	return out, nil
}

func (d *drafts) remove(id string) error {
	if err := d.open(); err != nil {
		return err
	}
	return d.db.Delete(draftStore, id)
}

func readDraft(v app.Value) Draft {
	x := Draft{
		ID:     v.Get("id").String(),
		Title:  v.Get("title").String(),
		Saved:  time.UnixMilli(int64(v.Get("saved").Float())),
		design: []byte(v.Get("design").String()),
	}
	if held := v.Get("baseline"); held.Truthy() { // older drafts have none
		x.baseline = []byte(held.String())
	}
	if remote := v.Get("remote"); remote.Truthy() {
		x.Remote = &Remote{}
		if json.Unmarshal([]byte(remote.String()), x.Remote) != nil {
			x.Remote = nil
		}
	}
	return x
}
