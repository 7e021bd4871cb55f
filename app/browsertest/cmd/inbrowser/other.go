//go:build !js || !wasm

package main

import (
	"fmt"
	"os"
)

func main() {
	fmt.Fprintln(os.Stderr, "inbrowser runs in a browser: build it for js/wasm")
	os.Exit(2)
}
