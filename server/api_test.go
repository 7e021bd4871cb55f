package server_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"weir/server"
)

func TestADesignsLife(t *testing.T) {
	s := start(t)
	a := s.do("POST", "/api/designs", document("first"), nil)
	a.wants(http.StatusCreated, "")
	var made server.Created
	a.into(&made)
	path := "/api/designs/" + made.ID
	if a.Header.Get("ETag") != `"1"` || a.Header.Get("Location") != path || made.Revision != 1 {
		t.Errorf("created %+v with headers %v", made, a.Header)
	}
	// 26 characters of base32 are 130 bits.
	for _, secret := range []string{made.ID, made.EditToken} {
		if !regexp.MustCompile(`^[A-Z2-7]{26}$`).MatchString(secret) {
			t.Errorf("%q is not 26 characters of base32", secret)
		}
	}

	a = s.do("GET", path, "", nil)
	a.wants(http.StatusOK, "")
	sum := sha256.Sum256(a.body)
	if hex.EncodeToString(sum[:]) != made.Design {
		t.Errorf("got %s, whose hash is not %s", a.body, made.Design)
	}
	if a.Header.Get("ETag") != `"1"` || a.Header.Get("Content-Type") != "application/json; charset=utf-8" {
		t.Errorf("got headers %v", a.Header)
	}
	s.do("GET", path, "", header{"If-None-Match": `"1"`}).wants(http.StatusNotModified, "")
	s.do("GET", path, "", header{"If-None-Match": `W/"1", "7"`}).wants(http.StatusNotModified, "")
	s.do("GET", path, "", header{"If-None-Match": `"2"`}).wants(http.StatusOK, "")

	a = s.do("PUT", path, document("second"), bearer(made.EditToken, `"1"`))
	a.wants(http.StatusOK, "")
	var saved server.Saved
	a.into(&saved)
	if saved.Revision != 2 || a.Header.Get("ETag") != `"2"` || saved.Design == made.Design {
		t.Errorf("saved %+v, ETag %s", saved, a.Header.Get("ETag"))
	}

	a = s.do("POST", path+"/fork", "", nil)
	a.wants(http.StatusCreated, "")
	var fork server.Created
	a.into(&fork)
	if fork.ID == made.ID || fork.EditToken == made.EditToken || fork.Revision != 1 || fork.Design != saved.Design {
		t.Errorf("fork %+v of %+v", fork, saved)
	}

	s.do("DELETE", path, "", bearer(made.EditToken, `"2"`)).wants(http.StatusNoContent, "")
	s.do("GET", path, "", nil).wants(http.StatusNotFound, "design.missing")
	s.do("GET", "/api/designs/"+fork.ID, "", nil).wants(http.StatusOK, "")
}

// The order is part of the contract: 404, then 428, then 412.
func TestPreconditionsInOrder(t *testing.T) {
	s := start(t)
	a, other := s.create("a"), s.create("other")
	s.do("PUT", "/api/designs/"+a.ID, document("b"), bearer(a.EditToken, `"1"`)).wants(http.StatusOK, "")
	cases := []struct {
		name, id, token, match string
		status                 int
		code                   string
	}{
		{"no such design", "NOSUCH", a.EditToken, `"2"`, 404, "design.missing"},
		{"no such design, nothing else right", "NOSUCH", "", "", 404, "design.missing"},
		{"no token", a.ID, "", `"2"`, 404, "design.missing"},
		{"no token, old revision", a.ID, "", `"1"`, 404, "design.missing"},
		{"no token, no revision", a.ID, "", "", 404, "design.missing"},
		{"another design's token", a.ID, other.EditToken, `"2"`, 404, "design.missing"},
		{"the id as token", a.ID, a.ID, `"2"`, 404, "design.missing"},
		{"no revision", a.ID, a.EditToken, "", 428, "revision.required"},
		{"any revision", a.ID, a.EditToken, "*", 428, "revision.required"},
		{"old revision", a.ID, a.EditToken, `"1"`, 412, "revision.changed"},
		{"weak tag", a.ID, a.EditToken, `W/"2"`, 412, "revision.changed"},
		{"tag without quotes", a.ID, a.EditToken, `2`, 412, "revision.changed"},
	}
	for _, c := range cases {
		for _, method := range []string{"PUT", "DELETE"} {
			t.Run(method+" "+c.name, func(t *testing.T) {
				body := ""
				if method == "PUT" {
					body = document("c")
				}
				got := s.do(method, "/api/designs/"+c.id, body, bearer(c.token, c.match))
				got.t = t
				p := got.wants(c.status, c.code)
				if (p.Current != nil) != (c.status == 412) {
					t.Errorf("current revision in the problem: %+v", p.Current)
				}
				if p.Current != nil && p.Current.Revision != 2 {
					t.Errorf("current revision is said to be %d", p.Current.Revision)
				}
			})
		}
	}
	// A token with the wrong scheme is no token.
	h := header{"Authorization": "Basic " + a.EditToken, "If-Match": `"2"`}
	s.do("PUT", "/api/designs/"+a.ID, document("c"), h).wants(404, "design.missing")
	// One of several revisions is enough.
	s.do("PUT", "/api/designs/"+a.ID, document("c"), bearer(a.EditToken, `"1", "2"`)).wants(200, "")
}

// Missing and forbidden must be the same answer, but for the request's id.
func TestMissingAndForbiddenLookTheSame(t *testing.T) {
	s := start(t)
	made := s.create("a")
	for _, method := range []string{"GET", "PUT", "DELETE"} {
		body := ""
		if method == "PUT" {
			body = document("b")
		}
		forbidden := s.do(method, "/api/designs/"+made.ID, body, bearer("WRONG", `"1"`))
		missing := s.do(method, "/api/designs/NOSUCH", body, bearer("WRONG", `"1"`))
		forbidden.wants(404, "design.missing")
		strip := func(a *answer) string {
			a.Header.Del("X-Request-Id")
			a.Header.Del("Date")
			a.Header.Del("Content-Length")
			return regexp.MustCompile(`"request":"\w+"`).ReplaceAllString(string(a.body), "")
		}
		if strip(forbidden) != strip(missing) {
			t.Errorf("%s: forbidden %s, missing %s", method, forbidden.body, missing.body)
		}
		if len(forbidden.Header) != len(missing.Header) {
			t.Errorf("%s: forbidden %v, missing %v", method, forbidden.Header, missing.Header)
		}
		for name := range forbidden.Header {
			if forbidden.Header.Get(name) != missing.Header.Get(name) {
				t.Errorf("%s: header %s differs", method, name)
			}
		}
	}
}

func TestATokenCanBeTriedByReading(t *testing.T) {
	s := start(t)
	made := s.create("a")
	s.do("GET", "/api/designs/"+made.ID, "", bearer(made.EditToken, "")).wants(200, "")
	s.do("GET", "/api/designs/"+made.ID, "", bearer("WRONG", "")).wants(404, "design.missing")
}

func TestBodiesThatAreRefused(t *testing.T) {
	s := start(t)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, _ = z.Write([]byte(document("a")))
	_ = z.Close()
	large := `{"weir":1,"title":"` + strings.Repeat("x", 4<<20) + `"}`
	cases := []struct {
		name, body string
		h          header
		status     int
		code       string
	}{
		{"no type", document("a"), header{"Content-Type": ""}, 415, "request.type"},
		{"a form", "a=b", header{"Content-Type": "application/x-www-form-urlencoded"}, 415, "request.type"},
		{"text", document("a"), header{"Content-Type": "text/plain"}, 415, "request.type"},
		{"another charset", document("a"), header{"Content-Type": "application/json; charset=gbk"}, 415, "request.type"},
		{"compressed", packed.String(), header{"Content-Encoding": "gzip"}, 415, "request.type"},
		{"too large", large, nil, 413, "request.large"},
		{"empty", " ", nil, 422, "document.syntax"},
		{"not JSON", "{", nil, 422, "document.syntax"},
		{"not a design", `{"a":1}`, nil, 422, "document.field"},
		{"null", "null", nil, 422, "document.type"},
		{"an array", "[]", nil, 422, "document.type"},
		{"another version", `{"weir":2}`, nil, 422, "document.version"},
		{"an unknown field", `{"weir":1,"titel":"a"}`, nil, 422, "document.field"},
		{"a field twice", `{"weir":1,"weir":1}`, nil, 422, "document.duplicate"},
		{"trailing data", document("a") + "{}", nil, 422, "document.syntax"},
		{"invalid UTF-8", "{\"weir\":1,\"title\":\"\xff\"}", nil, 422, "document.encoding"},
	}
	made := s.create("a")
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			for method, path := range map[string]string{"POST": "/api/designs", "PUT": "/api/designs/" + made.ID} {
				h := bearer(made.EditToken, `"1"`)
				for name, value := range c.h {
					h[name] = value
				}
				a := s.do(method, path, c.body, h)
				a.t = t
				p := a.wants(c.status, c.code)
				if (c.status == 422) != (p.At != nil && p.At.Line > 0 && p.At.Column > 0) {
					t.Errorf("the place is said to be %+v", p.At)
				}
			}
		})
	}
	if a := s.do("GET", "/api/designs/"+made.ID, "", nil); a.Header.Get("ETag") != `"1"` {
		t.Errorf("a refused body changed the design: %s", a.Header.Get("ETag"))
	}
}

// A body of unknown length is cut off at the limit, not read to its end.
func TestABodyWithoutLengthIsBounded(t *testing.T) {
	s := start(t)
	req, err := http.NewRequestWithContext(t.Context(), "POST", s.URL+"/api/designs", endless{})
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 413 {
		t.Errorf("status %d", res.StatusCode)
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = ' '
	}
	return len(p), nil
}

func TestAddressesAndMethodsThatDoNotExist(t *testing.T) {
	s := start(t)
	made := s.create("a")
	s.do("GET", "/nothing", "", nil).wants(404, "path.missing")
	s.do("GET", "/api/", "", nil).wants(404, "path.missing")
	for _, id := range []string{"%00", "%ff", "a", "A%20B", "..%2f", "%27%20OR%201", strings.Repeat("A", 5000)} {
		s.do("GET", "/api/designs/"+id, "", nil).wants(404, "design.missing")
	}
	s.do("GET", "/v/0123/app.wasm", "", nil).wants(404, "path.missing")
	s.do("GET", "/"+s.bundle.Dir()+"../bundle.json", "", nil).wants(404, "path.missing")
	for path, allow := range map[string]string{
		"/api/designs":                      "POST",
		"/api/designs/" + made.ID:           "GET, HEAD, PUT, DELETE",
		"/api/designs/" + made.ID + "/fork": "POST",
	} {
		a := s.do("PATCH", path, "", nil)
		a.wants(405, "request.method")
		if a.Header.Get("Allow") != allow {
			t.Errorf("%s allows %q, want %q", path, a.Header.Get("Allow"), allow)
		}
	}
	s.do("POST", "/api/designs/"+made.ID+"/fork", document("b"), nil).wants(415, "request.type")
	s.do("POST", "/api/designs/NOSUCH/fork", "", nil).wants(404, "design.missing")
}
