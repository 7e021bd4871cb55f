//go:build js && wasm

// Command inbrowser is the engine on a page of its own: browser tests compare
// its reports with native ones, benchmarks time it. It puts two functions on
// globalThis:
//
//	weirReport(text)   the report of a design, as it is encoded
//	weirMeasure()      figures of package measure, as JSON
package main

import (
	"encoding/json"
	"runtime/debug"
	"syscall/js"

	"weir/app/browsertest/measure"
)

func main() {
	debug.SetGCPercent(400) // as the app does
	js.Global().Set("weirReport", js.FuncOf(func(_ js.Value, args []js.Value) any {
		return measure.Report([]byte(args[0].String()))
	}))
	js.Global().Set("weirMeasure", js.FuncOf(func(js.Value, []js.Value) any {
		figures, err := measure.Engine("browser")
		if err != nil {
			panic(err)
		}
		b, err := json.Marshal(figures)
		if err != nil {
			panic(err)
		}
		return string(b)
	}))
	select {}
}
