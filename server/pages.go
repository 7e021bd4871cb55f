package server

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/andybalholm/brotli"

	"weir/web"
)

// assetTime is how long sending a file may take: the app over a slow line.
const assetTime = 5 * time.Minute

// page is a small answer that is rendered once and kept compressed.
type page struct {
	kind  string // media type
	etag  string
	plain []byte
	gzip  []byte
	br    []byte
}

// pageLevel is how well pages are compressed by brotli: while the server
// starts, for which the best takes a second.
const pageLevel = 5

func newPage(kind string, content []byte) *page {
	sum := sha256.Sum256(content)
	var gz, br bytes.Buffer
	g, _ := gzip.NewWriterLevel(&gz, gzip.BestCompression) // fails only for a level that does not exist
	b := brotli.NewWriterLevel(&br, pageLevel)
	for _, w := range []io.WriteCloser{g, b} {
		_, _ = w.Write(content) // buffers do not fail
		_ = w.Close()
	}
	return &page{kind: kind, etag: hex.EncodeToString(sum[:16]), plain: content, gzip: gz.Bytes(), br: br.Bytes()}
}

// docs routes the pages of the documentation; /docs leads to the first.
func (s *Server) docs() error {
	for i, d := range s.bundle.Docs {
		content, err := s.bundle.Doc(d, web.Page{Server: true, Root: "/"})
		if err != nil {
			return err
		}
		address := "/" + web.DocsDir + "/" + d.Name + ".html"
		s.mux.Handle("GET "+address, s.servePage(newPage("text/html; charset=utf-8", content)))
		if i == 0 {
			s.mux.Handle("GET /"+web.DocsDir+"/{$}", http.RedirectHandler(address, http.StatusFound))
		}
	}
	return nil
}

// servePage sends a page, to be asked for again each time: it names the
// version of everything else.
func (s *Server) servePage(p *page) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		encoding := bestEncoding(r.Header.Values("Accept-Encoding"))
		body := p.plain
		switch encoding {
		case "br":
			body = p.br
		case "gzip":
			body = p.gzip
		}
		w.Header().Set("Cache-Control", "no-cache")
		if s.announce(w, r, p.kind, p.etag, encoding, int64(len(body))) {
			_, _ = w.Write(body) // a reader that has gone is no failure of the server's
		}
	}
}

// serveAsset sends a file of the bundle. Its address names its content, so
// it may be kept for ever. Nothing is held in memory: packed files are copied
// out of the program as they are, or inflated on the way for the rare client
// that takes neither encoding.
func (s *Server) serveAsset(w http.ResponseWriter, r *http.Request) error {
	f, ok := s.bundle.Lookup(strings.TrimPrefix(r.URL.Path, "/"))
	if !ok {
		return errNoSuchPath
	}
	encoding := ""
	if f.Packed {
		encoding = bestEncoding(r.Header.Values("Accept-Encoding"))
	}
	body, size, err := s.openAsset(f, encoding)
	if err != nil {
		return err
	}
	defer body.Close()
	// Not every ResponseWriter can; then the server's own limit holds.
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(assetTime))
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	if s.announce(w, r, f.Type, f.SHA256[:32], encoding, size) {
		_, _ = io.Copy(w, body)
	}
	return nil
}

func (s *Server) openAsset(f web.File, encoding string) (io.ReadCloser, int64, error) {
	if f.Packed && encoding == "" {
		body, err := s.bundle.OpenPlain(f)
		return body, f.Size, err
	}
	body, err := s.bundle.Open(f, encoding)
	if err != nil {
		return nil, 0, err
	}
	info, err := body.Stat()
	if err != nil {
		body.Close()
		return nil, 0, err
	}
	return body, info.Size(), nil
}

// announce writes the headers of a file and reports whether its body is to
// follow. Each encoding is a representation with a tag of its own.
func (s *Server) announce(w http.ResponseWriter, r *http.Request, kind, hash, encoding string, size int64) bool {
	h := w.Header()
	tag := `"` + hash + `"`
	h.Add("Vary", "Accept-Encoding")
	if encoding != "" {
		tag = `"` + hash + "-" + encoding + `"`
		h.Set("Content-Encoding", encoding)
	}
	h.Set("ETag", tag)
	if matches(r.Header.Values("If-None-Match"), tag, weak) {
		h.Del("Content-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return false
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	return r.Method != http.MethodHead
}

// bestEncoding picks br, then gzip, then nothing from what the client takes.
func bestEncoding(accept []string) string {
	taken := map[string]bool{}
	for item := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		name, params, _ := strings.Cut(item, ";")
		weight, given := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
		q, err := strconv.ParseFloat(weight, 64)
		taken[strings.ToLower(strings.TrimSpace(name))] = !given || (err == nil && q > 0)
	}
	for _, name := range []string{"br", "gzip"} {
		if taken[name] {
			return name
		}
	}
	return ""
}
