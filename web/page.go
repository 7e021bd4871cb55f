package web

import (
	"bytes"
	"encoding/json"
	"html/template"
	"io/fs"
	"strings"
	text "text/template"
)

// Page says where a page stands and who serves it.
type Page struct {
	Server bool   // a Weir server answers under Root; false = static hosting
	Root   string // of the site, as seen from the page: "/", "./", "../"; ends with "/"
}

// Policy is the Content-Security-Policy of every page: nothing but the site's
// own files, no inline script, no inline style, no eval but WebAssembly's.
// Who may frame a page is not in it, because a meta tag cannot say that.
const Policy = "default-src 'none'; " +
	"script-src 'self' 'wasm-unsafe-eval'; " +
	"style-src 'self'; " +
	"img-src 'self' data: blob:; " +
	"font-src 'self'; " +
	"connect-src 'self'; " +
	"worker-src 'self'; " +
	"manifest-src 'self'; " +
	"base-uri 'none'; " +
	"form-action 'none'"

// Index renders the page that starts the app. On static hosting it carries
// Policy as a meta tag; a server sends it as a header.
func (b *Bundle) Index(p Page) ([]byte, error) {
	t, err := template.ParseFS(b.fsys, "index.html")
	if err != nil {
		return nil, err
	}
	data := struct {
		Page
		Policy    string
		Assets    string
		WasmBytes int64
	}{Page: p, Assets: p.Root + b.Dir(), WasmBytes: b.byPath["app.wasm"].Size}
	if !p.Server {
		data.Policy = Policy
	}
	var out bytes.Buffer
	err = t.Execute(&out, data)
	return out.Bytes(), err
}

// ServiceWorker renders sw.js, which stands in the site's root.
func (b *Bundle) ServiceWorker() ([]byte, error) {
	files := []string{"manifest.webmanifest"}
	for _, f := range b.Files {
		files = append(files, b.Dir()+f.Path)
	}
	return b.render("sw.js", map[string]any{"Version": b.Version, "Files": files})
}

// Manifest renders the web app manifest, which stands in the site's root.
func (b *Bundle) Manifest() ([]byte, error) {
	return b.render("manifest.webmanifest", map[string]any{"Icon": b.Dir() + "icons/weir.svg"})
}

// render fills a template that is not HTML; every value goes in as JSON.
func (b *Bundle) render(name string, values map[string]any) ([]byte, error) {
	source, err := fs.ReadFile(b.fsys, name)
	if err != nil {
		return nil, err
	}
	t, err := text.New(name).Parse(string(source))
	if err != nil {
		return nil, err
	}
	encoded := make(map[string]string, len(values))
	for key, value := range values {
		j, err := json.Marshal(value)
		if err != nil {
			return nil, err
		}
		encoded[key] = strings.TrimSpace(string(j))
	}
	var out bytes.Buffer
	err = t.Execute(&out, encoded)
	return out.Bytes(), err
}
