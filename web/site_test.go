package web_test

import (
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"weir/web"
	"weir/web/webtest"
)

func writeSite(t *testing.T) (*web.Bundle, string) {
	t.Helper()
	b, dir := webtest.Bundle(t), t.TempDir()
	if err := b.WriteSite(dir); err != nil {
		t.Fatal(err)
	}
	return b, dir
}

func read(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// references finds what a file names: attributes of HTML, url() of CSS, src
// and start of the manifest, imports of scripts.
var references = regexp.MustCompile(
	`(?:href|src)="([^"]*)"|"(?:src|start_url|scope|id)":\s*"([^"]*)"|url\(\s*["']?([^"')]*)|importScripts\("([^"]*)"|(?:from|import)\s+"([^"]*)"`)

// Every reference is relative and leads to a file that is there, so the
// folder works under any address.
func TestSiteRefersOnlyToItself(t *testing.T) {
	_, dir := writeSite(t)
	found := 0
	err := filepath.WalkDir(dir, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		switch filepath.Ext(name) {
		case ".html", ".css", ".js", ".webmanifest":
		default:
			return nil
		}
		content := read(t, name)
		for _, match := range regexp.MustCompile(`https?://[^\s"'<>)]+`).FindAllString(content, -1) {
			if !strings.HasPrefix(match, "http://www.w3.org/") { // names of namespaces, never fetched
				t.Errorf("%s names another site: %s", name, match)
			}
		}
		for _, groups := range references.FindAllStringSubmatch(content, -1) {
			reference := strings.Join(groups[1:], "")
			if strings.HasPrefix(reference, "data:") || strings.HasPrefix(reference, "#") {
				continue
			}
			found++
			u, err := url.Parse(reference)
			if err != nil || u.IsAbs() || u.Host != "" || strings.HasPrefix(u.Path, "/") {
				t.Errorf("%s: %q is not relative", name, reference)
				continue
			}
			target := filepath.Join(filepath.Dir(name), filepath.FromSlash(u.Path))
			if strings.HasSuffix(u.Path, "/") {
				target = filepath.Join(target, "index.html")
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s: %q leads nowhere", name, reference)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if found < 10 {
		t.Errorf("only %d references were found: the search is broken", found)
	}
}

func TestSitePages(t *testing.T) {
	b, dir := writeSite(t)
	for _, page := range []string{"index.html", "embed/index.html"} {
		content := read(t, filepath.Join(dir, page))
		policy := strings.ReplaceAll(web.Policy, "'", "&#39;")
		if !strings.Contains(content, `<meta http-equiv="Content-Security-Policy" content="`+policy+`">`) {
			t.Errorf("%s lacks the policy:\n%s", page, content)
		}
		if strings.Index(content, "Content-Security-Policy") > strings.Index(content, "<link") {
			t.Errorf("%s: the policy stands after what it should bind", page)
		}
		if !strings.Contains(content, `data-server="no"`) {
			t.Errorf("%s does not say that there is no server", page)
		}
		if m := regexp.MustCompile(`(?i)<script(?:[^>]*)>\s*[^\s<]|<style|\son\w+=|\sstyle=`).FindString(content); m != "" {
			t.Errorf("%s has something inline: %s", page, m)
		}
	}
	for _, f := range b.Files {
		if got := read(t, filepath.Join(dir, b.Dir(), f.Path)); int64(len(got)) != f.Size {
			t.Errorf("%s has %d bytes, want %d", f.Path, len(got), f.Size)
		}
	}
	if got := read(t, filepath.Join(dir, b.Dir(), "app.wasm")); got != string(webtest.Wasm) {
		t.Error("app.wasm is not the app")
	}
}

// The service worker keeps every file of its version, and nothing that is
// not there: one missing file would keep it from ever being installed.
func TestServiceWorkerListsTheSite(t *testing.T) {
	b, dir := writeSite(t)
	worker := read(t, filepath.Join(dir, "sw.js"))
	listed := regexp.MustCompile(`const files = \[(.*)\];`).FindStringSubmatch(worker)
	if listed == nil {
		t.Fatalf("no list of files in\n%s", worker)
	}
	want := map[string]bool{"manifest.webmanifest": true}
	for _, f := range b.Files {
		want[path.Join(b.Dir(), f.Path)] = true
	}
	for _, quoted := range strings.Split(listed[1], ",") {
		name := strings.Trim(quoted, `"`)
		if !want[name] {
			t.Errorf("it lists %s", name)
		}
		delete(want, name)
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
	for name := range want {
		t.Errorf("it does not list %s", name)
	}
	for _, shell := range regexp.MustCompile(`const shells = \{ app: "(.*)", embed: "(.*)" \}`).FindStringSubmatch(worker)[1:] {
		if _, err := os.Stat(filepath.Join(dir, shell, "index.html")); err != nil {
			t.Error(err)
		}
	}
}

func TestAnEmptyBundleIsRefused(t *testing.T) {
	if _, err := web.Load(os.DirFS(t.TempDir())); err != web.ErrNotBuilt {
		t.Errorf("got %v", err)
	}
}
