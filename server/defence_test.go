package server_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"weir/server"
	"weir/server/store"
	"weir/web/webtest"
)

func TestOtherSitesMayNotChangeAnything(t *testing.T) {
	s := start(t)
	made := s.create("a")
	path := "/api/designs/" + made.ID
	for _, foreign := range []header{
		{"Sec-Fetch-Site": "cross-site"},
		{"Sec-Fetch-Site": "same-site"},
		{"Origin": "https://evil.example"},
		{"Origin": "null"},
	} {
		with := func(h header) header {
			for name, value := range foreign {
				h[name] = value
			}
			return h
		}
		s.do("POST", "/api/designs", document("b"), with(header{})).wants(403, "request.origin")
		s.do("PUT", path, document("b"), with(bearer(made.EditToken, `"1"`))).wants(403, "request.origin")
		s.do("DELETE", path, "", with(bearer(made.EditToken, `"1"`))).wants(403, "request.origin")
		s.do("POST", path+"/fork", "", with(header{})).wants(403, "request.origin")
		a := s.do("GET", path, "", with(header{}))
		a.wants(200, "")
		if got := a.Header.Get("Access-Control-Allow-Origin"); got != "" {
			t.Errorf("another origin may read: %q", got)
		}
	}
	own := header{"Sec-Fetch-Site": "same-origin", "Origin": s.URL}
	s.do("POST", "/api/designs", document("b"), own).wants(201, "")
}

// Whoever reads the log must not be able to open or change a design.
func TestTheLogHoldsNoSecrets(t *testing.T) {
	s := start(t)
	made := s.create("a title nobody should read")
	path := "/api/designs/" + made.ID
	s.do("GET", path, "", nil).wants(200, "")
	s.do("GET", "/d/"+made.ID, "", header{"Referer": s.URL + "/d/" + made.ID}).wants(200, "")
	s.do("PUT", path, document("b"), bearer(made.EditToken, `"1"`)).wants(200, "")
	s.do("PUT", path, document("c"), bearer(made.EditToken, `"1"`)).wants(412, "revision.changed")
	s.do("PUT", path, "{", bearer(made.EditToken, `"2"`)).wants(422, "document.syntax")
	s.do("GET", path+"/nothing?token="+made.EditToken, "", nil).wants(404, "path.missing")
	s.do("POST", path+"/fork", "", nil).wants(201, "")
	if err := s.store.Close(); err != nil {
		t.Fatal(err)
	}
	s.do("PUT", path, document("d"), bearer(made.EditToken, `"2"`)).wants(500, "server.failed")
	s.do("GET", "/readyz", "", nil).wants(503, "server.busy")
	log := s.log.String()
	for what, secret := range map[string]string{
		"the edit token": made.EditToken, "the id": made.ID, "the title": "nobody should read", "the hash of the design": made.Design,
	} {
		if strings.Contains(log, secret) {
			t.Errorf("the log holds %s:\n%s", what, log)
		}
	}
	// It does hold what an operator needs.
	var lines, failures int
	for line := range strings.Lines(log) {
		var entry struct {
			Msg, Request, Route, Client string
			Status                      int
		}
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			t.Fatalf("a log line is not JSON: %s", line)
		}
		switch entry.Msg {
		case "request":
			lines++
			if entry.Request == "" || entry.Route == "" || entry.Status == 0 || entry.Client != "127.0.0.1/32" {
				t.Errorf("log line %s", line)
			}
		case "failed":
			failures++
			if entry.Request == "" {
				t.Errorf("a failure without its request: %s", line)
			}
		}
	}
	if lines != 10 || failures != 2 {
		t.Errorf("%d requests and %d failures in the log:\n%s", lines, failures, log)
	}
}

func TestRateLimits(t *testing.T) {
	s := start(t, func(c *server.Config) {
		c.LimitCreate = server.Rate{Count: 3, Per: time.Minute}
		c.LimitAll = server.Rate{Count: 8, Per: time.Minute}
		c.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	from := func(client string) header { return header{"X-Forwarded-For": client} }
	for range 3 {
		s.do("POST", "/api/designs", document("a"), from("192.0.2.1")).wants(201, "")
	}
	refused := s.do("POST", "/api/designs", document("a"), from("192.0.2.1"))
	refused.wants(429, "request.rate")
	if after, err := strconv.Atoi(refused.Header.Get("Retry-After")); err != nil || after < 1 || after > 20 {
		t.Errorf("Retry-After is %q, and a token comes every 20 s", refused.Header.Get("Retry-After"))
	}
	for range 4 {
		s.do("GET", "/", "", from("192.0.2.1")).wants(200, "")
	}
	s.do("GET", "/", "", from("192.0.2.1")).wants(429, "request.rate")
	// Others are not concerned; one IPv6 network is one client.
	s.do("GET", "/", "", from("192.0.2.2")).wants(200, "")
	for i := range 8 {
		s.do("GET", "/", "", from(fmt.Sprintf("2001:db8::%d", i))).wants(200, "")
	}
	s.do("GET", "/", "", from("2001:db8::ffff:1")).wants(429, "request.rate")
	s.do("GET", "/", "", from("2001:db8:0:1::1")).wants(200, "")
	// What a client writes in front of the proxy's entry is not believed.
	s.do("GET", "/", "", from("203.0.113.9, 192.0.2.1")).wants(429, "request.rate")
}

func TestForwardedForIsNotBelievedWithoutAProxy(t *testing.T) {
	s := start(t, func(c *server.Config) { c.LimitAll = server.Rate{Count: 2, Per: time.Minute} })
	for i := range 2 {
		s.do("GET", "/", "", header{"X-Forwarded-For": fmt.Sprintf("192.0.2.%d", i)}).wants(200, "")
	}
	s.do("GET", "/", "", header{"X-Forwarded-For": "192.0.2.9"}).wants(429, "request.rate")
}

// serve runs a whole server, with its time limits, until the test ends.
func serve(t *testing.T) (address string) {
	t.Helper()
	cfg := server.Config{Addr: "localhost:0", Data: t.TempDir(), LimitAll: generous, LimitCreate: generous, Stop: time.Second}
	st, err := store.OpenSQLite(t.Context(), cfg.Data)
	if err != nil {
		t.Fatal(err)
	}
	srv, err := server.New(cfg, st, webtest.Bundle(t), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- srv.Run(ctx, listener) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String()
}

// A client that dribbles is cut off, whatever it dribbles, and does not keep
// others waiting.
func TestSlowClientsAreCutOff(t *testing.T) {
	t.Parallel()
	address := serve(t)
	cases := map[string]struct {
		opening string
		limit   time.Duration
	}{
		"header": {"POST /api/designs HTTP/1.1\r\nHost: a\r\n", 5 * time.Second},
		"body":   {"POST /api/designs HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n", 15 * time.Second},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			start := time.Now()
			if _, err := io.WriteString(conn, c.opening); err != nil {
				t.Fatal(err)
			}
			go func() {
				for { // until the connection is closed
					if _, err := io.WriteString(conn, "x"); err != nil {
						return
					}
					time.Sleep(200 * time.Millisecond)
				}
			}()
			_ = conn.SetReadDeadline(start.Add(c.limit + 5*time.Second))
			reply, err := io.ReadAll(conn)
			took := time.Since(start)
			if ne, ok := err.(net.Error); ok && ne.Timeout() {
				t.Fatalf("still connected after %v", took)
			}
			if took < c.limit-time.Second {
				t.Errorf("cut off after %v already: %s", took, reply)
			}
			if len(reply) > 0 && !strings.HasPrefix(string(reply), "HTTP/1.1 40") {
				t.Errorf("answered %.100s", reply)
			}
		})
	}
	t.Run("others", func(t *testing.T) {
		for range 50 { // idle connections that never say anything
			conn, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
		}
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(3 * time.Second))
		_, _ = io.WriteString(conn, "GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
		if reply, err := io.ReadAll(conn); err != nil || !strings.HasPrefix(string(reply), "HTTP/1.1 200 ") {
			t.Errorf("got %q, %v", reply, err)
		}
	})
}

func TestLongHeadersAreRefused(t *testing.T) {
	address := serve(t)
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(5 * time.Second))
	go func() {
		_, _ = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: a\r\nX: "+strings.Repeat("x", 32<<10)+"\r\n\r\n")
	}()
	reply := make([]byte, 64)
	n, _ := conn.Read(reply)
	if !strings.HasPrefix(string(reply[:n]), "HTTP/1.1 431 ") {
		t.Errorf("answered %q", reply[:n])
	}
}

func TestAFullDiskIsSaidSo(t *testing.T) {
	s := start(t)
	made := s.create("a")
	if err := s.store.LimitSize(t.Context(), 512<<10); err != nil {
		t.Fatal(err)
	}
	large := `{"weir":1,"notes":{"n":{"text":"` + strings.Repeat("x", 1<<20) + `","at":[0,0]}}}`
	s.do("POST", "/api/designs", large, nil).wants(507, "server.full")
	s.do("PUT", "/api/designs/"+made.ID, large, bearer(made.EditToken, `"1"`)).wants(507, "server.full")
	a := s.do("GET", "/api/designs/"+made.ID, "", nil)
	a.wants(200, "")
	if a.Header.Get("ETag") != `"1"` {
		t.Errorf("the design is at %s", a.Header.Get("ETag"))
	}
}
