package server_test

import (
	"database/sql"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"weir/server"
	"weir/server/store"
)

func TestHealth(t *testing.T) {
	s := start(t)
	s.do("GET", "/livez", "", nil).wants(200, "")
	s.do("GET", "/readyz", "", nil).wants(200, "")
	var v map[string]string
	s.do("GET", "/version", "", nil).into(&v)
	if v["app"] != s.bundle.Version || !strings.HasPrefix(v["go"], "go1.") {
		t.Errorf("version is %v", v)
	}
}

// Ready means that saving works, so it is false when the database is locked
// by another program, and true again after.
func TestNotReadyWhileTheStoreCannotWrite(t *testing.T) {
	s := start(t)
	other, err := sql.Open("sqlite", filepath.Join(s.data, store.FileName)+"?_txlock=exclusive")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	tx, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	s.do("GET", "/readyz", "", nil).wants(503, "server.busy")
	if took := time.Since(begin); took > 3*time.Second {
		t.Errorf("it took %v to say so", took)
	}
	s.do("GET", "/livez", "", nil).wants(200, "")
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(1100 * time.Millisecond) // an answer holds for a second
	s.do("GET", "/readyz", "", nil).wants(200, "")
}

func TestNotReadyWithoutDisk(t *testing.T) {
	s := start(t, func(c *server.Config) { c.MinFree = 0.999999 })
	s.do("GET", "/readyz", "", nil).wants(503, "server.busy")
	if log := s.log.String(); !strings.Contains(log, "% free") {
		t.Errorf("the log does not say why: %s", log)
	}
}

func TestMetrics(t *testing.T) {
	s := start(t)
	s.create("a")
	s.create("b")
	s.do("GET", "/api/designs/NOSUCH", "", nil).wants(404, "design.missing")
	rec := httptest.NewRecorder()
	s.server.Metrics().ServeHTTP(rec, httptest.NewRequest("GET", "/metrics", nil))
	body, err := io.ReadAll(rec.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{
		`weir_http_request_seconds_count{route="POST /api/designs",status="201"} 2`,
		`weir_http_request_seconds_bucket{route="GET /api/designs/{id}",status="404",le="+Inf"} 1`,
		"# TYPE weir_http_request_seconds histogram",
	} {
		if !strings.Contains(string(body), line+"\n") {
			t.Errorf("%q is missing in\n%s", line, body)
		}
	}
	s.do("GET", "/metrics", "", nil).wants(http.StatusNotFound, "path.missing")
}

func TestConfigValidate(t *testing.T) {
	good := server.Config{
		Addr: "localhost:8080", Data: "data", LimitAll: generous, LimitCreate: generous, Stop: time.Second, MinFree: 0.05, Metrics: "[::1]:9090",
	}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*server.Config){
		"addr:":         func(c *server.Config) { c.Addr = "8080" },
		"data:":         func(c *server.Config) { c.Data = "" },
		"database:":     func(c *server.Config) { c.Database = "mysql://secret@host" },
		"max-data:":     func(c *server.Config) { c.MaxData = -1 },
		"metrics:":      func(c *server.Config) { c.Metrics = "0.0.0.0:9090" },
		"limit-all:":    func(c *server.Config) { c.LimitAll.Count = 0 },
		"limit-create:": func(c *server.Config) { c.LimitCreate.Per = -1 },
		"drain:":        func(c *server.Config) { c.Drain = -1 },
		"stop:":         func(c *server.Config) { c.Stop = 0 },
		"min-free:":     func(c *server.Config) { c.MinFree = 1 },
	} {
		bad := good
		spoil(&bad)
		if err := bad.Validate(); err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), "\n") > 0 {
			t.Errorf("want one complaint about %s got %v", want, err)
		}
	}
	var r server.Rate
	for _, text := range []string{"", "20", "20/", "/5s", "x/5s", "20/5"} {
		if err := r.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q is read as the rate %v", text, r)
		}
	}
	if err := r.UnmarshalText([]byte("20/5s")); err != nil || r.String() != "20/5s" {
		t.Errorf("20/5s is read as %v, %v", r, err)
	}
}

func TestDataFolderIsMade(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a", "b")
	s := start(t, func(c *server.Config) { c.Data = folder })
	s.create("a")
	if _, err := os.Stat(filepath.Join(folder, store.FileName)); err != nil {
		t.Error(err)
	}
}
