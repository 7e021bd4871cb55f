package browser

import (
	"runtime"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// attempt calls into the browser and answers what it throws as an error. A
// fault of our own is none of the browser's and goes on.
func attempt(f func() app.Value) (v app.Value, err error) {
	defer func() {
		switch thrown := recover().(type) {
		case nil:
		case runtime.Error:
			panic(thrown)
		case error:
			err = &Failure{Name: "Error", Message: thrown.Error()}
		default:
			panic(thrown)
		}
	}()
	return f(), nil
}

// guarded is a property of the window that some browsers throw at whoever
// reads it, as they do for storage in a frame without the right to it. Reading
// it by a call makes of that a panic, which attempt catches; Get would end the
// program.
func guarded(name string) app.Value {
	return app.Window().Get("Reflect").Call("get", app.Window(), name)
}
