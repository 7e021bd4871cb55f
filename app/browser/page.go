package browser

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// ReplaceAddress shows another address without loading it and without a step
// in the history.
func ReplaceAddress(address string) {
	app.Window().Get("history").Call("replaceState", app.Null(), "", address)
}

// Listen calls f on every event of that name at the window.
func Listen(event string, f func(app.Value)) (stop func()) {
	return ListenAt(app.Window(), event, f)
}

// ListenAt calls f on every event of that name at a target.
func ListenAt(target app.Value, event string, f func(app.Value)) (stop func()) {
	fn := app.FuncOf(func(_ app.Value, args []app.Value) any {
		f(argument(args))
		return nil
	})
	target.Call("addEventListener", event, fn)
	return func() {
		target.Call("removeEventListener", event, fn)
		fn.Release()
	}
}

// Channel is a line to the other tabs of this site.
type Channel struct{ c app.Value }

// Join joins the channel called name; f hears what other tabs say.
func Join(name string, f func(app.Value)) Channel {
	class := app.Window().Get("BroadcastChannel")
	if !class.Truthy() {
		return Channel{}
	}
	c := class.New(name)
	ListenAt(c, "message", func(e app.Value) { f(e.Get("data")) })
	return Channel{c}
}

// Say tells the other tabs.
func (c Channel) Say(message any) {
	if c.c != nil {
		c.c.Call("postMessage", message)
	}
}
