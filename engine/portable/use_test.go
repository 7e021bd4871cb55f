package portable

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// exact lists what the engine may use of package math: constants and
// functions whose result is exact by definition, hence the same everywhere.
var exact = []string{
	"Abs", "Ceil", "Copysign", "Dim", "Float64bits", "Float64frombits", "Floor", "Frexp", "Inf", "IsInf", "IsNaN", "Ldexp", "Max", "Min", "Mod",
	"Modf", "NaN", "Nextafter", "Pow10", "Pow10" /* a table */, "Remainder", "Round", "RoundToEven", "Signbit", "Sqrt", "Trunc",
	"E", "Pi", "Phi", "Sqrt2", "SqrtPi", "Ln2", "Log2E", "Ln10", "Log10E", "MaxFloat64", "SmallestNonzeroFloat64", "MaxFloat32",
	"MaxInt", "MinInt", "MaxInt8", "MinInt8", "MaxInt16", "MinInt16", "MaxInt32", "MinInt32", "MaxInt64", "MinInt64",
	"MaxUint8", "MaxUint16", "MaxUint32", "MaxUint64",
}

// TestEngineUsesPortable reads every file of the engine: functions of package
// math that differ between machines are for this package alone. Commands and
// the fit of constants run on one machine only.
func TestEngineUsesPortable(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && (entry.Name() == "portable" || entry.Name() == "testdata" || entry.Name() == "cmd" || entry.Name() == "fit"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files++
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, use := range inexact(file) {
			t.Errorf("%s: %s.%s may differ between machines: use package portable", fset.Position(use.Pos()), use.X, use.Sel.Name)
		}
		return nil
	})
	if err != nil || files < 5 {
		t.Fatalf("read %d files of the engine: %v", files, err)
	}
}

// inexact finds what a file uses of math and math/cmplx that is not exact.
func inexact(file *ast.File) (found []*ast.SelectorExpr) {
	names := map[string]bool{}
	for _, spec := range file.Imports {
		path := strings.Trim(spec.Path.Value, `"`)
		if path != "math" && path != "math/cmplx" {
			continue
		}
		name := path[strings.LastIndex(path, "/")+1:]
		if spec.Name != nil {
			name = spec.Name.Name
		}
		names[name] = true
	}
	ast.Inspect(file, func(n ast.Node) bool {
		use, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if pkg, ok := use.X.(*ast.Ident); ok && names[pkg.Name] && !slices.Contains(exact, use.Sel.Name) {
			found = append(found, use)
		}
		return true
	})
	return found
}

func TestInexactIsFound(t *testing.T) {
	const source = `package x
import ("math"; c "math/cmplx")
var a, b, d = math.Exp(1), math.Sqrt(2), c.Exp(1i)`
	file, err := parser.ParseFile(token.NewFileSet(), "x.go", source, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if found := inexact(file); len(found) != 2 || found[0].Sel.Name != "Exp" || found[1].Sel.Name != "Exp" {
		t.Errorf("found %d uses, want math.Exp and cmplx.Exp", len(found))
	}
}
