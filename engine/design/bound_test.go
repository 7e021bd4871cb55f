package design_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"weir/engine/design"
)

// hostile documents are as large as one may be and use one thing only.
func hostile() map[string]string {
	fill := func(head, part, tail string) string {
		n := (design.MaxBytes - len(head) - len(tail)) / len(part)
		return head + strings.Repeat(part, n) + tail
	}
	var params, ids, groups strings.Builder
	for i := range design.MaxValues/design.MaxParams - 1 {
		fmt.Fprintf(&params, `"%x":{"kind":"x","params":{"z":1`, i)
		for k := range design.MaxParams - 1 {
			fmt.Fprintf(&params, `,"%x":1`, k)
		}
		params.WriteString("}},")
	}
	for i := range design.MaxNodes - 1 {
		fmt.Fprintf(&ids, `"%x":{"kind":"x","at":[1,1],"params":{"a":1,"b":2,"c":3,"d":"4 s"}},`, i)
		fmt.Fprintf(&groups, `"%x":{},`, i)
	}
	return map[string]string{
		"items":   `{"weir":1,"nodes":{"n":{"kind":"x","params":{"l":[` + strings.Repeat("1,", design.MaxValues-2) + `1]}}}}`,
		"params":  `{"weir":1,"nodes":{` + params.String() + `"z":{"kind":"x"}}}`,
		"nodes":   `{"weir":1,"nodes":{` + ids.String() + `"z":{"kind":"x"}}}`,
		"groups":  `{"weir":1,"groups":{` + groups.String() + `"z":{}}}`,
		"strings": fill(`{"weir":1,"groups":{"g":{"nodes":["a"`, `,"a"`, `]}}}`),
		"escapes": fill(`{"weir":1,"notes":{"n":{"at":[0,0],"text":"`, `\u00e9`, `"}}}`),
		"spaces":  fill(`{"weir":1`, ` `, `}`),
		"quotes":  fill(`{"weir":1,"title":"`, `\"`, `"}`),
		"open":    fill(``, `[`, ``),
		"nested":  fill(`{"weir":1,"nodes":{"n":{"kind":"x","params":{"l":[1`, `,[[[[[[[1]]]]]]]`, `]}}}}`),
		"braces":  fill(`{"weir":1,"nodes":`, `{"a":`, ``),
	}
}

// No document takes more memory or time than a browser tab can spare.
func TestDecodeIsBounded(t *testing.T) {
	const mostBytes, mostTime = 64 << 20, 2 * time.Second
	for name, text := range hostile() {
		data := []byte(text)
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		start := time.Now()
		d, err := design.Decode(data)
		took := time.Since(start)
		runtime.GC()
		runtime.ReadMemStats(&after)
		kept := int64(after.HeapAlloc) - int64(before.HeapAlloc)
		t.Logf("%-8s %7d bytes: %v, allocates %d MiB, keeps %d MiB (%v)", name, len(data), took, (after.TotalAlloc-before.TotalAlloc)>>20, kept>>20, err != nil)
		if kept > mostBytes || took > mostTime {
			t.Errorf("%s: %v, keeps %d bytes", name, took, kept)
		}
		runtime.KeepAlive(d)
	}
}
