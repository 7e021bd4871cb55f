// Package browser is what the app asks of the browser beside drawing: time,
// frames, storage, files, the clipboard, the network, other tabs. Functions
// that return an error wait for the browser's answer: call them from a
// goroutine of their own, never from an event handler.
package browser

import (
	"errors"
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Failure is a promise that was rejected, with the name the browser gives the
// reason ("QuotaExceededError", "AbortError").
type Failure struct {
	Name    string
	Message string
}

// Error returns name and message.
func (f *Failure) Error() string { return f.Name + ": " + f.Message }

// IsQuota reports whether err says that storage is full.
func IsQuota(err error) bool { return named(err, "QuotaExceededError") }

// IsAborted reports whether err says that the user changed their mind.
func IsAborted(err error) bool { return named(err, "AbortError") }

func named(err error, name string) bool {
	var f *Failure
	return errors.As(err, &f) && f.Name == name
}

func failure(reason app.Value) error {
	if !reason.Truthy() {
		return &Failure{Name: "Error"}
	}
	f := &Failure{Name: "Error", Message: reason.Call("toString").String()}
	if name := reason.Get("name"); name.Truthy() {
		f.Name = name.String()
	}
	if message := reason.Get("message"); message.Truthy() {
		f.Message = message.String()
	}
	return f
}

// Await waits until a promise is settled.
func Await(promise app.Value) (app.Value, error) {
	type answer struct {
		value app.Value
		err   error
	}
	settled := make(chan answer, 1)
	done := app.FuncOf(func(_ app.Value, args []app.Value) any {
		settled <- answer{value: argument(args)}
		return nil
	})
	failed := app.FuncOf(func(_ app.Value, args []app.Value) any {
		settled <- answer{err: failure(argument(args))}
		return nil
	})
	defer done.Release()
	defer failed.Release()
	promise.Call("then", done, failed)
	a := <-settled
	return a.value, a.err
}

func argument(args []app.Value) app.Value {
	if len(args) == 0 {
		return app.Undefined()
	}
	return args[0]
}

// once calls f the next time JavaScript calls it, and lets go of it then.
func once(f func(app.Value)) app.Func {
	var fn app.Func
	fn = app.FuncOf(func(_ app.Value, args []app.Value) any {
		fn.Release()
		f(argument(args))
		return nil
	})
	return fn
}

// Frame calls f before the next frame is painted.
func Frame(f func()) {
	app.Window().Call("requestAnimationFrame", once(func(app.Value) { f() }))
}

// After calls f once the delay has passed, unless it is cancelled before.
func After(delay time.Duration, f func()) (cancel func()) {
	t := time.AfterFunc(delay, f)
	return func() { t.Stop() }
}

// Bytes copies a Uint8Array or ArrayBuffer.
func Bytes(v app.Value) []byte {
	array := app.Window().Get("Uint8Array").New(v)
	b := make([]byte, array.Get("length").Int())
	app.CopyBytesToGo(b, array)
	return b
}

// Array copies bytes to a Uint8Array.
func Array(b []byte) app.Value {
	array := app.Window().Get("Uint8Array").New(len(b))
	app.CopyBytesToJS(array, b)
	return array
}

// Object makes a JavaScript object.
func Object(fields map[string]any) app.Value {
	o := app.Window().Get("Object").New()
	for name, v := range fields {
		o.Set(name, v)
	}
	return o
}

// Online reports whether the browser believes it has a network.
func Online() bool { return app.Window().Get("navigator").Get("onLine").Truthy() }

// Matches reports whether a media query holds.
func Matches(query string) bool {
	list, asked := matched[query]
	if !asked {
		list = Media(query)
		matched[query] = list
	}
	return list.Get("matches").Truthy()
}

// matched keeps what media queries were asked: each is read many times a frame.
var matched = map[string]app.Value{}

// Now is the wall clock.
func Now() time.Time { return time.Now() }

// Random is n characters fit for an id, from the browser's own randomness.
func Random(n int) string {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789" // 32, none that look alike
	array := app.Window().Get("Uint8Array").New(n)
	app.Window().Get("crypto").Call("getRandomValues", array)
	b := make([]byte, n)
	app.CopyBytesToGo(b, array)
	for i := range b {
		b[i] = letters[b[i]%32]
	}
	return string(b)
}

// Document is the page's document.
func Document() app.Value { return app.Window().Get("document") }

// Root is the page's html element.
func Root() app.Value { return Document().Get("documentElement") }

// Focus moves the focus to the element with an id, if it is there.
func Focus(id string) {
	if e := Document().Call("getElementById", id); e.Truthy() {
		e.Call("focus")
	}
}

// Media is a media query to listen to.
func Media(query string) app.Value { return app.Window().Call("matchMedia", query) }
