package browser

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Lock is the right to write one design, held by one tab at a time.
type Lock struct {
	release app.Value
}

// Release gives the lock back; a nil lock is no lock.
func (l *Lock) Release() {
	if l != nil && l.release != nil && l.release.Truthy() {
		l.release.Invoke()
		l.release = nil
	}
}

// Acquire asks for the lock called name. If another tab holds it, Acquire
// answers nil, or, with steal, takes it away. onLost is called when another
// tab steals it later. Where the browser has no locks everybody gets one.
func Acquire(name string, steal bool, onLost func()) *Lock {
	locks := app.Window().Get("navigator").Get("locks")
	if !locks.Truthy() {
		return &Lock{}
	}
	granted := make(chan app.Value, 1)
	hold, forget := holder(granted)
	options := map[string]any{"ifAvailable": true}
	if steal {
		options = map[string]any{"steal": true}
	}
	request := locks.Call("request", name, Object(options), hold)
	lost := once(func(app.Value) { onLost() })
	request.Call("then", app.Undefined(), lost)
	resolve := <-granted
	if !resolve.Truthy() {
		lost.Release()
		forget()
		return nil
	}
	return &Lock{release: resolve}
}
