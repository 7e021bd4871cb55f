package session

import (
	"errors"
	"time"

	"weir/app/browser"
	"weir/engine/design"
	"weir/engine/diagnostic"

	"github.com/goccy/go-json"
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// What the server says; package server documents the contract.
type (
	created struct {
		ID        string `json:"id"`
		EditToken string `json:"edit_token"`
		Revision  int64  `json:"revision"`
	}
	saved struct {
		Revision int64  `json:"revision"`
		Design   string `json:"design"`
	}
	problem struct {
		Status  int             `json:"status"`
		Code    string          `json:"code"`
		Message diagnostic.Text `json:"message"`
	}
)

// Error is the code and the English sentence of a problem.
func (p *problem) Error() string { return p.Code + ": " + p.Message.EN }

// In is the sentence of a problem in a language.
func (p *problem) In(lang string) string { return p.Message.In(lang) }

func status(err error) int {
	var p *problem
	if errors.As(err, &p) {
		return p.Status
	}
	return 0
}

const (
	sendDelay  = 1500 * time.Millisecond // edits gather before they go to the server
	retryDelay = 10 * time.Second
)

func api(path string) string { return app.Getenv("WEIR_ROOT") + "api/designs" + path }

// call asks the server and reads its answer into out. A problem the server
// states comes back as *problem, silence as another error.
func call(method, path string, headers map[string]string, body []byte, out any) (etag string, err error) {
	if body != nil {
		if headers == nil {
			headers = map[string]string{}
		}
		headers["Content-Type"] = "application/json"
	}
	r, err := browser.Fetch(method, api(path), headers, body)
	if err != nil {
		return "", err
	}
	if r.Status >= 400 {
		p := &problem{}
		if json.Unmarshal(r.Body, p) != nil || p.Code == "" {
			p.Code, p.Message = "server.failed", diagnostic.Text{EN: "The server could not answer.", ZH: "服务器未能响应。"}
		}
		p.Status = r.Status
		return "", p
	}
	if raw, ok := out.(*[]byte); ok {
		*raw = r.Body
		return r.ETag, nil
	}
	if out != nil {
		err = json.Unmarshal(r.Body, out)
	}
	return r.ETag, err
}

func (r *Remote) headers() map[string]string {
	return map[string]string{"Authorization": "Bearer " + r.Token, "If-Match": r.ETag}
}

// openShared opens a design of the server: as its owner if this device or the
// address holds the right to change it, else as a reader.
func (s *Session) openShared(o Origin) {
	go func() {
		mine, found := s.owned(o.ID)
		s.Do(func() {
			if found && (o.Token == "" || o.Token == mine.Remote.Token) {
				s.show(mine, false)
				return
			}
			s.fetchShared(o)
		})
	}()
}

func (s *Session) owned(id string) (Draft, bool) {
	all, err := s.keeper.drafts.list()
	if err != nil {
		return Draft{}, false
	}
	for _, x := range all {
		if x.Remote != nil && x.Remote.ID == id {
			return x, true
		}
	}
	return Draft{}, false
}

func (s *Session) fetchShared(o Origin) {
	go func() {
		var headers map[string]string
		if o.Token != "" {
			headers = map[string]string{"Authorization": "Bearer " + o.Token}
		}
		var content []byte
		etag, err := call("GET", "/"+o.ID, headers, nil, &content)
		s.Do(func() {
			var d *design.Design
			if err == nil {
				d, err = design.Decode(content)
			}
			if err != nil {
				s.Fail("open.shared", err)
				s.openLatest()
				return
			}
			token := o.Token
			o.Token = ""
			s.load(d, o)
			if token != "" {
				s.own(content, &Remote{ID: o.ID, Token: token, ETag: etag})
				s.origin.Look, s.origin.Parts, s.origin.Base = o.Look, o.Parts, o.Base
			}
		})
	}()
}

// own makes the open document a draft that is kept on the server too.
func (s *Session) own(content []byte, r *Remote) {
	if s.draft.ID == "" {
		s.adopt()
	}
	s.draft.Remote = r
	s.draft.Title, s.draft.design, s.draft.Saved, s.draft.baseline = s.Design().Title, content, browser.Now(), s.baseline.content
	s.remember()
	x := s.draft
	go func() {
		if err := s.keeper.drafts.put(x); err != nil {
			s.Do(func() { s.keeper.set(Refused) })
		}
	}()
	s.keeper.set(OnServer)
	s.tell(Keeping)
}

// Publish puts the document on the server: its short link.
func (s *Session) Publish(done func(error)) {
	content, err := design.Encode(s.Design())
	if err != nil {
		done(err)
		return
	}
	go func() {
		var c created
		etag, err := call("POST", "", nil, content, &c)
		s.Do(func() {
			if err == nil {
				s.own(content, &Remote{ID: c.ID, Token: c.EditToken, ETag: etag, Revision: c.Revision})
			}
			done(err)
		})
	}()
}

// Revoke takes the document off the server: its short links end.
func (s *Session) Revoke(done func(error)) {
	r := s.draft.Remote
	if r == nil {
		return
	}
	s.keeper.cancelSending()
	go func() {
		_, err := call("DELETE", "/"+r.ID, r.headers(), nil, nil)
		s.Do(func() {
			if err == nil || status(err) == 404 {
				err = nil
				s.draft.Remote = nil
				s.keeper.state = OnDevice
				s.keeper.edited()
				s.remember()
			}
			s.tell(Keeping)
			done(err)
		})
	}()
}
