//go:build js && wasm

// Command weir-app is the designer in the browser, and its workers.
package main

import (
	"runtime/debug"
	"syscall/js"

	"weir/app"
	"weir/app/worker"
)

func main() {
	// One thread computes and collects garbage: collecting a quarter as often
	// keeps edits within a frame, for some tens of megabytes.
	debug.SetGCPercent(400)
	if js.Global().Get("document").IsUndefined() {
		worker.Serve(worker.Jobs())
	}
	app.Run()
}
