package session

import (
	"errors"

	"weir/app/edit"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// Message is something to tell the user once.
type Message struct {
	Key    string           // a text of the interface
	Args   []any            // what goes into it
	Detail *diagnostic.Text // what the engine or the server says beside it
	Grave  bool             // something failed
	Undo   bool             // offer to take the last step back
}

// Tell shows a message.
func (s *Session) Tell(m Message) {
	s.notices = append(s.notices, m)
	s.tell(Notice)
}

// Notices takes the messages that were not shown yet.
func (s *Session) Notices() []Message {
	out := s.notices
	s.notices = nil
	return out
}

// Fail shows that something failed, with the reason in both languages where
// the error has one.
func (s *Session) Fail(key string, err error, args ...any) {
	s.Tell(Message{Key: key, Args: args, Detail: Reason(err), Grave: true})
}

// Reason is the sentence of an error in both languages; errors that have none
// are told as they are. It is nil for no error.
func Reason(err error) *diagnostic.Text {
	if err == nil {
		return nil
	}
	var (
		spoken   interface{ In(lang string) string }
		quantity *quantity.Error
		refusal  *edit.Refusal
	)
	switch {
	case errors.As(err, &spoken):
		return &diagnostic.Text{EN: spoken.In("en"), ZH: spoken.In("zh")}
	case errors.As(err, &quantity):
		return &diagnostic.Text{EN: quantity.Message.EN, ZH: quantity.Message.ZH}
	case errors.As(err, &refusal):
		return &diagnostic.Text{EN: refusal.Reason.EN, ZH: refusal.Reason.ZH}
	}
	return &diagnostic.Text{EN: err.Error(), ZH: err.Error()}
}
