// Package webtest gives tests a bundle made from the real pages, scripts and
// styles, around a program that is no more than a valid WebAssembly module.
package webtest

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"weir/web"
	"weir/web/pack"
)

// Wasm is a module without a program: a custom section, which is ignored,
// that does not compress well, as programs do not.
var Wasm = module(1 << 20)

func module(size int) []byte {
	noise := make([]byte, size)
	random := rand.NewChaCha8([32]byte{})
	_, _ = random.Read(noise) // never fails
	section := append([]byte{3, 'p', 'a', 'd'}, noise...)
	out := append([]byte("\x00asm\x01\x00\x00\x00"), 0)
	out = binary.AppendUvarint(out, uint64(len(section)))
	return append(out, section...)
}

// Bundle packs a bundle in a temporary folder.
func Bundle(t testing.TB) *web.Bundle {
	t.Helper()
	folder := t.TempDir()
	b, err := Pack(folder)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Pack packs a bundle into an empty folder.
func Pack(folder string) (*web.Bundle, error) {
	_, here, _, _ := runtime.Caller(0)
	extra := map[string]string{}
	for name, content := range map[string][]byte{"app.wasm": Wasm, "wasm_exec.js": []byte("globalThis.Go = class {};\n")} {
		extra[name] = filepath.Join(folder, name)
		if err := os.WriteFile(extra[name], content, 0o600); err != nil {
			return nil, err
		}
	}
	job := pack.Job{
		Source:      filepath.Dir(filepath.Dir(here)),
		Extra:       extra,
		Dist:        filepath.Join(folder, "dist"),
		Cache:       filepath.Join(folder, "cache"),
		BrotliLevel: 5,
	}
	if _, _, err := job.Run(); err != nil {
		return nil, err
	}
	return web.Load(os.DirFS(job.Dist))
}
