package server

import (
	"bytes"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Whatever is sent as a design is refused with a reason in both languages,
// or kept in a form that is taken back unchanged.
func FuzzCanonical(f *testing.F) {
	examples, err := filepath.Glob("../examples/*.weir.json")
	if err != nil || len(examples) == 0 {
		f.Fatalf("no examples to start from: %v", err)
	}
	for _, name := range examples {
		content, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	for _, seed := range []string{
		"", "{", "null", `{"weir":1}`, `{"weir":1,"weir":1}`, `{"Weir":1}`, `{"weir":1e0}`, `{"weir":1,"title":"名"}`, `{"weir":1,"nodes":{"a":null}}`,
		`{"weir":1,"title":"\ud800"}`, strings.Repeat("[", 10_000), `{"weir":1,"nodes":{"a":{"kind":"proc.cpu","at":[1e999,0]}}}`,
		`{"weir":1,"nodes":{"a":{"kind":"proc.cpu","at":[-0,0],"params":{"x":"1 GB/s"}}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		kept, err := canonical(body)
		var p *Problem
		if errors.As(err, &p) {
			known := p.Status == http.StatusUnprocessableEntity || p.Status == http.StatusRequestEntityTooLarge
			if !known || p.Code == "" || p.Message.EN == "" || p.Message.ZH == "" {
				t.Fatalf("refused as %+v", p)
			}
			return
		}
		if err != nil {
			t.Fatalf("an error that is no problem: %v", err)
		}
		again, err := canonical(kept)
		if err != nil {
			t.Fatalf("what was kept is not taken back: %v\n%s", err, kept)
		}
		if !bytes.Equal(again, kept) {
			t.Fatalf("kept as\n%s\nand, sent again, as\n%s", kept, again)
		}
	})
}
