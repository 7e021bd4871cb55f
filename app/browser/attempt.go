package browser

import (
	"fmt"
	"runtime"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// attempt calls into the browser and answers what it throws as an error. A
// fault of our own is none of the browser's and goes on.
func attempt(f func() app.Value) (v app.Value, err error) {
	defer func() {
		thrown := recover()
		if thrown == nil {
			return
		}
		if _, ours := thrown.(runtime.Error); ours {
			panic(thrown)
		}
		err = &Failure{Name: "Error", Message: fmt.Sprint(thrown)}
	}()
	return f(), nil
}
