package store_test

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// SQLite is translated C, and runs on the C library it was translated with:
// its makers ask for exactly that version, but a go.mod can only say "at
// least", and other dependencies may ask for more.
func TestSQLiteHasItsOwnLibrary(t *testing.T) {
	list := func(format, module string) string {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", format, module).Output()
		must(t, err)
		return strings.TrimSpace(string(out))
	}
	mod, err := os.ReadFile(list("{{.GoMod}}", "modernc.org/sqlite"))
	must(t, err)
	wanted := regexp.MustCompile(`modernc\.org/libc (\S+)`).FindSubmatch(mod)
	if wanted == nil {
		t.Fatalf("SQLite names no library:\n%s", mod)
	}
	if got := list("{{.Version}}", "modernc.org/libc"); got != string(wanted[1]) {
		t.Errorf("modernc.org/libc is %s; SQLite was made with %s", got, wanted[1])
	}
}
