// Weir-server serves the app and keeps shared designs.
//
//	weir-server serve          answer on http://localhost:8080, keep designs in ./data
//	weir-server site DIR       write the app as a folder for any static host
//	weir-server version        say what this program is
//
// Every flag of serve has an environment variable: see weir-server serve --help.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"syscall"

	"github.com/alecthomas/kong"

	"weir/engine"
	"weir/server"
	"weir/server/store"
	"weir/web"
)

func main() {
	if err := run(os.Args[1:], web.Embedded, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "weir-server:", err)
		os.Exit(1)
	}
}

// commands are what the program can be told to do.
type commands struct {
	Serve   serveCommand   `cmd:"" help:"Serve the app and keep designs."`
	Site    siteCommand    `cmd:"" help:"Write the app as a folder for any static host and sub-path; no server is needed then."`
	Version versionCommand `cmd:"" help:"Say what this program is."`
}

// effects are what the commands touch.
type effects struct {
	bundle func() (*web.Bundle, error)
	out    io.Writer
	log    *slog.Logger
}

func run(args []string, bundle func() (*web.Bundle, error), out, errOut io.Writer) error {
	var c commands
	parser, err := kong.New(&c,
		kong.Name("weir-server"),
		kong.Description("Serves Weir, a designer for the data flows of AI data centres."),
		kong.Writers(out, errOut),
		kong.UsageOnError(),
	)
	if err != nil {
		return err
	}
	chosen, err := parser.Parse(args)
	if err != nil {
		return err
	}
	return chosen.Run(&effects{bundle: bundle, out: out, log: slog.New(slog.NewJSONHandler(errOut, nil))})
}

type serveCommand struct {
	server.Config
}

// Run serves until the process is told to stop. An interrupt from the
// keyboard stops it at once, without the drain that a load balancer needs.
func (c *serveCommand) Run(e *effects) (err error) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	defer signal.Stop(signals)

	if err := c.Validate(); err != nil {
		return err
	}
	bundle, err := e.bundle()
	if err != nil {
		return err
	}
	st, where, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, st.Close()) }()
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return err
	}
	s, err := server.New(c.Config, st, bundle, e.log)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.out, "Weir is at http://%s, designs are in %s\n", c.Addr, where)
	go func() {
		if <-signals == os.Interrupt {
			s.SkipDrain()
		}
		cancel(nil)
	}()
	return s.Run(ctx, listener)
}

// open opens the store and says where it is, without any password.
func (c *serveCommand) open(ctx context.Context) (st store.Store, where string, err error) {
	if c.Database != "" {
		st, err = store.OpenPostgres(ctx, c.Database)
		return st, "PostgreSQL", err
	}
	files, err := store.OpenSQLite(ctx, c.Data)
	if err != nil {
		return nil, "", fmt.Errorf("data folder %s: %w", c.Data, err)
	}
	if c.MaxData > 0 {
		if err := files.LimitSize(ctx, c.MaxData<<20); err != nil {
			return nil, "", errors.Join(err, files.Close())
		}
	}
	return files, c.Data, nil
}

type siteCommand struct {
	Dir string `arg:"" type:"path" help:"Folder to write; files of the same name are replaced."`
}

// Run writes the static site.
func (c *siteCommand) Run(e *effects) error {
	bundle, err := e.bundle()
	if err != nil {
		return err
	}
	if err := bundle.WriteSite(c.Dir); err != nil {
		return err
	}
	// the schema of designs, for editors that check JSON by it
	if err := os.WriteFile(filepath.Join(c.Dir, "schema.json"), engine.Schema(), 0o644); err != nil {
		return err
	}
	fmt.Fprintf(e.out, "wrote the app, version %s, to %s\n", bundle.Version, c.Dir)
	return nil
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(e *effects) error {
	version, goVersion := "unknown", "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		version, goVersion = info.Main.Version, info.GoVersion
	}
	app := "no app"
	if bundle, err := e.bundle(); err == nil {
		app = "app " + bundle.Version
	}
	fmt.Fprintf(e.out, "weir-server %s (%s, %s)\n", version, goVersion, app)
	return nil
}
