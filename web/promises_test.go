package web_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// tests reads the tests of a folder and those below: name -> source.
func tests(t *testing.T, folder string) map[string]string {
	t.Helper()
	found := map[string]string{}
	function := regexp.MustCompile(`(?m)^func (Test\w+)\(`)
	err := filepath.WalkDir(folder, func(name string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") {
			return err
		}
		source := read(t, name)
		for _, m := range function.FindAllStringSubmatch(source, -1) {
			found[m[1]] = source
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// TestPromises: every promise of docs/promises.md names a test that exists.
// A subtest stands in its test's file by name.
func TestPromises(t *testing.T) {
	known := tests(t, "../app")
	rows := 0
	for _, line := range strings.Split(read(t, "docs/promises.md"), "\n") {
		cells := strings.Split(line, "|")
		if len(cells) != 4 || strings.Contains(cells[1], "---") || strings.TrimSpace(cells[2]) == "test" {
			continue
		}
		rows++
		name, part, _ := strings.Cut(strings.TrimSpace(cells[2]), "/")
		source, ok := known[name]
		if !ok || part != "" && !strings.Contains(source, `"`+part+`"`) {
			t.Errorf("no test keeps %q: %s", strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]))
		}
	}
	if rows < 50 {
		t.Errorf("only %d promises found", rows)
	}
}

// TestEveryBrowserTestKeepsAPromise: no browser test, nor a part of those that
// have parts, is missing from docs/promises.md.
func TestEveryBrowserTestKeepsAPromise(t *testing.T) {
	page := read(t, "docs/promises.md")
	files, err := filepath.Glob("../app/browsertest/*_test.go")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	test, part := regexp.MustCompile(`(?m)^func (Test\w+)\(t `), regexp.MustCompile(`(?m)^\t\t\{"([^"]+)", \w+\},$`)
	for _, file := range files {
		source := read(t, file)
		for _, m := range test.FindAllStringSubmatch(source, -1) {
			names := []string{m[1]}
			if m[1] == "TestMakeRun" { // the README's promise
				continue
			}
			if parts := part.FindAllStringSubmatch(source, -1); m[1] == "TestGestures" || m[1] == "TestKeys" {
				names = names[:0]
				for _, p := range parts {
					names = append(names, m[1]+"/"+p[1])
				}
			}
			for _, name := range names {
				if !strings.Contains(page, "| "+name+" |") {
					t.Errorf("%s keeps no promise of docs/promises.md", name)
				}
			}
		}
	}
}
