package pack_test

import (
	"os"
	"path/filepath"
	"testing"

	"weir/web/pack"
)

// source makes a small web folder.
func source(t *testing.T, css string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"index.html": "<html>", "docs.html": "<html>", "sw.js": "sw", "manifest.webmanifest": "{}",
		"css/1.css": "a{}\n", "css/2.css": css, "js/a.js": "a()", "icons/i.svg": "<svg/>", "icons/i.png": "png",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func run(t *testing.T, j pack.Job) (version string, files map[string]bool) {
	t.Helper()
	b, sizes, err := j.Run()
	if err != nil {
		t.Fatal(err)
	}
	files = map[string]bool{}
	for _, f := range b.Files {
		files[f.Path] = f.Packed
		if sizes[f.Path] == 0 {
			t.Errorf("%s is said to need no bytes", f.Path)
		}
	}
	return b.Version, files
}

func TestPack(t *testing.T) {
	dist, cache := t.TempDir(), t.TempDir()
	job := pack.Job{Source: source(t, "b{}"), Dist: dist, Cache: cache, BrotliLevel: 5}
	if err := os.WriteFile(filepath.Join(dist, "old.wasm.br"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	first, files := run(t, job)
	for path, packed := range map[string]bool{"app.css": true, "js/a.js": true, "icons/i.svg": true, "icons/i.png": false} {
		if got, ok := files[path]; !ok || got != packed {
			t.Errorf("%s: listed %v, packed %v", path, ok, got)
		}
	}
	if len(files) != 4 {
		t.Errorf("listed %v", files)
	}
	if _, err := os.Stat(filepath.Join(dist, "old.wasm.br")); !os.IsNotExist(err) {
		t.Errorf("a file of an older version stays: %v", err)
	}

	// The same sources are the same version, wherever they are.
	job.Dist = t.TempDir()
	if again, _ := run(t, job); again != first {
		t.Errorf("version %s became %s", first, again)
	}
	// Any change is another version, of templates too.
	job.Source = source(t, "c{}")
	changed, _ := run(t, job)
	if changed == first {
		t.Error("another style is the same version")
	}
	if err := os.WriteFile(filepath.Join(job.Source, "sw.js"), []byte("other"), 0o600); err != nil {
		t.Fatal(err)
	}
	if again, _ := run(t, job); again == changed {
		t.Error("another service worker is the same version")
	}
}

func TestPackRefusesWhatItDoesNotKnow(t *testing.T) {
	dir := source(t, "")
	if err := os.WriteFile(filepath.Join(dir, "js", "a.exe"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := (pack.Job{Source: dir, Dist: t.TempDir(), Cache: t.TempDir()}).Run(); err == nil {
		t.Error("a file without a type was packed")
	}
}
