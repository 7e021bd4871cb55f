package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// linter is pinned here and not in go.mod: its hundreds of dependencies have
// no place beside the product's.
const linter = "github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0"

// racing are the packages that start goroutines.
var racing = []string{"./server/...", "./engine/sim/..."}

func checkFormat(*tally) error {
	files, err := output("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.go")
	if err != nil {
		return err
	}
	names := strings.FieldsFunc(files, func(r rune) bool { return r == 0 })
	changed, err := output("gofmt", append([]string{"-l"}, names...)...)
	if err != nil {
		return err
	}
	if changed != "" {
		return fmt.Errorf("gofmt would change:\n%s", changed)
	}
	return nil
}

func vet(*tally) error {
	return errors.Join(
		show(nil, "go", "vet", "./...", "./.ci/stages"),
		show([]string{"GOOS=js", "GOARCH=wasm"}, "go", "vet", "./engine/...", "./app/..."),
		in("app/browsertest", "go", "vet", "./..."),
	)
}

// lint runs the linter as for linux, and again over the files that only a
// browser gets.
func lint(*tally) error {
	bin, err := filepath.Abs(filepath.Join(".cache", "bin"))
	if err != nil {
		return err
	}
	if err := show([]string{"GOBIN=" + bin}, "go", "install", linter); err != nil {
		return err
	}
	program := filepath.Join(bin, "golangci-lint")
	return errors.Join(
		show(nil, program, "run"),
		show([]string{"GOOS=js", "GOARCH=wasm"}, program, "run", "./app/..."),
	)
}

func unitTests(count *tally) error {
	return count.goTest(".", "./...", "./.ci/stages")
}

func raceTests(count *tally) error {
	return count.goTest(".", append([]string{"-race", "-short"}, racing...)...)
}

// wasmTests runs what must give the same bits natively and in WebAssembly, twenty
// networks and twenty designs under three seeds each, by
// the launcher that comes with Go, in node.
func wasmTests(count *tally) error {
	root, err := output("go", "env", "GOROOT")
	if err != nil {
		return err
	}
	launcher := filepath.Join(strings.TrimSpace(root), "lib", "wasm", "go_js_wasm_exec")
	folder, err := os.MkdirTemp("", "bits")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	bits := "WEIR_BITS=" + filepath.Join(folder, "answers.txt") // written by the first, read by the second
	return errors.Join(
		count.goTestFor([]string{bits}, ".", "-count=1", "-run=SameBits", "./engine"),
		count.goTestFor([]string{bits, "GOOS=js", "GOARCH=wasm"}, ".", "-exec="+launcher, "-run=SameBits", "./engine/sim", "./engine"),
	)
}

func browserTests(count *tally) error {
	// One package at a time: each builds the app into web/dist.
	return count.goTest("app/browsertest", "-timeout=40m", "-p=1", "./...")
}

// soak runs the tests that repeat what they do (kills, concurrent writers,
// restarts, random edits) in their long forms.
func soak(count *tally) error {
	if err := os.Setenv("WEIR_SOAK", "1"); err != nil {
		return err
	}
	return count.goTest(".", "-timeout=6h", "./server/...", "./app/edit/...")
}

// fuzz runs every fuzz target of every package, one after the other, for
// FUZZTIME each (the go command takes one target at a time).
func fuzz(count *tally) error {
	list, err := output("go", "test", "-list", "^Fuzz", "./...")
	if err != nil {
		return err
	}
	duration := os.Getenv("FUZZTIME")
	if duration == "" {
		duration = "20s"
	}
	var (
		targets []string
		failed  error
	)
	for line := range strings.Lines(list) {
		switch fields := strings.Fields(line); {
		case strings.HasPrefix(line, "Fuzz"):
			targets = append(targets, fields[0])
		case len(fields) > 1 && fields[0] == "ok": // closes the list of a package
			for _, target := range targets {
				fmt.Printf("%s %s\n", fields[1], target)
				failed = errors.Join(failed, count.goTest(".", "-run=^$", "-fuzz=^"+target+"$", "-fuzztime="+duration, "-fuzzminimizetime=10x", fields[1]))
			}
			targets = nil
		}
	}
	return failed
}

// validate compares the engine with what is known: published queueing cases,
// measurements of serving and training, and the simulation of random networks.
func validate(*tally) error {
	const data = "engine/cmd/validation/testdata/"
	weir, err := filepath.Abs(filepath.Join(".cache", "bin", "weir"))
	if err != nil {
		return err
	}
	if err := show(nil, "go", "build", "-o", weir, "./engine/cmd/weir"); err != nil {
		return err
	}
	return errors.Join(
		show(nil, weir, "validate", "queueing", data+"queueing.json"),
		show(nil, weir, "validate", "inference", data+"inference.csv"),
		show(nil, weir, "validate", "training", data+"training.csv"),
		show(nil, weir, "validate", "training", data+"training_single_node.csv"),
		show(nil, weir, "validate", "networks", "--holdout", "300", "--write", "web/docs/networks.md"),
		show(nil, "go", "test", "-count=1", "-timeout=1h", "-run=TestCoverage", "-v", "./engine/sim", "-args", "-seeds=1000"),
	)
}

// show runs a command in the repository's root and lets it print.
func show(env []string, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(append(env, cmd.Args...), " "), err)
	}
	return nil
}

// in is show in another folder.
func in(dir, name string, args ...string) error {
	cmd := exec.Command(name, args...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = dir, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("in %s: %s: %w", dir, strings.Join(cmd.Args, " "), err)
	}
	return nil
}

func output(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s: %w", strings.Join(cmd.Args[:min(len(cmd.Args), 4)], " "), err)
	}
	return string(out), nil
}
