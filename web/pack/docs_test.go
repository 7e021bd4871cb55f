package pack_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/web"
	"weir/web/pack"
)

// The documentation is rendered without anything the policy of the pages
// refuses, whatever stands in it.
func TestDocs(t *testing.T) {
	dir := source(t, "")
	docs := filepath.Join(dir, "docs")
	text := "# Title & more\n\n| a | b |\n|---|--:|\n| x | 1 |\n\n<script>alert(1)</script>\n\n[out](javascript:alert(1))\n"
	if err := os.MkdirAll(docs, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"b.md": text, "index.md": "# First\n"} {
		if err := os.WriteFile(filepath.Join(docs, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	job := pack.Job{Source: dir, Dist: t.TempDir(), Cache: t.TempDir(), BrotliLevel: 1}
	b, _, err := job.Run()
	if err != nil {
		t.Fatal(err)
	}
	if len(b.Docs) != 2 || b.Docs[0] != (web.Doc{Name: "index", Title: "First"}) || b.Docs[1].Title != "Title & more" {
		t.Errorf("listed %v", b.Docs)
	}
	body, err := os.ReadFile(filepath.Join(job.Dist, "docs", "b.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"<script", "style=", "javascript:"} {
		if strings.Contains(string(body), bad) {
			t.Errorf("the page has %s: %s", bad, body)
		}
	}
	if !strings.Contains(string(body), `<td align="right">1</td>`) {
		t.Errorf("the table is not there: %s", body)
	}
	if err := os.WriteFile(filepath.Join(docs, "c.md"), []byte("no title\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, _, err := job.Run(); err == nil {
		t.Error("a page without a title was taken")
	}
}
