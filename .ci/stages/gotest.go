package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// slow is the time in seconds from which on a test is named in the output.
const slow = 20

// A tally counts tests over all stages, subtests included.
type tally struct{ passed, failed int }

// event is one line of `go test -json` (see `go doc test2json`).
type event struct {
	Action  string
	Package string
	Test    string
	Elapsed float64
	Output  string
}

// goTest runs go test in dir with the arguments given, prints one line a
// package and the whole output of whatever failed, and counts every test.
func (t *tally) goTest(dir string, args ...string) error {
	return t.goTestFor(nil, dir, args...)
}

// goTestFor is goTest with more in its environment.
func (t *tally) goTestFor(env []string, dir string, args ...string) error {
	// -count=1: a test that runs programs (go list, a browser) is not cached
	// by what those read.
	cmd := exec.Command("go", append([]string{"test", "-json", "-count=1"}, args...)...)
	cmd.Dir, cmd.Stderr, cmd.Env = dir, os.Stderr, append(os.Environ(), env...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	before := t.failed
	t.read(out, os.Stdout)
	if err := cmd.Wait(); err != nil {
		if t.failed == before { // a package that did not build or a test that died
			t.failed++
		}
		return fmt.Errorf("go test %s: %w", strings.Join(args, " "), err)
	}
	return nil
}

// read follows the events of a run. Output is kept until its test or package
// ends and is shown only when that failed.
func (t *tally) read(events io.Reader, report io.Writer) {
	kept := map[string]*strings.Builder{}
	ran := map[string]int{}
	lines := bufio.NewScanner(events)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(report, lines.Text())
			continue
		}
		key := e.Package + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			if kept[key] == nil {
				kept[key] = new(strings.Builder)
			}
			kept[key].WriteString(e.Output)
			continue
		case "pass", "fail", "skip":
		default:
			continue
		}
		if e.Action == "fail" && kept[key] != nil {
			fmt.Fprint(report, kept[key])
		}
		delete(kept, key)
		switch {
		case e.Test == "":
			if ran[e.Package] > 0 || e.Action == "fail" {
				fmt.Fprintf(report, "%-5s %-32s %5d tests %7.2f s\n", e.Action, e.Package, ran[e.Package], e.Elapsed)
			}
		case e.Action == "pass":
			t.passed++
			ran[e.Package]++
			if e.Elapsed >= slow && !strings.Contains(e.Test, "/") {
				fmt.Fprintf(report, "slow  %s %s %.0f s\n", e.Package, e.Test, e.Elapsed)
			}
		default: // a test that skips itself checks nothing: it counts as failed
			t.failed++
			ran[e.Package]++
			if e.Action == "skip" {
				fmt.Fprintf(report, "skip  %s %s: tests here install what they need or fail\n", e.Package, e.Test)
			}
		}
	}
	for _, left := range kept { // build failures have no closing event
		fmt.Fprint(report, left)
	}
}
