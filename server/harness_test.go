package server_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"weir/server"
	"weir/server/store"
	"weir/web"
	"weir/web/webtest"
)

// site is a running server with its store and its log.
type site struct {
	*httptest.Server
	t      *testing.T
	server *server.Server
	data   string
	store  *store.SQLite
	bundle *web.Bundle
	log    *journal
}

var generous = server.Rate{Count: 1_000_000, Per: time.Second}

// start runs a server whose limits do not disturb, unless change sets others.
func start(t *testing.T, change ...func(*server.Config)) *site {
	t.Helper()
	s := assemble(t, change...)
	s.t = t
	s.Server = httptest.NewServer(s.server.Handler())
	t.Cleanup(s.Close)
	return s
}

// assemble makes a server without a network.
func assemble(t testing.TB, change ...func(*server.Config)) *site {
	t.Helper()
	cfg := server.Config{
		Addr: "localhost:0", Data: t.TempDir(),
		LimitAll: generous, LimitCreate: generous, Stop: time.Second,
	}
	for _, c := range change {
		c(&cfg)
	}
	st, err := store.OpenSQLite(context.Background(), cfg.Data)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() }) // some tests have closed it themselves
	s := &site{data: cfg.Data, store: st, bundle: webtest.Bundle(t), log: new(journal)}
	s.server, err = server.New(cfg, st, s.bundle, slog.New(slog.NewJSONHandler(s.log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// journal is a log that can be read while it is written.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.String()
}

// design is a document that differs by its title.
func document(title string) string {
	return `{"weir":1,"title":"` + title + `"}`
}

type header map[string]string

// answer is a response, read to its end.
type answer struct {
	t *testing.T
	*http.Response
	body []byte
}

func (s *site) do(method, path, body string, h header) *answer {
	s.t.Helper()
	var r io.Reader
	if body != "" {
		r = strings.NewReader(body)
	}
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.URL+path, r)
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	for name, value := range h {
		req.Header.Set(name, value)
	}
	client := &http.Client{Transport: &http.Transport{DisableCompression: true, DisableKeepAlives: true}}
	res, err := client.Do(req)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	content, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return &answer{t: s.t, Response: res, body: content}
}

func (a *answer) into(v any) {
	a.t.Helper()
	if kind := a.Header.Get("Content-Type"); kind != "application/json; charset=utf-8" {
		a.t.Fatalf("status %d of type %q: %.200s", a.StatusCode, kind, a.body)
	}
	if err := json.Unmarshal(a.body, v); err != nil {
		a.t.Fatal(err)
	}
}

// wants checks status and, for problems, the code and both languages.
func (a *answer) wants(status int, code string) server.Problem {
	a.t.Helper()
	if a.StatusCode != status {
		a.t.Fatalf("status %d, want %d: %.300s", a.StatusCode, status, a.body)
	}
	var p server.Problem
	if code == "" {
		return p
	}
	a.into(&p)
	if p.Code != code || p.Status != status {
		a.t.Errorf("problem %d %q, want %d %q", p.Status, p.Code, status, code)
	}
	if p.Message.EN == "" || p.Message.ZH == "" {
		a.t.Errorf("problem %q lacks a language: %+v", p.Code, p.Message)
	}
	if p.Request == "" || p.Request != a.Header.Get("X-Request-Id") {
		a.t.Errorf("problem names request %q, header %q", p.Request, a.Header.Get("X-Request-Id"))
	}
	return p
}

func (s *site) create(title string) server.Created {
	s.t.Helper()
	a := s.do("POST", "/api/designs", document(title), nil)
	a.wants(http.StatusCreated, "")
	var c server.Created
	a.into(&c)
	return c
}

func bearer(token, match string) header {
	h := header{}
	if token != "" {
		h["Authorization"] = "Bearer " + token
	}
	if match != "" {
		h["If-Match"] = match
	}
	return h
}
