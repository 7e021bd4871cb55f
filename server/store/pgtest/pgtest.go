// Package pgtest runs a PostgreSQL for tests: a cluster of their own in a
// temporary folder, reached by a socket only. It needs the programs of
// Debian's package postgresql.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// Cluster is a running PostgreSQL.
type Cluster struct {
	socket    string // folder of the socket
	databases atomic.Int64
}

// program finds one of PostgreSQL's programs, which Debian keeps off PATH.
func program(t *testing.T, name string) string {
	t.Helper()
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		t.Fatalf("%s is not installed; these tests need Debian's package postgresql", name)
	}
	return found[len(found)-1]
}

// Start makes a cluster and runs it until the test ends.
func Start(t *testing.T) *Cluster {
	t.Helper()
	folder, err := os.MkdirTemp("", "weirpg") // short: the path of a socket may have 107 bytes
	must(t, err)
	t.Cleanup(func() { must(t, os.RemoveAll(folder)) })
	who := unprivileged(t, folder)
	run := func(name string, args ...string) *exec.Cmd {
		cmd := exec.CommandContext(context.Background(), program(t, name), args...)
		cmd.Dir, cmd.SysProcAttr = folder, &syscall.SysProcAttr{Credential: who}
		return cmd
	}
	data := filepath.Join(folder, "data")
	if out, err := run("initdb", "-D", data, "-U", "weir", "-A", "trust", "-E", "UTF8", "--locale=C", "-N").CombinedOutput(); err != nil {
		t.Fatalf("initdb: %v: %s", err, out)
	}
	server := run("postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=50")
	must(t, server.Start())
	t.Cleanup(func() {
		_ = server.Process.Signal(syscall.SIGINT) // the fast shutdown
		_ = server.Wait()
	})
	return &Cluster{socket: folder}
}

// unprivileged gives whom to run PostgreSQL as, which refuses to be root,
// and lets them have the folder.
func unprivileged(t *testing.T, folder string) *syscall.Credential {
	t.Helper()
	if os.Geteuid() != 0 {
		return nil
	}
	nobody, err := user.Lookup("nobody")
	must(t, err)
	uid, err := strconv.ParseUint(nobody.Uid, 10, 32)
	must(t, err)
	gid, err := strconv.ParseUint(nobody.Gid, 10, 32)
	must(t, err)
	must(t, os.Chown(folder, int(uid), int(gid)))
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

// Create makes an empty database and gives its address.
func (c *Cluster) Create(t *testing.T) string {
	t.Helper()
	name := fmt.Sprintf("weir%d", c.databases.Add(1))
	deadline := time.Now().Add(20 * time.Second)
	for {
		out, err := exec.CommandContext(t.Context(), program(t, "createdb"), "-h", c.socket, "-U", "weir", "-T", "template0", name).CombinedOutput()
		if err == nil {
			return "postgres:///" + name + "?" + url.Values{"host": {c.socket}, "user": {"weir"}}.Encode()
		}
		if time.Now().After(deadline) {
			t.Fatalf("createdb: %v: %s", err, out)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
