package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A tool is a Debian package and how to tell that it is not needed.
type tool struct {
	pkg     string
	why     string
	present func() bool
}

var tools = []tool{
	{"chromium", "browser tests and screenshots", onPath("chromium")},
	{"fonts-noto-cjk", "Chinese text in screenshots", anyFile("/usr/share/fonts/opentype/noto/NotoSansCJK*")},
	{"gcc", "the race detector links through cgo", onPath("gcc", "cc")},
	{"npm", "fetches axe-core, which checks accessibility; its node runs tests in WebAssembly", onPath("npm")},
	{"postgresql", "the second database that the store is tested on", anyFile("/usr/lib/postgresql/*/bin/initdb")},
	{"libc6-dev", "headers for the race detector", anyFile("/usr/include/stdlib.h")},
}

// installTools asks apt for what is missing, and does nothing at all where
// everything is there.
func installTools(*tally) error {
	var missing []string
	for _, t := range tools {
		if !t.present() {
			fmt.Printf("missing %s: %s\n", t.pkg, t.why)
			missing = append(missing, t.pkg)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	if os.Geteuid() != 0 {
		return fmt.Errorf("not root, so cannot install: apt-get install %s", strings.Join(missing, " "))
	}
	if err := apt("update"); err != nil {
		return err
	}
	return apt(append([]string{"install", "-y", "--no-install-recommends"}, missing...)...)
}

// apt is apt-get, asking nothing and silent unless it fails.
func apt(args ...string) error {
	cmd := exec.Command("apt-get", append([]string{"-q"}, args...)...)
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("apt-get %s: %w\n%s", args[0], err, out)
	}
	return nil
}

func onPath(names ...string) func() bool {
	return func() bool {
		for _, name := range names {
			if _, err := exec.LookPath(name); err == nil {
				return true
			}
		}
		return false
	}
}

func anyFile(pattern string) func() bool {
	return func() bool {
		found, _ := filepath.Glob(pattern)
		return len(found) > 0
	}
}
