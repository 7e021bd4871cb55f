package session

import (
	"time"

	"weir/app/browser"
	"weir/engine/design"
)

// State is where the document is kept right now.
type State uint8

// The states.
const (
	Untouched State = iota // opened and not edited: nothing to keep
	Writing                // edited, being written
	OnDevice               // written to this device
	OnServer               // written to this device and to the server
	Sending                // on this device, on its way to the server
	Offline                // on this device; the server is out of reach
	Full                   // the device's storage is full
	Refused                // the device's storage failed
	Elsewhere              // another tab has taken this design over
	Conflict               // somebody else saved to the server since
	Revoked                // the server no longer has it, or not for us
)

// writeDelay is how long edits gather before they are written. It bounds, it
// does not restart with each edit.
const writeDelay = 150 * time.Millisecond

// keeper writes the document to the device after each edit.
type keeper struct {
	session *Session
	drafts  drafts
	state   State
	lock    *browser.Lock
	waiting bool // a write is due
	writing bool
	again   bool // edited while writing
	sending bool
	retry   func() // cancels the next try to send
}

// State tells where the document is kept.
func (s *Session) State() State { return s.keeper.state }

// Draft is what the document is kept as.
func (s *Session) Draft() Draft { return s.draft }

func (k *keeper) set(state State) {
	if k.state != state {
		k.state = state
		k.session.tell(Keeping)
	}
}

// edited is called after every change of the document.
func (k *keeper) edited() {
	if k.state == Elsewhere {
		return
	}
	s := k.session
	if s.draft.ID == "" {
		s.adopt()
	}
	k.set(Writing)
	if k.waiting {
		return
	}
	k.waiting = true
	browser.After(writeDelay, func() {
		s.Do(func() {
			k.waiting = false
			k.write()
		})
	})
}

// flush writes at once what still waits: the page is about to go.
func (k *keeper) flush() {
	if k.waiting && k.state != Elsewhere {
		k.waiting = false
		k.write()
	}
}

func (k *keeper) write() {
	if k.writing {
		k.again = true
		return
	}
	s := k.session
	content, err := design.Encode(s.Design())
	if err != nil {
		k.set(Refused)
		return
	}
	x := s.draft
	x.Title, x.Saved, x.design, x.baseline = s.Design().Title, browser.Now(), content, s.baseline.content
	if x.Remote != nil {
		remote := *x.Remote
		remote.Behind = true
		x.Remote = &remote
	}
	k.writing = true
	go func() {
		err := k.drafts.put(x)
		s.Do(func() { k.written(x, err) })
	}()
}

func (k *keeper) written(x Draft, err error) {
	k.writing = false
	s := k.session
	same := x.ID == s.draft.ID // no other design was opened meanwhile
	if same && err == nil {
		s.draft = x
	}
	if k.again {
		k.again = false
		k.write()
		return
	}
	switch {
	case !same, k.state == Elsewhere:
	case browser.IsQuota(err):
		k.set(Full)
	case err != nil:
		k.set(Refused)
	case x.Remote == nil:
		k.set(OnDevice)
	default:
		k.send()
	}
}

// adopt makes the open document a draft of this device: it gets an id, this
// tab takes its lock, and the address no longer names where it came from.
func (s *Session) adopt() {
	s.draft = Draft{ID: browser.Random(16), Saved: browser.Now()}
	s.origin = Origin{Kind: Own}
	s.keeper.hold(s.draft.ID, false)
	s.remember()
	s.tell(Keeping)
}

// remember lets a reload of this tab find the draft again.
func (s *Session) remember() {
	browser.RememberTab("weir.draft", s.draft.ID)
	browser.ReplaceAddress(s.home())
}

func (s *Session) home() string {
	if r := s.draft.Remote; r != nil {
		return root() + "d/" + r.ID
	}
	return root()
}

// hold takes the lock of a draft; without it another tab has the design.
func (k *keeper) hold(id string, steal bool) {
	k.lock.Release()
	k.lock = nil
	s := k.session
	go func() {
		lock := browser.Acquire("weir.draft."+id, steal, func() {
			s.Do(func() {
				if s.draft.ID == id {
					k.lock = nil
					k.set(Elsewhere)
				}
			})
		})
		s.Do(func() {
			if s.draft.ID != id {
				lock.Release()
				return
			}
			k.lock = lock
			if lock == nil {
				k.set(Elsewhere)
			}
		})
	}()
}

// TakeOver makes this tab the one that writes the design.
func (s *Session) TakeOver() {
	id := s.draft.ID
	go func() {
		x, found, err := s.keeper.drafts.get(id)
		s.Do(func() {
			s.keeper.state = Untouched
			if err == nil && found {
				s.show(x, true)
				return
			}
			s.keeper.hold(id, true)
			s.keeper.edited()
		})
	}()
}

// Detach goes on with the document as a draft of its own: what the other tab
// or the server has stays as it is.
func (s *Session) Detach() {
	s.keeper.cancelSending()
	s.draft = Draft{}
	s.keeper.state = Untouched
	s.keeper.edited()
}
