package server_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"weir/server"
	"weir/web/webtest"
)

var shells = []string{"/", "/d/ABC", "/embed", "/embed/", "/embed/ABC"}

func TestEveryPageIsTheApp(t *testing.T) {
	s := start(t)
	first := s.do("GET", "/", "", nil).body
	if !bytes.Contains(first, []byte(`data-server="yes"`)) {
		t.Errorf("the page does not say that a server stands behind it: %s", first)
	}
	if bytes.Contains(first, []byte("http-equiv")) {
		t.Errorf("the policy is in the page, though the server sends it as a header")
	}
	for _, path := range shells {
		a := s.do("GET", path, "", nil)
		a.wants(200, "")
		if !bytes.Equal(a.body, first) {
			t.Errorf("%s differs from /", path)
		}
		if a.Header.Get("Content-Type") != "text/html; charset=utf-8" || a.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("%s has headers %v", path, a.Header)
		}
		s.do("GET", path, "", header{"If-None-Match": a.Header.Get("ETag")}).wants(304, "")
		if head := s.do("HEAD", path, "", nil); len(head.body) != 0 || head.ContentLength != a.ContentLength {
			t.Errorf("HEAD %s gave %d bytes, length %d", path, len(head.body), head.ContentLength)
		}
	}
	// Whatever the page refers to is there.
	for _, match := range regexp.MustCompile(`(?:href|src)="([^"]+)"`).FindAllStringSubmatch(string(first), -1) {
		if !strings.HasPrefix(match[1], "/") {
			t.Errorf("%s would be another file on /d/{id}", match[1])
		}
		s.do("GET", match[1], "", nil).wants(200, "")
	}
}

// Header names are spelled out here: a misspelt one protects nothing.
func TestSecurityHeaders(t *testing.T) {
	s := start(t)
	made := s.create("a")
	policy := []string{
		"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
		"connect-src 'self'", "worker-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'none'",
	}
	others := []string{"/" + s.bundle.Dir() + "app.wasm", "/sw.js", "/api/designs/" + made.ID, "/api/designs/NOSUCH", "/nothing", "/livez"}
	for _, path := range append(others, shells...) {
		h := s.do("GET", path, "", nil).Header
		embed := strings.HasPrefix(path, "/embed")
		wantPolicy, wantFrame := append(policy, "frame-ancestors 'none'"), "DENY"
		if embed {
			wantPolicy, wantFrame = append(policy, "frame-ancestors *"), ""
		}
		for name, want := range map[string]string{
			"Content-Security-Policy":      strings.Join(wantPolicy, "; "),
			"X-Frame-Options":              wantFrame,
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()",
			"Strict-Transport-Security":    "",
		} {
			if got := h.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
	}
	secure := start(t, func(c *server.Config) { c.HTTPS = true })
	if got := secure.do("GET", "/", "", nil).Header.Get("Strict-Transport-Security"); got != "max-age=63072000" {
		t.Errorf("over HTTPS, Strict-Transport-Security is %q", got)
	}
}

func TestAssets(t *testing.T) {
	s := start(t)
	path := "/" + s.bundle.Dir() + "app.wasm"
	tags := map[string]bool{}
	for accept, encoding := range map[string]string{
		"":                           "",
		"identity":                   "",
		"gzip":                       "gzip",
		"gzip, deflate, br":          "br",
		"br;q=0, gzip;q=0.5":         "gzip",
		"GZIP":                       "gzip",
		"br; q=0.001":                "br",
		"br;q=0, gzip;q=0, identity": "",
	} {
		a := s.do("GET", path, "", header{"Accept-Encoding": accept})
		a.wants(200, "")
		if got := a.Header.Get("Content-Encoding"); got != encoding {
			t.Errorf("%q is answered with encoding %q, want %q", accept, got, encoding)
		}
		if got := unpack(t, a.body, encoding); !bytes.Equal(got, webtest.Wasm) {
			t.Errorf("%q: %d bytes that are not the app", accept, len(got))
		}
		for name, want := range map[string]string{
			"Content-Type":  "application/wasm",
			"Cache-Control": "public, max-age=31536000, immutable",
			"Vary":          "Accept-Encoding",
		} {
			if got := a.Header.Get(name); got != want {
				t.Errorf("%q: %s is %q, want %q", accept, name, got, want)
			}
		}
		if a.ContentLength != int64(len(a.body)) {
			t.Errorf("%q: length %d is announced, %d bytes came", accept, a.ContentLength, len(a.body))
		}
		tag := a.Header.Get("ETag")
		tags[tag] = true
		again := s.do("GET", path, "", header{"Accept-Encoding": accept, "If-None-Match": tag})
		again.wants(304, "")
	}
	if len(tags) != 3 {
		t.Errorf("three encodings have tags %v", tags)
	}
	for name, want := range map[string]string{
		"app.css":        "text/css; charset=utf-8",
		"js/boot.js":     "text/javascript; charset=utf-8",
		"icons/weir.svg": "image/svg+xml",
	} {
		if got := s.do("GET", "/"+s.bundle.Dir()+name, "", nil).Header.Get("Content-Type"); got != want {
			t.Errorf("%s has type %q", name, got)
		}
	}
	worker := s.do("GET", "/sw.js", "", nil)
	if worker.Header.Get("Cache-Control") != "no-cache" || worker.Header.Get("Content-Type") != "text/javascript; charset=utf-8" {
		t.Errorf("the service worker has headers %v", worker.Header)
	}
	if !bytes.Contains(worker.body, []byte(s.bundle.Version)) {
		t.Error("the service worker does not name its version")
	}
}

func unpack(t *testing.T, body []byte, encoding string) []byte {
	t.Helper()
	var r io.Reader = bytes.NewReader(body)
	switch encoding {
	case "br":
		r = brotli.NewReader(r)
	case "gzip":
		z, err := gzip.NewReader(r)
		if err != nil {
			t.Fatal(err)
		}
		r = z
	}
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Sending the app must not take a copy of it into memory.
func TestAssetsAreStreamed(t *testing.T) {
	s := start(t)
	send := func() {
		req := httptest.NewRequest("GET", "/"+s.bundle.Dir()+"app.wasm", nil)
		req.Header.Set("Accept-Encoding", "br")
		w := &discard{h: http.Header{}}
		s.Config.Handler.ServeHTTP(w, req)
		if w.bytes < len(webtest.Wasm)/2 {
			t.Fatalf("%d bytes were sent", w.bytes)
		}
	}
	send() // warm
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	const times = 20
	for range times {
		send()
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / times; each > 128<<10 {
		t.Errorf("sending %d bytes takes %d bytes of memory", len(webtest.Wasm), each)
	}
}

// discard is a ResponseWriter that counts.
type discard struct {
	h     http.Header
	bytes int
}

func (d *discard) Header() http.Header { return d.h }

func (d *discard) WriteHeader(int) {}

func (d *discard) Write(p []byte) (int, error) {
	d.bytes += len(p)
	return len(p), nil
}

// The schema of designs is published with the app.
func TestSchemaIsPublished(t *testing.T) {
	a := start(t).do("GET", "/schema.json", "", nil)
	if kind := a.Header.Get("Content-Type"); kind != "application/schema+json" {
		t.Errorf("it is %q", kind)
	}
	if !bytes.Contains(a.body, []byte("https://json-schema.org/draft/2020-12/schema")) {
		t.Errorf("no schema: %.100s", a.body)
	}
}

// A browser that shows no page of ours asks for /favicon.ico.
func TestFavicon(t *testing.T) {
	s := start(t)
	a := s.do("GET", "/favicon.ico", "", nil)
	if where := a.Header.Get("Location"); where != "" {
		a = s.do("GET", where, "", nil)
	}
	if kind := a.Header.Get("Content-Type"); kind != "image/svg+xml" || !bytes.Contains(a.body, []byte("<svg")) {
		t.Errorf("it is %q: %.60s", kind, a.body)
	}
}

func TestDocumentation(t *testing.T) {
	s := start(t)
	a := s.do("GET", "/docs/accuracy.html", "", nil)
	a.wants(200, "")
	if !bytes.Contains(a.body, []byte("<table>")) || !bytes.Contains(a.body, []byte("app.css")) || a.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("the page is %v %.300s", a.Header, a.body)
	}
	if bytes.Contains(a.body, []byte("style=")) {
		t.Error("the page has inline styles, which its policy refuses")
	}
	if index := s.do("GET", "/docs/", "", nil); !bytes.Contains(index.body, []byte("Weir documentation")) {
		t.Errorf("/docs/ leads to %.300s", index.body)
	}
	s.do("GET", "/docs/none.html", "", nil).wants(404, "")
}
