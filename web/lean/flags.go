package lean

import "path/filepath"

// seldom are packages whose code runs once, now and then, or never in the
// browser. They are compiled without inlining, which makes what is sent 8 %
// smaller; the engine's solvers and the canvas keep it.
var seldom = []string{
	"weir/app", "weir/app/browser", "weir/app/edit", "weir/app/icon", "weir/app/session", "weir/app/text", "weir/app/worker",
	"weir/engine", "weir/engine/catalog", "weir/engine/design", "weir/engine/diagnostic", "weir/engine/explain",
	"weir/engine/interchange", "weir/engine/quantity",
	"weir/examples",
	"github.com/goccy/go-json/internal/jsonfields",
	"github.com/goccy/go-json/jsontext",
	"github.com/google/uuid",
	"github.com/maxence-charriere/...",
	"bufio", "compress/...", "context", "crypto/...", "database/...", "encoding/...", "fmt", "hash/...", "html", "math/big", "net/...", "os", "path/...", "regexp/...", "time",
}

// Flags are those of the go command for a browser's program, as the app is
// compiled; root is where the repository lies. What is measured is compiled by
// them too.
func Flags(root string) []string {
	flags := []string{"-trimpath", "-pgo=" + filepath.Join(root, "engine", "sim", "sim.pgo"), "-ldflags=-s -w"}
	for _, pattern := range seldom {
		flags = append(flags, "-gcflags="+pattern+"=-l")
	}
	return flags
}
