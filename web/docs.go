package web

import (
	"bytes"
	"fmt"
	"html/template"
	"io/fs"
)

// Doc is a page of the documentation, served as docs/<name>.html.
type Doc struct {
	Name  string `json:"name"`
	Title string `json:"title"` // its first heading
}

// DocsDir is where a bundle keeps the pages of the documentation, as the HTML
// of their bodies.
const DocsDir = "docs"

// Doc renders a page of the documentation for a place on the site: Root as
// seen from it.
func (b *Bundle) Doc(d Doc, p Page) ([]byte, error) {
	body, err := fs.ReadFile(b.fsys, DocsDir+"/"+d.Name+".html")
	if err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	t, err := template.ParseFS(b.fsys, "docs.html")
	if err != nil {
		return nil, err
	}
	data := struct {
		Page
		Doc
		Policy string
		Assets string
		Docs   []Doc
		Body   template.HTML
	}{Page: p, Doc: d, Assets: p.Root + b.Dir(), Docs: b.Docs, Body: template.HTML(body)} // rendered from our own text, without raw HTML
	if !p.Server {
		data.Policy = Policy
	}
	var out bytes.Buffer
	err = t.Execute(&out, data)
	return out.Bytes(), err
}
