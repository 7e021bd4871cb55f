// Package lean leaves out of the browser's program what only servers run.
//
// Two dependencies link code that no browser ever runs and that the linker
// cannot drop: go-app the HTTP handler that renders pages (and with it
// net/http, TLS and their curves) and routes by regular expressions, go-json its four encoders, registered when
// the program starts, though Weir only decodes with it in the browser. They
// are a fifth of the program as it is sent. And go-app links encoding/json for
// what Weir leaves alone, its storage, states and pushes: in its copy a
// package of a few lines stands for it.
//
// What go-json sorts when it first meets a type is sorted by package sort.
//
// Modfile copies both modules, of the versions that go.mod names and with
// every other file as it is, without those files, and writes a go.mod that
// uses the copies, for `go build -modfile`. The product's own go.mod is not
// touched, and the app compiles and runs without this too, only larger.
package lean

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

//go:embed files
var files embed.FS

// module is a dependency and what is different in its copy.
type module struct {
	path    string
	without []string          // files left out
	with    map[string]string // file of the copy -> file of this package
	imports map[string]string // import -> what the copy imports in its place
	sorts   []string          // files that sort: by with's package sorting, which is compiled once and not for each type
}

var modules = []module{
	{
		path:    "github.com/maxence-charriere/go-app/v9",
		without: []string{"pkg/app/http.go", "pkg/app/static.go", "pkg/app/resource.go"},
		with:    map[string]string{"pkg/app/client.go": "files/client.go.txt", "pkg/app/route.go": "files/route.go.txt", "pkg/json/json.go": "files/json.go.txt"},
		imports: map[string]string{"encoding/json": "github.com/maxence-charriere/go-app/v9/pkg/json"},
	},
	{
		path:    "github.com/goccy/go-json",
		without: []string{"internal/encoder/run/encode_of.go"},
		with:    map[string]string{"internal/encoder/run/run.go": "files/run.go.txt", "internal/sorting/sorting.go": "files/sorting.go.txt"},
		sorts:   []string{"internal/decoder/compile.go", "internal/jsonfields/fields.go", "jsontext/scan.go"},
	},
}

// Modfile writes a module file like root's, with the lean copies, into a
// folder of its own below dir, and returns its absolute path. What is there
// already is used again.
func Modfile(root, dir string) (string, error) {
	if !filepath.IsAbs(dir) {
		dir = filepath.Join(root, dir)
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return "", err
	}
	sources, err := locate(root)
	if err != nil {
		return "", err
	}
	stamp, err := fingerprint(root, sources)
	if err != nil {
		return "", err
	}
	home := filepath.Join(dir, stamp)
	modfile := filepath.Join(home, "go.mod")
	if _, err := os.Stat(modfile); err == nil {
		return modfile, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	// Built aside and moved into place: several builds may run at once.
	aside, err := os.MkdirTemp(dir, "new-")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(aside)
	if err := write(root, aside, home, sources); err != nil {
		return "", fmt.Errorf("lean: %w", err)
	}
	if err := os.Rename(aside, home); err != nil {
		if _, gone := os.Stat(modfile); gone != nil {
			return "", err
		}
	}
	return modfile, nil
}

// locate finds the folders of the modules, in the order of modules, fetching
// what is missing.
func locate(root string) ([]string, error) {
	args := []string{"mod", "download", "-json"}
	for _, m := range modules {
		args = append(args, m.path)
	}
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("lean: go mod download: %w", err)
	}
	found := make(map[string]string)
	for d := json.NewDecoder(bytes.NewReader(out)); d.More(); {
		var m struct{ Path, Dir string }
		if err := d.Decode(&m); err != nil {
			return nil, fmt.Errorf("lean: go mod download: %w", err)
		}
		found[m.Path] = m.Dir
	}
	sources := make([]string, len(modules))
	for i, m := range modules {
		if sources[i] = found[m.path]; sources[i] == "" {
			return nil, fmt.Errorf("lean: %s is not in go.mod", m.path)
		}
	}
	return sources, nil
}

// fingerprint names everything the copies depend on: the versions in go.mod
// and what is different in them.
func fingerprint(root string, sources []string) (string, error) {
	h := sha256.New()
	for _, name := range []string{"go.mod", "go.sum"} {
		b, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			return "", err
		}
		h.Write(b)
	}
	fmt.Fprint(h, sources, modules)
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		b, err := files.ReadFile(path)
		h.Write(b)
		return err
	})
	return hex.EncodeToString(h.Sum(nil)[:8]), err
}

// write fills dir, which will be moved to home.
func write(root, dir, home string, sources []string) error {
	mod, err := os.ReadFile(filepath.Join(root, "go.mod"))
	if err != nil {
		return err
	}
	sum, err := os.ReadFile(filepath.Join(root, "go.sum"))
	if err != nil {
		return err
	}
	for i, m := range modules {
		name := filepath.Base(strings.TrimSuffix(m.path, "/v9"))
		if err := m.copy(sources[i], filepath.Join(dir, name)); err != nil {
			return err
		}
		mod = fmt.Appendf(mod, "\nreplace %s => %s\n", m.path, filepath.Join(home, name))
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o644)
}

// copy copies the module without its tests and with what is different. That
// every file to leave out is there says that the version is the one meant.
func (m module) copy(from, to string) error {
	for _, name := range m.without {
		if _, err := os.Stat(filepath.Join(from, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("%s has changed: %w", m.path, err)
		}
	}
	err := filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		source := strings.HasSuffix(name, ".go") && !strings.HasSuffix(name, "_test.go") || name == "go.mod" || strings.HasPrefix(name, "LICENSE")
		if !source || slices.Contains(m.without, name) {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for old, now := range m.imports {
			b = bytes.ReplaceAll(b, []byte("\t\""+old+"\"\n"), []byte("\t\""+now+"\"\n"))
		}
		if slices.Contains(m.sorts, name) {
			if b, err = m.sortedOnce(name, b); err != nil {
				return err
			}
		}
		return put(filepath.Join(to, filepath.FromSlash(name)), b)
	})
	if err != nil {
		return err
	}
	for name, file := range m.with {
		b, err := files.ReadFile(file)
		if err != nil {
			return err
		}
		if err := put(filepath.Join(to, filepath.FromSlash(name)), b); err != nil {
			return err
		}
	}
	return nil
}

// sortedOnce has a file sort by the module's own package sorting.
func (m module) sortedOnce(name string, b []byte) ([]byte, error) {
	if !bytes.Contains(b, []byte("slices.Sort")) {
		return nil, fmt.Errorf("%s has changed: %s no longer sorts", m.path, name)
	}
	b = bytes.ReplaceAll(b, []byte("slices.Sort"), []byte("sorting.Sort"))
	return bytes.Replace(b, []byte("import ("), fmt.Appendf(nil, "import (\n\t%q", m.path+"/internal/sorting"), 1), nil
}

func put(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, content, 0o644)
}
