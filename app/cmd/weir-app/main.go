//go:build js && wasm

// Command weir-app is the designer in the browser.
package main

import (
	"runtime/debug"
	"syscall/js"

	"weir/app"
)

func main() {
	// One thread computes and collects garbage: collecting a quarter as often
	// keeps edits within a frame, for some tens of megabytes.
	debug.SetGCPercent(400)
	// Web Workers run the same binary and have no document. No job needs one
	// yet, so a worker ends at once.
	if js.Global().Get("document").IsUndefined() {
		return
	}
	app.Run()
}
