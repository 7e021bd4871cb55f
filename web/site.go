package web

import (
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteSite writes the bundle as a folder for any static host, under any
// sub-path: every reference in it is relative, and the pages tell the app
// that no server stands behind them. Packed files are written plain and, for
// hosts that can send them, as .br and .gz beside it.
func (b *Bundle) WriteSite(dir string) error {
	pages := map[string]func() ([]byte, error){
		"index.html":           func() ([]byte, error) { return b.Index(Page{Root: "./"}) },
		"embed/index.html":     func() ([]byte, error) { return b.Index(Page{Root: "../"}) },
		"sw.js":                b.ServiceWorker,
		"manifest.webmanifest": b.Manifest,
		".nojekyll":            func() ([]byte, error) { return nil, nil }, // GitHub Pages: publish as it is
	}
	for _, d := range b.Docs {
		pages[DocsDir+"/"+d.Name+".html"] = func() ([]byte, error) { return b.Doc(d, Page{Root: "../"}) }
	}
	for name, render := range pages {
		content, err := render()
		if err != nil {
			return fmt.Errorf("web: %s: %w", name, err)
		}
		if err := writeFile(filepath.Join(dir, name), content); err != nil {
			return err
		}
	}
	for _, f := range b.Files {
		if err := b.writeAsset(filepath.Join(dir, b.Dir()), f); err != nil {
			return fmt.Errorf("web: %s: %w", f.Path, err)
		}
	}
	return nil
}

func (b *Bundle) writeAsset(dir string, f File) error {
	plain := filepath.Join(dir, filepath.FromSlash(f.Path))
	if !f.Packed {
		return b.copyStored(plain, f, "")
	}
	if err := b.copyStored(plain+".br", f, "br"); err != nil {
		return err
	}
	if err := b.copyStored(plain+".gz", f, "gzip"); err != nil {
		return err
	}
	r, err := b.OpenPlain(f)
	if err != nil {
		return err
	}
	defer r.Close()
	return copyTo(plain, r)
}

func (b *Bundle) copyStored(name string, f File, encoding string) error {
	r, err := b.Open(f, encoding)
	if err != nil {
		return err
	}
	defer r.Close()
	return copyTo(name, r)
}

// OpenPlain opens a file not compressed, inflating it as it is read.
func (b *Bundle) OpenPlain(f File) (io.ReadCloser, error) {
	if !f.Packed {
		return b.Open(f, "")
	}
	packed, err := b.Open(f, "gzip")
	if err != nil {
		return nil, err
	}
	inflated, err := gzip.NewReader(packed)
	if err != nil {
		packed.Close()
		return nil, err
	}
	return struct {
		io.Reader
		io.Closer
	}{inflated, packed}, nil
}

func copyTo(name string, r io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	w, err := os.Create(name)
	if err != nil {
		return err
	}
	if _, err := io.Copy(w, r); err != nil {
		w.Close()
		return err
	}
	return w.Close()
}

func writeFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	return os.WriteFile(name, content, 0o644)
}
