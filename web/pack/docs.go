package pack

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"

	"weir/web"
)

// markdown renders the documentation without anything that the content
// security policy refuses: no raw HTML, and cells are aligned by attribute
// instead of by style.
var markdown = goldmark.New(
	goldmark.WithParserOptions(parser.WithAutoHeadingID()),
	goldmark.WithExtensions(extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))),
)

// docs renders the pages of the documentation into dist. The page called
// index comes first, the others follow by name.
func (j Job) docs() ([]web.Doc, error) {
	pages, err := filepath.Glob(filepath.Join(j.Source, web.DocsDir, "*.md")) // sorted
	if err != nil || len(pages) == 0 {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Join(j.Dist, web.DocsDir), 0o755); err != nil {
		return nil, err
	}
	var out []web.Doc
	for _, page := range pages {
		source, err := os.ReadFile(page)
		if err != nil {
			return nil, err
		}
		first, _, _ := strings.Cut(string(source), "\n")
		title, ok := strings.CutPrefix(first, "# ")
		if !ok {
			return nil, fmt.Errorf("%s does not begin with its title", page)
		}
		var body bytes.Buffer
		if err := markdown.Convert(source, &body); err != nil {
			return nil, fmt.Errorf("%s: %w", page, err)
		}
		d := web.Doc{Name: strings.TrimSuffix(filepath.Base(page), ".md"), Title: title}
		if err := os.WriteFile(filepath.Join(j.Dist, web.DocsDir, d.Name+".html"), body.Bytes(), 0o644); err != nil {
			return nil, err
		}
		if d.Name == "index" {
			out = append([]web.Doc{d}, out...)
		} else {
			out = append(out, d)
		}
	}
	return out, nil
}
