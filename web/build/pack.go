package main

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

// packer writes a bundle into the dist folder of a web directory.
type packer struct {
	cache       string // folder of compressed files, by content
	brotliLevel int
}

type bundle struct {
	web.Bundle
	packed map[string]int // brotli bytes by path
}

// pack gathers the files of dir and the extra ones (path in the bundle ->
// file on disk), and replaces dir/dist.
func (p packer) pack(dir string, extra map[string]string) (*bundle, error) {
	contents, err := gather(dir, extra)
	if err != nil {
		return nil, err
	}
	dist := filepath.Join(dir, "dist")
	if err := empty(dist); err != nil {
		return nil, err
	}
	b := &bundle{packed: make(map[string]int)}
	for path, content := range contents {
		f, err := p.store(dist, path, content, b.packed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		b.Files = append(b.Files, f)
	}
	slices.SortFunc(b.Files, func(x, y web.File) int { return cmp.Compare(x.Path, y.Path) })
	if b.Version, err = version(dir, b.Files); err != nil {
		return nil, err
	}
	listing, err := json.MarshalIndent(b.Bundle, "", " ")
	if err != nil {
		return nil, err
	}
	return b, os.WriteFile(filepath.Join(dist, web.Listing), append(listing, '\n'), 0o644)
}

func gather(dir string, extra map[string]string) (map[string][]byte, error) {
	contents := make(map[string][]byte)
	read := func(path, file string) error {
		if _, ok := types[filepath.Ext(path)]; !ok {
			return fmt.Errorf("%s: no type is known for this kind of file", file)
		}
		content, err := os.ReadFile(file)
		contents[path] = content
		return err
	}
	for path, file := range extra {
		if err := read(path, file); err != nil {
			return nil, err
		}
	}
	for _, folder := range folders {
		err := filepath.WalkDir(filepath.Join(dir, folder), func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			path, err := filepath.Rel(dir, file)
			if err != nil {
				return err
			}
			return read(filepath.ToSlash(path), file)
		})
		if err != nil {
			return nil, err
		}
	}
	sheets, err := filepath.Glob(filepath.Join(dir, "css", "*.css")) // sorted
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

func (p packer) store(dist, path string, content []byte, sizes map[string]int) (web.File, error) {
	t := types[filepath.Ext(path)]
	sum := sha256.Sum256(content)
	f := web.File{Path: path, Type: t.mime, Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:]), Packed: t.packed}
	name := filepath.Join(dist, filepath.FromSlash(path))
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return f, err
	}
	if !t.packed {
		return f, os.WriteFile(name, content, 0o644)
	}
	br, err := p.cached(fmt.Sprintf("%s.br%d", f.SHA256, p.brotliLevel), func(w io.Writer) io.WriteCloser {
		return brotli.NewWriterLevel(w, p.brotliLevel)
	}, content)
	if err != nil {
		return f, err
	}
	gz, err := p.cached(f.SHA256+".gz", func(w io.Writer) io.WriteCloser {
		z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // fails only for a level that does not exist
		return z
	}, content)
	if err != nil {
		return f, err
	}
	sizes[path] = len(br)
	if err := os.WriteFile(name+".br", br, 0o644); err != nil {
		return f, err
	}
	return f, os.WriteFile(name+".gz", gz, 0o644)
}

// cached compresses content, or takes what an earlier run compressed.
func (p packer) cached(key string, compressor func(io.Writer) io.WriteCloser, content []byte) ([]byte, error) {
	name := filepath.Join(p.cache, key)
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
	if err := os.MkdirAll(p.cache, 0o755); err != nil {
		return nil, err
	}
	// Written aside and renamed: an interrupted run leaves no half file behind.
	if err := os.WriteFile(name+".new", out.Bytes(), 0o644); err != nil {
		return nil, err
	}
	return out.Bytes(), os.Rename(name+".new", name)
}

// version is a hash of everything that makes the site: the files and the
// templates of the pages.
func version(dir string, files []web.File) (string, error) {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s %s\n", f.Path, f.SHA256)
	}
	for _, name := range []string{"index.html", "sw.js", "manifest.webmanifest"} {
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return "", err
		}
		fmt.Fprintf(h, "%s %x\n", name, sha256.Sum256(content))
	}
	return hex.EncodeToString(h.Sum(nil))[:16], nil
}

// print lists what a first visit loads. The sum is the cost of a first load.
func (b *bundle) print(w io.Writer) {
	total := int64(0)
	for _, f := range b.Files {
		sent := f.Size
		if f.Packed {
			sent = int64(b.packed[f.Path])
		}
		total += sent
		fmt.Fprintf(w, "%10d %10d  %s\n", f.Size, sent, f.Path)
	}
	fmt.Fprintf(w, "version %s, %d bytes to send\n", b.Version, total)
}
