package engine_test

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// A rule forbids some imports to some packages, and says why. A pattern that
// ends in "/" stands for the package itself and everything below it.
type rule struct {
	in        []string // whose dependencies are looked at
	except    []string // packages of in that may
	forbidden []string
	why       string
	direct    bool // only what our own files name; else whatever is linked too
}

// Arrows run one way: mains -> {app, server} -> engine -> its sub-packages.
var rules = []rule{
	{
		in:     []string{"weir/engine/"},
		except: []string{"weir/engine/cmd/"},
		forbidden: []string{
			"net/", "os/exec", "database/sql/", "github.com/maxence-charriere/go-app/",
		},
		why: "the engine does no I/O: it takes bytes and numbers, so that the same input gives the same bytes on a server, in a terminal and in a browser",
	},
	{
		in:        []string{"weir/engine/"},
		except:    []string{"weir/engine/cmd/"},
		forbidden: []string{"os", "syscall/", "math/rand/", "crypto/rand", "log/", "time"},
		why:       "files, clocks, logs and random numbers are the caller's: the engine's own streams are seeded and reproducible",
		direct:    true,
	},
	{
		in:        []string{"weir/engine/"},
		except:    []string{"weir/engine/cmd/"},
		forbidden: []string{"gonum.org/v1/gonum/mat/", "gonum.org/v1/gonum/floats/", "gonum.org/v1/gonum/blas/", "gonum.org/v1/gonum/lapack/"},
		why:       "their sums run in assembly on amd64 and differ from WebAssembly in the last bit",
		direct:    true,
	},
	{
		in:        []string{"weir/engine/"},
		forbidden: []string{"weir/app/", "weir/server/", "weir/web/"},
		why:       "the engine is the bottom of the house: app and server are built on it",
	},
	{
		in:        []string{"weir/app/"},
		forbidden: []string{"weir/server/", "database/sql", "modernc.org/", "github.com/jackc/"},
		why:       "app and server share the engine's JSON and nothing else; a server linked into the Wasm binary would more than double it",
	},
	{
		in:        []string{"weir/server/"},
		except:    []string{"weir/server/cmd/"},
		forbidden: []string{"weir/app/"},
		why:       "server and app share the engine's JSON and nothing else",
	},
	{
		in:        []string{"weir/engine/quantity/", "weir/engine/portable/", "weir/engine/queue/", "weir/engine/ai/"},
		forbidden: []string{"weir/engine", "weir/engine/design/", "weir/engine/flow/", "weir/engine/component/"},
		why:       "formulas are pure functions of numbers: they know nothing of documents",
	},
}

func TestImportsRunOneWay(t *testing.T) {
	for _, target := range []string{"linux/amd64", "js/wasm"} {
		graph := load(t, target)
		for _, r := range rules {
			for pkg := range graph {
				if !matches(pkg, r.in) || matches(pkg, r.except) {
					continue
				}
				for dep := range graph.reach(pkg, r.direct) {
					if dep != pkg && matches(dep, r.forbidden) {
						t.Errorf("%s: %s depends on %s (%s).\nForbidden: %s", target, pkg, dep, strings.Join(graph.path(pkg, dep), " -> "), r.why)
					}
				}
			}
		}
	}
}

// TestForbiddenImportIsFound keeps the test above honest.
func TestForbiddenImportIsFound(t *testing.T) {
	g := imports{"weir/engine/x": {"weir/engine/y"}, "weir/engine/y": {"net/http"}, "net/http": {"os"}}
	if !g.reach("weir/engine/x", false)["net/http"] || g.reach("weir/engine/x", true)["net/http"] {
		t.Error("reach must follow imports, and must not when asked for direct ones")
	}
	if !matches("net/http", []string{"net/"}) || matches("network", []string{"net/"}) || matches("net/http", []string{"net"}) {
		t.Error("a pattern with a slash stands for a tree, one without for one package")
	}
	if got := strings.Join(g.path("weir/engine/x", "net/http"), " "); got != "weir/engine/x weir/engine/y net/http" {
		t.Errorf("path = %s", got)
	}
}

// imports maps a package to what it imports.
type imports map[string][]string

// load asks the go command for the import graph of the module as built for
// a target, tests left out.
func load(t *testing.T, target string) imports {
	t.Helper()
	goos, goarch, _ := strings.Cut(target, "/")
	cmd := exec.Command("go", "list", "-e", "-deps", "-f", `{{.ImportPath}}{{range .Imports}} {{.}}{{end}}`, "weir/...")
	cmd.Env = append(os.Environ(), "GOOS="+goos, "GOARCH="+goarch, "CGO_ENABLED=0")
	var problems strings.Builder
	cmd.Stderr = &problems
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list for %s: %v\n%s", target, err, problems.String())
	}
	g := imports{}
	for line := range strings.Lines(string(out)) {
		if fields := strings.Fields(line); len(fields) > 0 {
			g[fields[0]] = fields[1:]
		}
	}
	if len(g["weir/engine"]) == 0 {
		t.Fatalf("the import graph for %s has no weir/engine", target)
	}
	return g
}

// reach answers what pkg depends on. Direct means the imports of pkg itself.
func (g imports) reach(pkg string, direct bool) map[string]bool {
	found := map[string]bool{}
	var visit func(string)
	visit = func(p string) {
		for _, dep := range g[p] {
			if !found[dep] {
				found[dep] = true
				if !direct {
					visit(dep)
				}
			}
		}
	}
	visit(pkg)
	return found
}

// path answers one shortest chain of imports between two packages.
func (g imports) path(from, to string) []string {
	paths := [][]string{{from}}
	seen := map[string]bool{from: true}
	for len(paths) > 0 {
		p := paths[0]
		paths = paths[1:]
		for _, dep := range g[p[len(p)-1]] {
			next := append(p[:len(p):len(p)], dep)
			if dep == to {
				return next
			}
			if !seen[dep] {
				seen[dep] = true
				paths = append(paths, next)
			}
		}
	}
	return nil
}

func matches(pkg string, patterns []string) bool {
	for _, p := range patterns {
		tree, ok := strings.CutSuffix(p, "/")
		if pkg == p || ok && (pkg == tree || strings.HasPrefix(pkg, p)) {
			return true
		}
	}
	return false
}
