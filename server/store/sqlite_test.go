package store_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"weir/server/store"
)

func open(t *testing.T, folder string) *store.SQLite {
	t.Helper()
	s, err := store.OpenSQLite(t.Context(), folder)
	must(t, err)
	return s
}

func TestSQLiteKeepsTheContract(t *testing.T) {
	contract(t, func(t *testing.T) store.Store { return open(t, t.TempDir()) })
}

func TestSQLiteKeepsItsDataWhenReopened(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "a folder?with #odd %20 name")
	s := open(t, folder)
	_, err := s.Create(t.Context(), "a", token, []byte("one"))
	must(t, err)
	must(t, s.Close())
	if _, err := os.Stat(filepath.Join(folder, store.FileName+"-wal")); !os.IsNotExist(err) {
		t.Errorf("a closed store left its log behind: %v", err)
	}
	s = open(t, folder)
	_, body, err := s.Get(t.Context(), "a")
	must(t, err)
	if string(body) != "one" {
		t.Errorf("read %q", body)
	}
	must(t, s.Close())
}

func TestSQLiteFilesAreTheOwnersAlone(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	s := open(t, folder)
	_, err := s.Create(t.Context(), "a", token, []byte("one"))
	must(t, err)
	for _, name := range []string{"", store.FileName, store.FileName + "-wal", store.FileName + "-shm"} {
		info, err := os.Stat(filepath.Join(folder, name))
		must(t, err)
		if mode := info.Mode().Perm(); mode&0o077 != 0 {
			t.Errorf("%q has mode %o", name, mode)
		}
	}
	must(t, s.Close())
}

// Every connection must be in the mode that makes an answered save durable.
func TestSQLiteConnectionsAreDurable(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "busy_timeout": "10000"} {
		for name, db := range map[string]*sql.DB{"write": store.Writer(s), "read": store.Reader(s)} {
			var got string
			must(t, db.QueryRow("PRAGMA "+pragma).Scan(&got))
			if got != want {
				t.Errorf("%s connection: %s is %s, want %s", name, pragma, got, want)
			}
		}
	}
}

// A full disk refuses the save that does not fit, by name, and loses nothing
// that was saved before; with space made, saving goes on.
func TestSQLiteFullDisk(t *testing.T) {
	s := open(t, t.TempDir())
	defer s.Close()
	ctx := t.Context()
	must(t, s.LimitSize(ctx, 400<<10))
	body := bytes.Repeat([]byte("x"), 32<<10)
	saved := 0
	var err error
	for ; saved < 100; saved++ {
		if _, err = s.Create(ctx, fmt.Sprint(saved), token, body); err != nil {
			break
		}
	}
	wants(t, err, store.ErrFull)
	if saved == 0 {
		t.Fatal("nothing fitted")
	}
	_, err = s.Update(ctx, "0", 1, bytes.Repeat(body, 20))
	wants(t, err, store.ErrFull)
	for i := range saved {
		h, got, err := s.Get(ctx, fmt.Sprint(i))
		must(t, err)
		if h.Revision != 1 || !bytes.Equal(got, body) {
			t.Errorf("design %d is revision %d, %d bytes", i, h.Revision, len(got))
		}
	}
	must(t, s.LimitSize(ctx, 40<<20))
	_, err = s.Update(ctx, "0", 1, bytes.Repeat(body, 20))
	must(t, err)
	var verdict string
	must(t, store.Writer(s).QueryRow("PRAGMA integrity_check").Scan(&verdict))
	if verdict != "ok" {
		t.Errorf("integrity_check: %s", verdict)
	}
}
