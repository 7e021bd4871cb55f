// Package pack gathers what the browser loads, compresses it and lists it as
// a web.Bundle.
package pack

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/andybalholm/brotli"

	"weir/web"
)

// types are the files a bundle may hold. The mime package is not asked,
// because its answers depend on the machine.
var types = map[string]struct {
	mime   string
	packed bool
}{
	".css":   {"text/css; charset=utf-8", true},
	".html":  {"text/html; charset=utf-8", true},
	".js":    {"text/javascript; charset=utf-8", true},
	".json":  {"application/json", true},
	".png":   {"image/png", false},
	".svg":   {"image/svg+xml", true},
	".wasm":  {"application/wasm", true},
	".woff2": {"font/woff2", false},
}

// folders of web/ that are taken over file by file. Style sheets are joined
// into one, app.css, in the order of their names.
var folders = []string{"js", "icons"}

// Job says what to pack and where.
type Job struct {
	Source      string            // folder of the pages, scripts, styles and icons
	Extra       map[string]string // more files: path in the bundle -> file on disk
	Dist        string            // folder to fill; what it held is removed
	Cache       string            // folder of compressed files, by content
	BrotliLevel int               // 0…11
}

// Sizes are the bytes that are sent for each file to a client that takes
// brotli.
type Sizes map[string]int

// Run packs. The same sources give the same bundle, byte for byte.
func (j Job) Run() (*web.Bundle, Sizes, error) {
	contents, err := j.gather()
	if err != nil {
		return nil, nil, err
	}
	if err := empty(j.Dist); err != nil {
		return nil, nil, err
	}
	b, sizes := new(web.Bundle), make(Sizes)
	for path, content := range contents {
		f, sent, err := j.store(path, content)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		b.Files = append(b.Files, f)
		sizes[path] = sent
	}
	slices.SortFunc(b.Files, func(x, y web.File) int { return cmp.Compare(x.Path, y.Path) })
	if b.Version, err = j.templates(b.Files); err != nil {
		return nil, nil, err
	}
	if b.Docs, err = j.docs(); err != nil {
		return nil, nil, err
	}
	listing, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		return nil, nil, err
	}
	return b, sizes, os.WriteFile(filepath.Join(j.Dist, web.Listing), append(listing, '\n'), 0o644)
}

func (j Job) gather() (map[string][]byte, error) {
	contents := make(map[string][]byte)
	read := func(path, file string) error {
		if _, ok := types[filepath.Ext(path)]; !ok {
			return fmt.Errorf("%s: no type is known for this kind of file", file)
		}
		content, err := os.ReadFile(file)
		contents[path] = content
		return err
	}
	for path, file := range j.Extra {
		if err := read(path, file); err != nil {
			return nil, err
		}
	}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(j.Source, folder), func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			path, err := filepath.Rel(j.Source, file)
			if err != nil {
				return err
			}
			return read(filepath.ToSlash(path), file)
		})
		if err != nil {
			return nil, err
		}
	}
	sheets, err := filepath.Glob(filepath.Join(j.Source, "css", "*.css")) // sorted
	if err != nil {
		return nil, err
	}
	var css bytes.Buffer
	for _, sheet := range sheets {
		content, err := os.ReadFile(sheet)
		if err != nil {
			return nil, err
		}
		css.Write(content)
	}
	contents["app.css"] = css.Bytes()
	return contents, nil
}

// empty removes what dist holds but for the file that keeps the folder in git.
func empty(dist string) error {
	entries, err := os.ReadDir(dist)
	if os.IsNotExist(err) {
		return os.MkdirAll(dist, 0o755)
	}
	for _, e := range entries {
		if e.Name() == ".keep" {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dist, e.Name())); err != nil {
			return err
		}
	}
	return err
}

// store writes one file to dist and tells how many bytes are sent for it.
func (j Job) store(path string, content []byte) (web.File, int, error) {
	t := types[filepath.Ext(path)]
	sum := sha256.Sum256(content)
	f := web.File{Path: path, Type: t.mime, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), Packed: t.packed}
	name := filepath.Join(j.Dist, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return f, 0, err
	}
	if !t.packed {
		return f, len(content), os.WriteFile(name, content, 0o644)
	}
	br, err := j.cached(fmt.Sprintf("%s.br%d-24", f.SHA256, j.BrotliLevel), content, func(w io.Writer) io.WriteCloser {
		// The widest window that every browser takes: the app is longer than it.
		return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: j.BrotliLevel, LGWin: 24})
	})
	if err != nil {
		return f, 0, err
	}
	gz, err := j.cached(f.SHA256+".gz", content, func(w io.Writer) io.WriteCloser {
		z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // fails only for a level that does not exist
		return z
	})
	if err != nil {
		return f, 0, err
	}
	if err := os.WriteFile(name+".br", br, 0o644); err != nil {
		return f, 0, err
	}
	return f, len(br), os.WriteFile(name+".gz", gz, 0o644)
}

// cached compresses content, or takes what an earlier run compressed.
func (j Job) cached(key string, content []byte, compressor func(io.Writer) io.WriteCloser) ([]byte, error) {
	name := filepath.Join(j.Cache, key)
	if kept, err := os.ReadFile(name); err == nil {
		return kept, nil
	}
	var out bytes.Buffer
	w := compressor(&out)
	if _, err := w.Write(content); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	if err := os.MkdirAll(j.Cache, 0o755); err != nil {
		return nil, err
	}
	// Written aside and renamed: an interrupted run leaves no half file behind.
	if err := os.WriteFile(name+".new", out.Bytes(), 0o644); err != nil {
		return nil, err
	}
	return out.Bytes(), os.Rename(name+".new", name)
}

// templates copies the templates of the pages, and names the version: a hash
// of them and of all files.
func (j Job) templates(files []web.File) (string, error) {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s %s\n", f.Path, f.SHA256)
	}
	for _, name := range web.Templates {
		content, err := os.ReadFile(filepath.Join(j.Source, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(content))
		if err := os.WriteFile(filepath.Join(j.Dist, name), content, 0o644); err != nil {
			return "", err
		}
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}
