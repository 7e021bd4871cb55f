// Package web is what the browser is sent: the page that starts the app, the
// service worker, styles, icons and the compiled app. `go run ./web/build`
// fills dist; a binary built after that carries everything inside it.
//
// Every file except the pages and the service worker lives in a directory
// named after the hash of all of them (v/<version>/…). Such an address never
// changes its content, so it is cached for ever, and a page can only ever
// load files of its own version.
//
// The package imports nothing but the standard library and knows nothing of
// HTTP; package server serves a Bundle, WriteSite writes it as static files.
package web

import (
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

//go:embed all:dist
var embedded embed.FS

// ErrNotBuilt says that dist is empty.
var ErrNotBuilt = errors.New("web: the app is not built; run `go run ./web/build` first")

// Listing is the file of a bundle that lists the others.
const Listing = "bundle.json"

// Templates are the files of a bundle that stand outside the version's
// directory, because their addresses never change.
var Templates = []string{"index.html", "docs.html", "sw.js", "manifest.webmanifest"}

// File is one file of the bundle.
type File struct {
	Path   string `json:"path"`   // inside the version's directory: "app.wasm", "icons/weir.svg"
	Type   string `json:"type"`   // MIME type
	Size   int64  `json:"size"`   // bytes, not compressed
	SHA256 string `json:"sha256"` // of those bytes, hexadecimal

	// Packed files are stored twice, as Path.br and Path.gz, and not plain;
	// the others are stored plain only.
	Packed bool `json:"packed"`
}

// Bundle is one version of everything the browser loads.
type Bundle struct {
	Version string `json:"version"` // hexadecimal
	Files   []File `json:"files"`   // sorted by path
	Docs    []Doc  `json:"docs"`    // the documentation, index first

	fsys   fs.FS
	byPath map[string]File
}

// Embedded is the bundle inside this binary, or ErrNotBuilt.
func Embedded() (*Bundle, error) {
	dist, err := fs.Sub(embedded, "dist")
	if err != nil {
		return nil, err
	}
	return Load(dist)
}

// Load reads a bundle that package pack has written. It fails with
// ErrNotBuilt if nothing is there.
func Load(fsys fs.FS) (*Bundle, error) {
	listing, err := fs.ReadFile(fsys, Listing)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, ErrNotBuilt
	}
	if err != nil {
		return nil, err
	}
	b := &Bundle{fsys: fsys}
	if err := json.Unmarshal(listing, b); err != nil {
		return nil, fmt.Errorf("web: %s: %w", Listing, err)
	}
	b.byPath = make(map[string]File, len(b.Files))
	for _, f := range b.Files {
		b.byPath[f.Path] = f
	}
	if _, ok := b.byPath["app.wasm"]; !ok {
		return nil, ErrNotBuilt
	}
	return b, nil
}

// Dir is the directory of the version's files, relative to the site's root.
func (b *Bundle) Dir() string {
	return "v/" + b.Version + "/"
}

// Lookup finds the file at an address relative to the site's root.
func (b *Bundle) Lookup(address string) (File, bool) {
	path, ok := strings.CutPrefix(address, b.Dir())
	if !ok {
		return File{}, false
	}
	f, ok := b.byPath[path]
	return f, ok
}

// Open opens a file as it is stored: encoding is "br" or "gzip" for packed
// files and "" for the others. What comes from Embedded is read in place,
// without a copy in memory, and can seek.
func (b *Bundle) Open(f File, encoding string) (fs.File, error) {
	name := f.Path
	switch encoding {
	case "br":
		name += ".br"
	case "gzip":
		name += ".gz"
	}
	return b.fsys.Open(name)
}
