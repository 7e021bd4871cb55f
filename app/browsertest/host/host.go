// Package host builds the app as a user would get it and serves it, by the
// server or as a static folder, for whoever wants a browser to look at it.
package host

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// Root answers the folder of the module.
func Root() (string, error) {
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "weir").Output()
	if err != nil {
		return "", fmt.Errorf("where is module weir? %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Command is a command run in the module's root.
func Command(ctx context.Context, name string, args ...string) (*exec.Cmd, error) {
	root, err := Root()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir = root
	return cmd, nil
}

// run runs a command in the root and answers what it printed if it fails.
func run(ctx context.Context, name string, args ...string) error {
	cmd, err := Command(ctx, name, args...)
	if err != nil {
		return err
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, out)
	}
	return nil
}

// A Build is the compiled server with the app inside it.
type Build struct {
	dir string // folder of the binary
}

// Compression of what the browser is sent. Best is what is published and
// takes half a minute; Fast is for tests that do not count bytes.
type Compression string

const (
	Best Compression = ""
	Fast Compression = "-fast"
)

// Make compiles the app and the server into dir. Unchanged sources cost
// little: both compilers keep what they made.
func Make(ctx context.Context, dir string, how Compression) (*Build, error) {
	args := []string{"run", "./web/build"}
	if how != Best {
		args = append(args, string(how))
	}
	if err := run(ctx, "go", args...); err != nil {
		return nil, err
	}
	b := &Build{dir: dir}
	return b, run(ctx, "go", "build", "-o", b.binary(), "./server/cmd/weir-server")
}

func (b *Build) binary() string { return filepath.Join(b.dir, "weir-server") }

// A Server is a running weir-server.
type Server struct {
	URL  string // http://127.0.0.1:PORT
	cmd  *exec.Cmd
	life io.Closer
	log  bytes.Buffer
}

// Serve starts the server on a free port with an empty data folder.
func (b *Build) Serve(ctx context.Context) (*Server, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	data, err := os.MkdirTemp(b.dir, "data")
	if err != nil {
		return nil, err
	}
	return start(ctx, addr, 30*time.Second, nil, b.binary(), "serve", "--addr", addr, "--data", data)
}

// MakeRun starts the server as the README tells a newcomer to: by make, from
// the sources, with its designs in the folder data.
func MakeRun(ctx context.Context, data string) (*Server, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return start(ctx, addr, 5*time.Minute, []string{"WEIR_DATA=" + data}, "make", "run", "ADDR="+addr)
}

// tended runs a program that lives no longer than whoever holds the other end
// of descriptor 3: when that is closed, be it because its process was killed,
// the program and what it started are interrupted as by Ctrl-C.
const tended = `{ read gone; kill -INT -$$; } <&3 >/dev/null 2>&1 & exec 3<&-; exec "$@"`

// start runs a server in the module's root and waits until it is ready.
func start(ctx context.Context, addr string, limit time.Duration, env []string, program ...string) (*Server, error) {
	cmd, err := Command(ctx, "sh", append([]string{"-c", tended, "sh"}, program...)...)
	if err != nil {
		return nil, err
	}
	watched, life, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer watched.Close()
	s := &Server{URL: "http://" + addr, cmd: cmd, life: life}
	cmd.Env = append(os.Environ(), env...)
	cmd.ExtraFiles = []*os.File{watched}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stdout, cmd.Stderr = &s.log, &s.log
	cmd.Cancel = life.Close
	cmd.WaitDelay = 15 * time.Second
	if err := cmd.Start(); err != nil {
		life.Close()
		return nil, err
	}
	if err := answers(s.URL+"/readyz", limit); err != nil {
		s.Close()
		return nil, fmt.Errorf("%w\n%s", err, s.log.String())
	}
	return s, nil
}

// Close stops the server as Ctrl-C does: at once, its store closed in order.
func (s *Server) Close() {
	s.life.Close()
	s.cmd.Wait()
}

// WriteSite writes the static site, as `make site` does, into dir.
func (b *Build) WriteSite(ctx context.Context, dir string) error {
	return run(ctx, b.binary(), "site", dir)
}

// A Static is a plain file host that serves a folder under a prefix.
type Static struct {
	URL    string // ends with the prefix
	server *http.Server
}

// ServeStatic serves dir under prefix ("/some/prefix/") and nothing else.
func ServeStatic(dir, prefix string) (*Static, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle(prefix, http.StripPrefix(strings.TrimSuffix(prefix, "/"), http.FileServer(http.Dir(dir))))
	s := &Static{URL: "http://" + listener.Addr().String() + prefix, server: &http.Server{Handler: mux}}
	go s.server.Serve(listener)
	return s, nil
}

// Close cuts the network: the port is closed and every connection with it.
func (s *Static) Close() { s.server.Close() }

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// answers waits until a GET of url is a 200.
func answers(url string, limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for {
		resp, err := http.Get(url)
		if err == nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
			err = fmt.Errorf("%s", resp.Status)
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%s after %v: %w", url, limit, err)
		}
		time.Sleep(50 * time.Millisecond)
	}
}
