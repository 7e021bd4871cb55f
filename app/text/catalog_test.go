package text

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// sources are the packages that speak to the user by keys of the catalogs.
var sources = []string{"..", "../session"}

// keyShape is what a key looks like; a literal of this shape that is not
// used as a file name, a kind or a test id is one.
var keyShape = regexp.MustCompile(`^[a-z]+\.[a-z_]+[a-zA-Z0-9_]*$`)

// used collects the keys, and the beginnings of keys that are put together,
// that stand in the source.
func used(t *testing.T) (keys map[string]string, prefixes map[string]string) {
	t.Helper()
	keys, prefixes = map[string]string{}, map[string]string{}
	each(t, func(file string, fset *token.FileSet, n ast.Node) {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		s, err := strconv.Unquote(lit.Value)
		if err != nil {
			return
		}
		where := fset.Position(lit.Pos()).String()
		if keyShape.MatchString(s) {
			keys[s] = where
		}
		if i := strings.IndexByte(s, '.'); i > 0 && regexp.MustCompile(`^[a-z]+\.([a-z]+_)?$`).MatchString(s) {
			prefixes[s] = where
		}
	})
	return keys, prefixes
}

func each(t *testing.T, visit func(file string, fset *token.FileSet, n ast.Node)) {
	t.Helper()
	for _, dir := range append(sources, ".") {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no sources in %s: %v", dir, err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			if strings.HasSuffix(name, "_test.go") || strings.HasPrefix(name, "english") || strings.HasPrefix(name, "chinese") {
				continue
			}
			fset := token.NewFileSet()
			f, err := parser.ParseFile(fset, file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(f, func(n ast.Node) bool {
				if n != nil {
					visit(file, fset, n)
				}
				return true
			})
		}
	}
}

// speakers are the functions whose first text is a key.
var speakers = map[string]bool{"say": true, "Say": true, "Count": true, "Fail": true, "done": true}

// TestNoMissingKey follows every call that speaks.
func TestNoMissingKey(t *testing.T) {
	calls := 0
	each(t, func(_ string, fset *token.FileSet, n ast.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) == 0 || !speakers[nameOf(call.Fun)] {
			return
		}
		lit, ok := call.Args[0].(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return
		}
		key, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		calls++
		want := []string{key}
		if nameOf(call.Fun) == "Count" {
			want = []string{key + ".other"}
		}
		for _, k := range want {
			for _, l := range Languages {
				if !l.Has(k) {
					t.Errorf("%s: %s has no text %q", fset.Position(lit.Pos()), l, k)
				}
			}
		}
	})
	if calls < 100 {
		t.Errorf("only %d calls found: the test no longer finds what speaks", calls)
	}
}

func nameOf(f ast.Expr) string {
	switch f := f.(type) {
	case *ast.Ident:
		return f.Name
	case *ast.SelectorExpr:
		return f.Sel.Name
	}
	return ""
}

// TestNoUnusedKey fails for texts nobody says.
func TestNoUnusedKey(t *testing.T) {
	keys, prefixes := used(t)
	for key := range english {
		base := strings.TrimSuffix(strings.TrimSuffix(key, ".one"), ".other")
		if _, ok := keys[base]; ok {
			continue
		}
		if !begins(base, prefixes) {
			t.Errorf("nobody says %q", key)
		}
	}
}

func begins(key string, prefixes map[string]string) bool {
	for p := range prefixes {
		if strings.HasPrefix(key, p) {
			return true
		}
	}
	return false
}

// TestPartsDoNotOverlap: no part of a catalog says anew what another says.
func TestPartsDoNotOverlap(t *testing.T) {
	if len(english) != len(englishDesigning)+len(englishAnswers) || len(chinese) != len(chineseDesigning)+len(chineseAnswers) {
		t.Error("a key stands in two parts")
	}
}

// TestLanguagesAgree: the same keys, the same placeholders, and in Chinese no
// plurals.
func TestLanguagesAgree(t *testing.T) {
	for key, en := range english {
		if base, plural := strings.CutSuffix(key, ".one"); plural {
			if _, ok := english[base+".other"]; !ok {
				t.Errorf("%s has no plural", base)
			}
			continue
		}
		zh, ok := chinese[key]
		if !ok {
			t.Errorf("Chinese lacks %q", key)
			continue
		}
		for i := range 6 {
			mark := "{" + strconv.Itoa(i) + "}"
			if strings.Contains(en, mark) != strings.Contains(zh, mark) {
				t.Errorf("%s: %s is in one language only", key, mark)
			}
		}
		if strings.TrimSpace(en) == "" || strings.TrimSpace(zh) == "" {
			t.Errorf("%s is empty", key)
		}
	}
	for key := range chinese {
		if _, ok := english[key]; !ok {
			t.Errorf("English lacks %q", key)
		}
	}
}

// speaking are the go-app methods whose text reaches the reader.
var speaking = map[string]bool{"Text": true, "Title": true, "Placeholder": true, "Alt": true, "Textf": true}

// TestNoTextInCode fails for words written where a key belongs. Names that
// are the same in every language (p99, TTFT, units, key caps) may stand.
func TestNoTextInCode(t *testing.T) {
	each(t, func(_ string, fset *token.FileSet, n ast.Node) {
		switch n := n.(type) {
		case *ast.CallExpr:
			name := nameOf(n.Fun)
			if name == "Aria" && len(n.Args) == 2 {
				if key, ok := n.Args[0].(*ast.BasicLit); ok && key.Value == `"label"` {
					refuse(t, fset, n.Args[1])
				}
			}
			if speaking[name] {
				for _, a := range n.Args {
					refuse(t, fset, a)
				}
			}
		case *ast.KeyValueExpr:
			if key, ok := n.Key.(*ast.Ident); ok && (key.Name == "label" || key.Name == "title" || key.Name == "note" || key.Name == "sub") {
				refuse(t, fset, n.Value)
			}
		}
	})
}

func refuse(t *testing.T, fset *token.FileSet, e ast.Expr) {
	t.Helper()
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return
	}
	letters := 0
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			t.Errorf("%s: Chinese in code: %q", fset.Position(lit.Pos()), s)
		}
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters > 3 {
		t.Errorf("%s: text in code: %q", fset.Position(lit.Pos()), s)
	}
}
