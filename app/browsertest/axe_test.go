package browsertest

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"weir/app/browsertest/chrome"
)

// axeVersion of the accessibility checker, fetched from npm into a temporary
// folder.
const axeVersion = "axe-core@4.14.1"

// axe answers the source of the checker.
func axe(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	pack := exec.Command("npm", "pack", "--silent", axeVersion)
	pack.Dir = dir
	archive, err := pack.Output()
	if err != nil {
		t.Fatalf("npm pack %s: %v", axeVersion, err)
	}
	unpack := exec.Command("tar", "-xzf", strings.TrimSpace(string(archive)), "package/axe.min.js")
	unpack.Dir = dir
	if out, err := unpack.CombinedOutput(); err != nil {
		t.Fatalf("tar: %v\n%s", err, out)
	}
	source, err := os.ReadFile(filepath.Join(dir, "package", "axe.min.js"))
	must(t, err)
	return string(source)
}

// A violation is a rule of axe and where the page breaks it.
type violation struct {
	ID     string   `json:"id"`
	Impact string   `json:"impact"`
	Help   string   `json:"help"`
	Where  []string `json:"where"`
}

// checkAccessible fails for everything axe finds on the page as it stands.
func checkAccessible(t *testing.T, page *chrome.Page, source, screen string) {
	t.Helper()
	if there, err := chrome.Eval[bool](page, "!!window.axe"); err != nil || !there {
		_, err := chrome.Eval[any](page, source+"\n;undefined")
		must(t, err)
	}
	found, err := chrome.Eval[[]violation](page, `axe.run(document, {
		runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
	}).then(r => r.violations.map(v => ({
		id: v.id, impact: v.impact, help: v.help,
		where: v.nodes.slice(0, 5).map(n => n.target.join(" ") + ": " + n.failureSummary),
	})))`)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range found {
		t.Errorf("%s: %s (%s): %s", screen, v.ID, v.Impact, v.Help)
		for _, where := range v.Where {
			t.Log(fmt.Sprintf("  %s", where))
		}
	}
}
