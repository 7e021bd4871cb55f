package report_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"weir/engine/report"
)

// Every method that the engine's sources name in words has its words in
// Chinese.
func TestMethodsHaveBothNames(t *testing.T) {
	named := regexp.MustCompile(`(?:\b[mM]ethod(?:, [a-z.A-Z]+)?\s*(?:\+?=|:)|\b(?:pointwise|fluid|infinite|ByJob)\s*=|percentiles\(mean, l\),)\s*"([^"]+)"`)
	word := regexp.MustCompile(`\b[a-z]{3,}\b`)
	found := 0
	for _, folder := range []string{"queue", "flow", "component", "report"} {
		files, err := filepath.Glob(filepath.Join("..", folder, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") {
				continue
			}
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range named.FindAllStringSubmatch(string(source), -1) {
				found++
				if zh := report.MethodName(m[1]).ZH; word.MatchString(zh) {
					t.Errorf("%s: %q is %q in Chinese", file, m[1], zh)
				}
			}
		}
	}
	if found < 30 {
		t.Errorf("%d methods found", found)
	}
	if got := report.MethodName("Erlang-A, fluid").ZH; got != "Erlang-A，流体" {
		t.Errorf("%q", got)
	}
}
