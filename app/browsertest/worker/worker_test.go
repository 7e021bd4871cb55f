// Package worker_test tries the service worker in a real browser: opening
// without a network, and what becomes of open pages when the site changes.
package worker_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"weir/app/browsertest/chrome"
	"weir/web"
	"weir/web/pack"
	"weir/web/webtest"
)

const prefix = "/some/prefix/"

// version packs a site that differs from others by its style sheet.
func version(t *testing.T, style, goLoader string) (folder string, b *web.Bundle) {
	t.Helper()
	work, folder := t.TempDir(), t.TempDir()
	source := filepath.Join("..", "..", "..", "web")
	job := pack.Job{
		Source: filepath.Join(work, "web"), Dist: filepath.Join(work, "dist"), Cache: filepath.Join(work, "cache"), BrotliLevel: 1,
		Extra: map[string]string{"app.wasm": filepath.Join(work, "app.wasm"), "wasm_exec.js": filepath.Join(work, "go.js")},
	}
	err := os.CopyFS(job.Source, os.DirFS(source))
	for name, content := range map[string]string{"web/css/99-test.css": style, "app.wasm": string(webtest.Wasm), "go.js": goLoader} {
		if err == nil {
			err = os.WriteFile(filepath.Join(work, name), []byte(content), 0o600)
		}
	}
	if err == nil {
		_, _, err = job.Run()
	}
	if err == nil {
		b, err = web.Load(os.DirFS(job.Dist))
	}
	if err == nil {
		err = b.WriteSite(folder)
	}
	if err != nil {
		t.Fatal(err)
	}
	return folder, b
}

// runner stands in for Go's loader: the module of these tests has no program.
const runner = `globalThis.Go = class { importObject = {}; async run() { document.body.dataset.ran = "yes"; await new Promise(() => {}); } };`

// host serves whichever folder is current, or nothing.
type host struct {
	*httptest.Server
	folder  atomic.Value // string; empty = no network
	without atomic.Value // string: a part of the addresses that are missing
}

func newHost(t *testing.T) *host {
	t.Helper()
	h := new(host)
	h.without.Store("nothing is missing")
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		folder := h.folder.Load().(string)
		if folder == "" {
			panic(http.ErrAbortHandler) // the connection breaks
		}
		if strings.Contains(r.URL.Path, h.without.Load().(string)) {
			http.NotFound(w, r)
			return
		}
		r.Header.Del("If-Modified-Since") // both versions were written in the same second
		http.StripPrefix(strings.TrimSuffix(prefix, "/"), http.FileServer(http.Dir(folder))).ServeHTTP(w, r)
	}))
	t.Cleanup(h.Close)
	return h
}

func TestVersionsDoNotMix(t *testing.T) {
	siteA, a := version(t, "a{}", runner)
	siteB, b := version(t, "b{}", runner)
	siteC, c := version(t, "c{}", runner)
	if a.Version == b.Version || b.Version == c.Version {
		t.Fatal("the versions do not differ")
	}
	h := newHost(t)
	h.folder.Store(siteA)
	browser, err := chrome.Launch(t.Context(), 800, 600)
	if err != nil {
		t.Fatal(err)
	}
	defer browser.Close()
	p := browser.Page()

	open := func(path, want string) {
		t.Helper()
		if err := p.Do(chromedp.Navigate(h.URL + prefix + path)); err != nil {
			t.Fatal(err)
		}
		if err := p.Until(`document.body.dataset.ran === "yes"`, 15*time.Second); err != nil {
			t.Fatal(err)
		}
		got, err := chrome.Eval[string](p, `goappEnv.WEIR_VERSION`)
		if err != nil || got != want {
			t.Fatalf("%q is version %s, want %s (%v)", path, got, want, err)
		}
	}
	has := func(version string) bool {
		t.Helper()
		kept, err := chrome.Eval[string](p, `caches.keys().then((names) => names.join(" "))`)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Contains(kept, version)
	}
	active := func(version string) {
		t.Helper()
		expression := `navigator.serviceWorker.ready.then((r) => !r.installing && !r.waiting && r.active.state === "activated")`
		deadline := time.Now().Add(15 * time.Second)
		for {
			settled, err := chrome.Eval[bool](p, expression)
			if err != nil {
				t.Fatal(err)
			}
			if settled && has(version) {
				return
			}
			if time.Now().After(deadline) {
				t.Fatalf("version %s is not active (of %s, %s, %s): %v", version, a.Version, b.Version, c.Version, p.Problems())
			}
			time.Sleep(20 * time.Millisecond)
		}
	}

	open("", a.Version)
	active(a.Version)

	// The host has another version. The page comes from the first, whole.
	h.folder.Store(siteB)
	open("", a.Version)
	active(b.Version)
	status, err := chrome.Eval[int](p, `fetch(goappEnv.WEIR_WORKER).then((r) => r.status)`)
	if err != nil || status != http.StatusOK {
		t.Errorf("the open page of the last version cannot load its files: %d, %v", status, err)
	}
	open("", b.Version)

	// A version that is not complete on the host is never started.
	h.folder.Store(siteC)
	h.without.Store("early.js")
	open("", b.Version)
	time.Sleep(500 * time.Millisecond) // for the attempt to fail
	open("", b.Version)

	// Without a network every page opens.
	h.folder.Store("")
	open("", b.Version)
	open("index.html", b.Version)
	open("embed/", b.Version)
	open("#d1.anything", b.Version)

	// And with it again, the whole new version comes.
	h.folder.Store(siteC)
	h.without.Store("nothing is missing")
	open("", b.Version)
	active(c.Version)
	open("", c.Version)
	if has(a.Version) {
		t.Error("the version before the last is still kept")
	}
}
