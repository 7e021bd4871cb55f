package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"weir/server"
	"weir/web"
	"weir/web/webtest"
)

// The tests run the program as a process of its own: this test binary, told
// by the environment to be weir-server with the bundle of a folder.
const childEnv = "WEIR_TEST_BUNDLE"

var bundleFolder string

func TestMain(m *testing.M) {
	if folder := os.Getenv(childEnv); folder != "" {
		bundle := func() (*web.Bundle, error) { return web.Load(os.DirFS(folder)) }
		if err := run(os.Args[1:], bundle, os.Stdout, os.Stderr); err != nil {
			fmt.Fprintln(os.Stderr, "weir-server:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	folder, err := os.MkdirTemp("", "weir")
	if err == nil {
		_, err = webtest.Pack(folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	bundleFolder = filepath.Join(folder, "dist")
	code := m.Run()
	_ = os.RemoveAll(folder)
	os.Exit(code)
}

// soak says how often a test repeats what it does: long under WEIR_SOAK, a
// tenth under -short, which is how the race detector runs it.
func soak(normal, long int) int {
	switch {
	case os.Getenv("WEIR_SOAK") != "":
		return long
	case testing.Short():
		return max(2, normal/10)
	}
	return normal
}

func command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(context.Background(), os.Args[0], args...)
	// The race detector would otherwise wait a second at every exit.
	cmd.Env = append(os.Environ(), childEnv+"="+bundleFolder, "GORACE=atexit_sleep_ms=0")
	return cmd
}

// child is a running weir-server.
type child struct {
	t   *testing.T
	cmd *exec.Cmd
	url string
	log bytes.Buffer // complete after stop or kill
}

// freePort finds an address that the next child can have.
func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// spawn starts a server and waits until it is ready. It tells how long that took.
func spawn(t *testing.T, address, data string, args ...string) (*child, time.Duration) {
	t.Helper()
	args = append([]string{
		"serve", "--addr", address, "--data", data, "--min-free", "0", "--drain", "300ms",
		"--limit-all", "1000000/1s", "--limit-create", "1000000/1s",
	}, args...)
	c := &child{t: t, cmd: command(t, args...), url: "http://" + address}
	c.cmd.Stdout, c.cmd.Stderr = io.Discard, &c.log
	start := time.Now()
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if c.cmd.ProcessState == nil {
			c.kill()
		}
	})
	for {
		if status, _ := c.get("/readyz"); status == http.StatusOK {
			return c, time.Since(start)
		}
		if time.Since(start) > 20*time.Second {
			c.kill()
			t.Fatalf("not ready after 20 s: %s", c.log.String())
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// kill ends the process as a crash does: it cannot do anything about it.
func (c *child) kill() {
	_ = c.cmd.Process.Kill()
	_ = c.cmd.Wait()
}

// stop asks the process to end and waits for it.
func (c *child) stop(with os.Signal) error {
	if err := c.cmd.Process.Signal(with); err != nil {
		return err
	}
	if err := c.cmd.Wait(); err != nil {
		return fmt.Errorf("%w: %s", err, c.log.String())
	}
	return nil
}

func (c *child) get(path string) (int, []byte) {
	res, err := http.Get(c.url + path)
	if err != nil {
		return 0, nil
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, nil
	}
	return res.StatusCode, body
}

// reply is what a request got. Without an answer, status is 0.
type reply struct {
	status   int
	revision int64 // of the ETag
	body     []byte
	err      error
}

func send(client *http.Client, method, url, body, token string, revision int64) reply {
	req, err := http.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	if err != nil {
		return reply{err: err}
	}
	req.Header.Set("Content-Type", "application/json")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("If-Match", strconv.Quote(strconv.FormatInt(revision, 10)))
	}
	res, err := client.Do(req)
	if err != nil {
		return reply{err: err}
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		return reply{err: err}
	}
	r := reply{status: res.StatusCode, body: content}
	if tag, err := strconv.Unquote(res.Header.Get("ETag")); err == nil {
		r.revision, _ = strconv.ParseInt(tag, 10, 64)
	}
	if r.status == http.StatusPreconditionFailed {
		var p server.Problem
		if err := json.Unmarshal(content, &p); err == nil && p.Current != nil {
			r.revision = p.Current.Revision
		}
	}
	return r
}

func document(title string) string {
	return fmt.Sprintf(`{"weir":1,"title":%q}`, title)
}

// title reads back what document wrote.
func title(body []byte) string {
	var d struct{ Title string }
	if err := json.Unmarshal(body, &d); err != nil {
		return "unreadable: " + err.Error()
	}
	return d.Title
}

func create(t *testing.T, url, name string) server.Created {
	t.Helper()
	r := send(http.DefaultClient, "POST", url+"/api/designs", document(name), "", 0)
	var made server.Created
	if r.err != nil || r.status != http.StatusCreated || json.Unmarshal(r.body, &made) != nil {
		t.Fatalf("create: status %d %s %v", r.status, r.body, r.err)
	}
	return made
}

func TestCommands(t *testing.T) {
	t.Run("version", func(t *testing.T) {
		out, err := command(t, "version").Output()
		if err != nil || !strings.HasPrefix(string(out), "weir-server ") {
			t.Errorf("%s, %v", out, err)
		}
	})
	t.Run("site", func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "a", "site")
		if out, err := command(t, "site", dir).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		for _, file := range []string{"index.html", "schema.json"} {
			if _, err := os.Stat(filepath.Join(dir, file)); err != nil {
				t.Error(err)
			}
		}
	})
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"no app":          {[]string{"site", t.TempDir()}, "the app is not built"},
		"bad setting":     {[]string{"serve", "--min-free", "7"}, "min-free: 7 is not between 0 and 1"},
		"bad rate":        {[]string{"serve", "--limit-all", "7"}, `"7" is not a rate such as 20/5s`},
		"unknown flag":    {[]string{"serve", "--adr", "x"}, "--adr"},
		"no data folder":  {[]string{"serve", "--data", "/dev/null/x", "--addr", "localhost:0"}, "data folder /dev/null/x"},
		"unknown command": {[]string{"sreve"}, "sreve"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := command(t, c.args...)
			if name == "no app" {
				cmd.Env = append(os.Environ(), childEnv+"="+t.TempDir())
			}
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), c.says) {
				t.Errorf("want %q, got %v: %s", c.says, err, out)
			}
		})
	}
}

// An interrupt from the keyboard stops at once; settings come from the
// environment too.
func TestInterruptDoesNotDrain(t *testing.T) {
	t.Setenv("WEIR_DRAIN", "30s")
	data := t.TempDir()
	cmd := command(t, "serve", "--addr", freePort(t), "--data", data, "--min-free", "0")
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil || !strings.HasPrefix(line, "Weir is at http://") {
		t.Errorf("it says %q, %v", line, err)
	}
	begin := time.Now()
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Error(err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %v to stop", took)
	}
}

// The whole life of a process that is stopped as an operator does.
func TestStopsInGoodOrder(t *testing.T) {
	data := t.TempDir()
	c, _ := spawn(t, freePort(t), data, "--metrics", freePort(t))
	create(t, c.url, "a")
	if err := c.stop(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	for _, left := range []string{"weir.db-wal", "weir.db-shm"} {
		if _, err := os.Stat(filepath.Join(data, left)); !os.IsNotExist(err) {
			t.Errorf("%s is left behind: %v", left, err)
		}
	}
	if !strings.Contains(c.log.String(), `"msg":"stopped"`) {
		t.Errorf("the log does not end well: %s", c.log.String())
	}
}
