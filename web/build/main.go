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

	"weir/web"
	"weir/web/lean"
	"weir/web/pack"
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
	job := pack.Job{
		Source:      "web",
		Extra:       map[string]string{"app.wasm": wasm, "wasm_exec.js": wasmExec},
		Dist:        filepath.Join("web", "dist"),
		Cache:       filepath.Join(".cache", "packed"),
		BrotliLevel: 11,
	}
	if fast {
		job.BrotliLevel = 5
	}
	b, sizes, err := job.Run()
	if err != nil {
		return err
	}
	list(b, sizes)
	return nil
}

// list says what a first visit loads. The sum is the cost of a first load.
func list(b *web.Bundle, sizes pack.Sizes) {
	total := 0
	for _, f := range b.Files {
		total += sizes[f.Path]
		fmt.Printf("%10d %10d  %s\n", f.Size, sizes[f.Path], f.Path)
	}
	fmt.Printf("version %s, %d bytes to send\n", b.Version, total)
}

// compile builds the app, reproducibly: the same sources give the same bytes.
func compile(out string) error {
	modfile, err := lean.Modfile(".", filepath.Join(".cache", "lean"))
	if err != nil {
		return err
	}
	args := append([]string{"build", "-modfile=" + modfile, "-buildvcs=false", "-o", out}, lean.Flags(".")...)
	cmd := exec.Command("go", append(args, "./app/cmd/weir-app")...)
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
