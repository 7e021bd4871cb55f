//go:build js && wasm

package browser

import "syscall/js"

// Lock is the right to write one design, held by one tab at a time.
type Lock struct {
	resolve js.Value // ends the promise that holds the lock
	held    bool
}

// Release gives the lock back; a nil lock is no lock.
func (l *Lock) Release() {
	if l != nil && l.held {
		l.held = false
		l.resolve.Invoke()
	}
}

// Acquire asks for the lock called name. If another tab holds it, Acquire
// answers nil, or, with steal, takes it away. onLost is called when another
// tab steals it later. Where the browser has no locks everybody gets one.
//
// It uses syscall/js itself: the callback answers a promise, and go-app's
// functions cannot return JavaScript values.
func Acquire(name string, steal bool, onLost func()) *Lock {
	locks := js.Global().Get("navigator").Get("locks")
	if !locks.Truthy() {
		return &Lock{}
	}
	granted := make(chan *Lock, 1)
	answered := false
	answer := func(l *Lock) {
		answered = true
		granted <- l
	}
	var settle js.Value
	promise := js.Global().Get("Promise")
	executor := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settle = args[0]
		return nil
	})
	holding := promise.New(executor)
	executor.Release()
	callback := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if args[0].IsNull() {
			answer(nil)
			return nil
		}
		answer(&Lock{resolve: settle, held: true})
		return holding
	})
	options := map[string]any{"ifAvailable": true}
	if steal {
		options = map[string]any{"steal": true}
	}
	ended := make([]js.Func, 2)
	release := func() {
		callback.Release()
		ended[0].Release()
		ended[1].Release()
	}
	ended[0] = js.FuncOf(func(js.Value, []js.Value) any { release(); return nil })
	ended[1] = js.FuncOf(func(js.Value, []js.Value) any {
		release()
		if answered {
			onLost()
		} else { // a frame without the right to storage has no locks either
			answer(&Lock{})
		}
		return nil
	})
	locks.Call("request", name, options, callback).Call("then", ended[0], ended[1])
	return <-granted
}
