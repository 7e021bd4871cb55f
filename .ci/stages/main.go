// Command stages is `make test`: it runs every check of the project in order,
// cheapest first, prints the time of each, and ends with one line counting
// the tests. With arguments it runs only the stages named; some, like fuzz,
// run only that way.
//
// It installs what a bare Debian lacks (a browser, a font, a C compiler for
// the race detector) and nothing that is already there.
package main

import (
	"fmt"
	"os"
	"slices"
	"time"
)

// A stage is one kind of check. Its run adds the tests it counted to the
// tally and answers an error when the check failed.
type stage struct {
	name string
	what string
	run  func(*tally) error
	only bool // only when named
}

var stages = []stage{
	{name: "tools", what: "install what is missing", run: installTools},
	{name: "format", what: "gofmt has nothing to change", run: checkFormat},
	{name: "vet", what: "go vet, for linux and for js/wasm", run: vet},
	{name: "unit", what: "every package's tests", run: unitTests},
	{name: "lint", what: "golangci-lint with the rules of .golangci.yml", run: lint},
	{name: "race", what: "the concurrent packages under the race detector", run: raceTests},
	{name: "wasm", what: "the simulator under js/wasm gives the bits it gives natively", run: wasmTests},
	{name: "browser", what: "the app in Chromium: pipeline, links, offline, parity, accessibility", run: browserTests},
	{name: "validate", what: "published cases, measurements and random networks against the engine", run: validate, only: true},
	{name: "soak", what: "the long forms of the tests that repeat what they do", run: soak, only: true},
	{name: "fuzz", what: "every fuzz target for a while", run: fuzz, only: true},
}

func main() {
	chosen := os.Args[1:]
	for _, name := range chosen {
		if !slices.ContainsFunc(stages, func(s stage) bool { return s.name == name }) {
			fmt.Fprintf(os.Stderr, "there is no stage %q\n", name)
			os.Exit(2)
		}
	}
	var (
		count  tally
		broken []string
		took   []string
		begin  = time.Now()
	)
	for _, s := range stages {
		if named := slices.Contains(chosen, s.name); !named && (s.only || len(chosen) > 0) {
			continue
		}
		fmt.Printf("=== %s: %s\n", s.name, s.what)
		start := time.Now()
		err := s.run(&count)
		state := "ok"
		if err != nil {
			state = "FAILED"
			broken = append(broken, s.name)
			fmt.Printf("=== %s failed: %v\n", s.name, err)
		}
		took = append(took, fmt.Sprintf("%-8s %-6s %6.1f s", s.name, state, time.Since(start).Seconds()))
		fmt.Printf("=== %s\n\n", took[len(took)-1])
	}
	for _, line := range took {
		fmt.Println(line)
	}
	fmt.Printf("%-8s %-6s %6.1f s\n\n", "all", "", time.Since(begin).Seconds())

	// A stage that broke without a failing test (lint, a build) still counts
	// as one failure, so that the last line never hides it.
	failed := max(count.failed, len(broken))
	fmt.Printf("%d passed, %d failed\n", count.passed, failed)
	if failed > 0 {
		os.Exit(1)
	}
}
