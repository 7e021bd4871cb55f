package session

import (
	"time"

	"weir/app/browser"
	"weir/engine/design"
)

// cancelSending stops what still waits to go to the server.
func (k *keeper) cancelSending() {
	if k.retry != nil {
		k.retry()
		k.retry = nil
	}
}

// resume goes on with a draft that is also on the server.
func (k *keeper) resume() {
	if k.session.draft.Remote.Behind {
		k.set(Sending)
		k.send()
		return
	}
	k.set(OnServer)
}

// send takes the latest edits to the server after a moment.
func (k *keeper) send() {
	r := k.session.draft.Remote
	if r == nil || !r.Behind || k.state == Elsewhere || k.state == Conflict || k.state == Revoked {
		return
	}
	k.set(Sending)
	k.later(sendDelay)
}

func (k *keeper) later(delay time.Duration) {
	k.cancelSending()
	k.retry = browser.After(delay, func() { k.session.Do(k.push) })
}

func (k *keeper) push() {
	s := k.session
	r := s.draft.Remote
	if r == nil || k.sending || s.draft.ID == "" {
		return
	}
	k.sending = true
	id, version, content := s.draft.ID, s.Editor.Version(), s.draft.design
	go func() {
		var answer saved
		etag, err := call("PUT", "/"+r.ID, r.headers(), content, &answer)
		s.Do(func() {
			k.sending = false
			if s.draft.ID == id && s.draft.Remote != nil {
				k.pushed(version, etag, answer, err)
			}
		})
	}()
}

func (k *keeper) pushed(version uint64, etag string, answer saved, err error) {
	s := k.session
	switch code := status(err); {
	case err == nil:
		remote := *s.draft.Remote
		remote.ETag, remote.Revision = etag, answer.Revision
		remote.Behind = s.Editor.Version() != version
		s.draft.Remote = &remote
		x := s.draft
		go func() { _ = k.drafts.put(x) }() // if it fails, the next edit's write says so
		if remote.Behind {
			k.send()
			return
		}
		k.set(OnServer)
		s.tell(Keeping) // the revision
	case code == 412:
		k.set(Conflict)
	case code == 404:
		k.set(Revoked)
	case code == 0, code == 429, code >= 500:
		k.set(Offline)
		k.later(retryDelay)
	default:
		s.Fail("save.server", err)
		k.set(Offline)
	}
}

// TakeTheirs replaces the document by what the server has now. What was here
// stays on this device as a draft of its own.
func (s *Session) TakeTheirs() {
	r := s.draft.Remote
	if r == nil {
		return
	}
	mine := s.draft
	mine.ID, mine.Remote = browser.Random(16), nil
	go func() {
		var content []byte
		etag, err := call("GET", "/"+r.ID, nil, nil, &content)
		if err == nil {
			err = s.keeper.drafts.put(mine)
		}
		s.Do(func() {
			var d *design.Design
			if err == nil {
				d, err = design.Decode(content)
			}
			if err != nil {
				s.Fail("open.shared", err)
				return
			}
			x := s.draft
			s.load(d, Origin{Kind: Own})
			s.draft = x
			s.keeper.hold(x.ID, false)
			s.own(content, &Remote{ID: r.ID, Token: r.Token, ETag: etag})
		})
	}()
}
