package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The README is run: in a block marked `console` every line after "$ " is a
// command, and what follows is what it prints, "…" standing for anything. In
// a block marked `sh` stand targets of the Makefile that take minutes or never
// end; make is asked whether it knows them.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	for _, block := range regexp.MustCompile("(?s)```(console|sh)\n(.*?)```").FindAllStringSubmatch(string(readme), -1) {
		for _, c := range split(block[1], block[2]) {
			commands++
			t.Run(c.line, func(t *testing.T) { c.check(t, root) })
		}
	}
	if commands < 5 {
		t.Errorf("the README shows only %d commands", commands)
	}
	for _, link := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(string(readme), -1) {
		if _, err := os.Stat(filepath.Join(root, link[1])); err != nil {
			t.Errorf("the README points to %s: %v", link[1], err)
		}
	}
}

// A command of the README and what it is said to print.
type command struct {
	line string
	dry  bool // only ask make
	want []string
}

func split(language, block string) (list []command) {
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, "\n")
		switch {
		case language == "sh":
			if line, _, _ = strings.Cut(line, "#"); strings.TrimSpace(line) != "" {
				list = append(list, command{line: strings.TrimSpace(line), dry: true})
			}
		case strings.HasPrefix(line, "$ "):
			list = append(list, command{line: line[2:]})
		case len(list) > 0:
			list[len(list)-1].want = append(list[len(list)-1].want, line)
		}
	}
	return list
}

func (c command) check(t *testing.T, root string) {
	line := c.line
	if c.dry {
		target, isMake := strings.CutPrefix(line, "make ")
		if !isMake {
			t.Fatal("only make targets stand in a block marked sh")
		}
		line = "make -n " + target
	}
	cmd := exec.Command("sh", "-c", line)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if c.want == nil {
		return
	}
	pattern := regexp.QuoteMeta(strings.TrimSpace(strings.Join(c.want, "\n")))
	pattern = "(?s)^" + strings.ReplaceAll(pattern, "…", ".*?") + "$"
	if !regexp.MustCompile(pattern).MatchString(strings.TrimSpace(string(out))) {
		t.Errorf("printed\n%s\nwant\n%s", out, strings.Join(c.want, "\n"))
	}
}
