// Build compiles the app to WebAssembly and fills web/dist with everything
// the browser loads, compressed. Run it at the root of the module:
//
//	go run ./web/build            best compression, for what is published
//	go run ./web/build -fast      quick compression, while developing
//
// Compressed files are kept in .cache by content, so that an unchanged app
// costs no time.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

func main() {
	fast := flag.Bool("fast", false, "compress quickly (brotli 5) instead of well (brotli 11)")
	flag.Parse()
	if err := run(*fast); err != nil {
		fmt.Fprintln(os.Stderr, "web/build:", err)
		os.Exit(1)
	}
}

func run(fast bool) error {
	wasm := filepath.Join(".cache", "app.wasm")
	if err := compile(wasm); err != nil {
		return err
	}
	wasmExec, err := wasmExecJS()
	if err != nil {
		return err
	}
	p := packer{cache: filepath.Join(".cache", "packed"), brotliLevel: 11}
	if fast {
		p.brotliLevel = 5
	}
	b, err := p.pack("web", map[string]string{"app.wasm": wasm, "wasm_exec.js": wasmExec})
	if err != nil {
		return err
	}
	b.print(os.Stdout)
	return nil
}

// compile builds the app, reproducibly: the same sources give the same bytes.
func compile(out string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", out, "./app/cmd/weir-app")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// wasmExecJS finds the loader that belongs to the compiler in use.
func wasmExecJS() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", err
	}
	return filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"), nil
}
