package server_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"weir/server"
)

// Whatever is sent as a design, the server does not fail: it refuses it with
// a problem, or keeps it in a form that it takes back unchanged.
func FuzzDesignBody(f *testing.F) {
	examples, err := filepath.Glob("../examples/*.weir.json")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range examples {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	for _, seed := range []string{
		"", "{", "null", `{"weir":1}`, `{"weir":1,"weir":1}`, `{"Weir":1}`, `{"weir":1e0}`, document("名"), `{"weir":1,"nodes":{"a":null}}`,
		`{"weir":1,"title":"\ud800"}`, strings.Repeat("[", 10_000), `{"weir":1,"nodes":{"a":{"kind":"proc.cpu","at":[1e999,0]}}}`,
		`{"weir":1,"nodes":{"a":{"kind":"proc.cpu","at":[-0,0],"params":{"x":"1 GB/s"}}}}`,
	} {
		f.Add([]byte(seed))
	}
	s := startFuzz(f)
	post := func(body []byte) *httptest.ResponseRecorder {
		req := httptest.NewRequest("POST", "/api/designs", bytes.NewReader(body))
		req.Header.Set("Content-Type", "application/json")
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, req)
		return rec
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		rec := post(body)
		switch rec.Code {
		case http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
			var p server.Problem
			if err := json.Unmarshal(rec.Body.Bytes(), &p); err != nil || p.Message.EN == "" || p.Message.ZH == "" {
				t.Fatalf("refused without a reason: %s", rec.Body)
			}
			return
		case http.StatusCreated:
		default:
			t.Fatalf("status %d: %s", rec.Code, rec.Body)
		}
		var made, again server.Created
		if err := json.Unmarshal(rec.Body.Bytes(), &made); err != nil {
			t.Fatal(err)
		}
		get := httptest.NewRecorder()
		s.ServeHTTP(get, httptest.NewRequest("GET", "/api/designs/"+made.ID, nil))
		rec = post(get.Body.Bytes())
		if err := json.Unmarshal(rec.Body.Bytes(), &again); err != nil || rec.Code != http.StatusCreated {
			t.Fatalf("what was kept is not taken back: status %d %s\n%s", rec.Code, rec.Body, get.Body)
		}
		if again.Design != made.Design {
			t.Fatalf("what was kept is kept differently when sent again:\n%s", get.Body)
		}
	})
}
