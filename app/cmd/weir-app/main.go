//go:build js && wasm

// Command weir-app is the designer in the browser.
package main

import (
	"syscall/js"

	"weir/app"
)

func main() {
	// Web Workers run the same binary and have no document. No job needs one
	// yet, so a worker ends at once.
	if js.Global().Get("document").IsUndefined() {
		return
	}
	app.Run()
}
