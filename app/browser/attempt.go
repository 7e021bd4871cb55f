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
