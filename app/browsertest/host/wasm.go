package host

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"weir/app/browsertest/chrome"
	"weir/web/lean"
)

// program is the page around a Go program: an element that fills the window
// and the loader that comes with the compiler.
const program = `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>%s</title>
<link rel="icon" href="data:,">
<style>html, body, #bench { height: 100%%; margin: 0; }</style>
<script src="wasm_exec.js"></script>
</head>
<body>
<div id="bench"></div>
<script type="module">
const log = console.log;
globalThis.said = [];
console.log = (...words) => { said.push(words.join(" ")); log(...words); };
const go = new Go();
go.argv = %s;
go.exit = code => { globalThis.exitCode = code; };
const { instance } = await WebAssembly.instantiateStreaming(fetch("main.wasm"), go.importObject);
go.run(instance);
</script>
</body>
</html>
`

// WriteProgram compiles a Go program for the browser into dir as the app is
// compiled, with a page that runs it. Folder is where the package is looked up, "" = the module's
// root.
func WriteProgram(ctx context.Context, dir, folder, pkg string) error {
	root, err := Root()
	if err != nil {
		return err
	}
	return write(ctx, dir, folder, pkg, []string{pkg}, append([]string{"build"}, lean.Flags(root)...)...)
}

// write compiles a package by one of the go command's verbs into dir, with a
// page that runs it with arguments, the first its name.
func write(ctx context.Context, dir, folder, pkg string, argv []string, verb ...string) error {
	goroot, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	loader, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(goroot)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "wasm_exec.js"), loader, 0o644); err != nil {
		return err
	}
	arguments, err := json.Marshal(argv)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "index.html"), fmt.Appendf(nil, program, pkg, arguments), 0o644); err != nil {
		return err
	}
	cmd, err := Command(ctx, "go", append(verb, "-o", filepath.Join(dir, "main.wasm"), pkg)...)
	if err != nil {
		return err
	}
	if folder != "" {
		cmd.Dir = filepath.Join(cmd.Dir, folder)
	}
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s for js/wasm: %w\n%s", pkg, err, out)
	}
	return nil
}

// OpenProgram compiles a Go program as WriteProgram does, serves it, and opens
// it in a browser of its own.
func OpenProgram(ctx context.Context, dir, folder, pkg string) (page *chrome.Page, close func(), err error) {
	if err := WriteProgram(ctx, dir, folder, pkg); err != nil {
		return nil, nil, err
	}
	return openFolder(ctx, dir)
}

// OpenTests compiles the tests of a package for the browser into dir and runs
// them there; window.exitCode says how they ended.
func OpenTests(ctx context.Context, dir, pkg string, args ...string) (page *chrome.Page, close func(), err error) {
	if err := write(ctx, dir, "", pkg, append([]string{pkg}, args...), "test", "-c"); err != nil {
		return nil, nil, err
	}
	return openFolder(ctx, dir)
}

func openFolder(ctx context.Context, dir string) (page *chrome.Page, close func(), err error) {
	files, err := ServeStatic(dir, "/")
	if err != nil {
		return nil, nil, err
	}
	browser, err := chrome.Launch(ctx, 1440, 900)
	if err != nil {
		files.Close()
		return nil, nil, err
	}
	close = func() { browser.Close(); files.Close() }
	page = browser.Page()
	if err := page.Go(files.URL); err != nil {
		close()
		return nil, nil, err
	}
	return page, close, nil
}
