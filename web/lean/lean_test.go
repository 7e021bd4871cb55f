package lean_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"weir/web/lean"
)

const root = "../.."

// deps lists what a package of the browser's program is built from.
func deps(t *testing.T, modfile, pkg string) map[string]bool {
	t.Helper()
	cmd := exec.Command("go", "list", "-modfile="+modfile, "-deps", pkg)
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	set := make(map[string]bool)
	for _, name := range strings.Fields(string(out)) {
		set[name] = true
	}
	return set
}

// What only servers run is not in the program, what it needs is.
func TestServerCodeIsLeftOut(t *testing.T) {
	modfile, err := lean.Modfile(root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	plain := deps(t, "go.mod", "./app/cmd/weir-app")
	small := deps(t, modfile, "./app/cmd/weir-app")
	for _, name := range []string{"net/http", "crypto/tls", "text/template", "regexp", "github.com/goccy/go-json/internal/encoder/vm"} {
		if !plain[name] {
			t.Errorf("%s is not in the plain program any more: it need not be left out", name)
		}
		if small[name] {
			t.Errorf("%s is in the lean program", name)
		}
	}
	imports := exec.Command("go", "list", "-modfile="+modfile, "-f", "{{.Imports}}", "github.com/maxence-charriere/go-app/v9/pkg/app")
	imports.Dir = root
	imports.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if out, err := imports.Output(); err != nil || strings.Contains(string(out), "encoding/json") {
		t.Errorf("the lean go-app imports %s, %v", out, err)
	}
	for _, name := range []string{"github.com/maxence-charriere/go-app/v9/pkg/app", "github.com/goccy/go-json", "github.com/goccy/go-json/internal/sorting", "weir/app"} {
		if !small[name] {
			t.Errorf("%s is not in the lean program", name)
		}
	}
}

// Asking again gives the same copies.
func TestCopiesAreKept(t *testing.T) {
	dir := t.TempDir()
	first, err := lean.Modfile(root, dir)
	if err != nil {
		t.Fatal(err)
	}
	again, err := lean.Modfile(root, dir)
	if err != nil || again != first {
		t.Errorf("Modfile gave %q, %v after %q", again, err, first)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("%d folders below %s (%v), want 1", len(entries), dir, err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(first), "go.sum")); err != nil {
		t.Error(err)
	}
}
