//go:build js && wasm

package browser

import (
	"syscall/js"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// holder is the callback of a lock request. It answers a promise, which keeps
// the lock until it is resolved, and sends what resolves it; null means that
// another tab has the lock. go-app cannot wrap it: its functions give
// JavaScript no objects back.
func holder(granted chan<- app.Value) (callback any, release func()) {
	f := js.FuncOf(func(_ js.Value, args []js.Value) any {
		if len(args) == 0 || !args[0].Truthy() {
			granted <- app.Null()
			return nil
		}
		held := js.Global().Get("Promise").Call("withResolvers")
		granted <- app.ValueOf(held.Get("resolve"))
		return held.Get("promise")
	})
	return f, f.Release
}
