// Command weir evaluates designs of data flows from the terminal.
//
// Exit codes: 0 done; 1 the design has errors (weir eval, weir check), misses
// an objective (weir eval --strict), or a case is outside its band (weir
// validate); 2 nothing could be said: wrong arguments, a file that cannot be
// read, bytes that are not a design, or a design that cannot be simulated.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"weir/engine/quantity"
)

// Exit codes.
const (
	done = iota
	faulty
	failed
)

// grammar is the command line: one field for each sub-command, each in a file
// of its own.
type grammar struct {
	Lang string `help:"${lang}" placeholder:"en|zh" enum:",en,zh" default:""`

	Eval       evalCommand       `cmd:"" help:"${eval}"`
	Sim        simCommand        `cmd:"" help:"${sim}"`
	Check      checkCommand      `cmd:"" help:"${check}"`
	Kinds      kindsCommand      `cmd:"" help:"${kinds}"`
	Schema     schemaCommand     `cmd:"" help:"${schema}"`
	Validate   validateCommand   `cmd:"" help:"${validate}"`
	Trace      traceCommand      `cmd:"" help:"${trace}"`
	Completion completionCommand `cmd:"" help:"${completion}"`
}

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
	lang     string // "en" or "zh"
}

// say writes one line in the reader's language.
func (t *terminal) say(w io.Writer, text quantity.Text) { fmt.Fprintln(w, text.In(t.lang)) }

// errFaulty ends a command whose output already says what is wrong.
var errFaulty = errors.New("the design has errors")

func main() {
	os.Exit(run(os.Args[1:], &terminal{in: os.Stdin, out: os.Stdout, err: os.Stderr, lang: language(os.Args[1:], os.Getenv)}))
}

func run(args []string, t *terminal) int {
	if len(args) == 0 {
		args = []string{"--help"}
	}
	var g grammar
	parser, err := kong.New(&g, kong.Name("weir"), kong.Description(description.In(t.lang)), helpTexts(t.lang),
		kong.Help(t.help), kong.Writers(t.out, t.err), kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}))
	if err != nil {
		fmt.Fprintln(t.err, "weir:", err)
		return failed
	}
	ctx, err := parser.Parse(args)
	if err != nil {
		fmt.Fprintln(t.err, "weir:", misused(err, t.lang))
		t.say(t.err, seeHelp)
		return failed
	}
	switch err := ctx.Run(t, parser.Model); {
	case err == nil:
		return done
	case errors.Is(err, errFaulty):
		return faulty
	default:
		fmt.Fprintln(t.err, "weir: "+message(err, t.lang))
		return failed
	}
}

// language is the one asked for by --lang, else that of the locale.
func language(args []string, getenv func(string) string) string {
	for i, arg := range args {
		if value, ok := strings.CutPrefix(arg, "--lang="); ok {
			return known(value)
		}
		if arg == "--lang" && i+1 < len(args) {
			return known(args[i+1])
		}
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			return known(value)
		}
	}
	return "en"
}

func known(lang string) string {
	if strings.HasPrefix(lang, "zh") {
		return "zh"
	}
	return "en"
}
