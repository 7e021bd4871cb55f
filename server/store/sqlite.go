package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// FileName is the database file in the data folder. Beside it stand
// FileName-wal and FileName-shm while the store is open.
const FileName = "weir.db"

// SQLite is a Store in one file: one connection writes, several read.
type SQLite struct {
	relational
}

// pragmas are set on every connection, in this order. busy_timeout stands
// first, because setting the journal mode may itself have to wait. With FULL
// a commit is on the disk before it is answered; NORMAL may lose the last
// commits in a power failure.
var pragmas = []string{
	"busy_timeout(10000)",
	"journal_mode(WAL)",
	"synchronous(FULL)",
	"foreign_keys(1)",
}

// OpenSQLite opens the store in a folder, making both if need be.
func OpenSQLite(ctx context.Context, folder string) (*SQLite, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	path := filepath.Join(folder, FileName)
	// SQLite makes files that all may read; what is made here it leaves alone,
	// and its side files take the same mode.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := f.Close(); err != nil {
		return nil, err
	}
	s := &SQLite{relational{now: time.Now, named: nameSQLite}}
	if s.write, err = connectSQLite(path, "immediate", 1); err != nil {
		return nil, err
	}
	if err := migrate(ctx, s.write, goose.DialectSQLite3, "sqlite"); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	if s.read, err = connectSQLite(path, "deferred", max(4, runtime.NumCPU())); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	return s, nil
}

func connectSQLite(path, lock string, connections int) (*sql.DB, error) {
	query := url.Values{"_pragma": pragmas, "_txlock": {lock}}
	address := url.URL{Scheme: "file", Path: path, RawQuery: query.Encode()}
	if !filepath.IsAbs(path) {
		address = url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath(), RawQuery: query.Encode()}
	}
	db, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db, nil
}

// LimitSize bounds the database file to so many bytes, or to what it has if
// that is more. What does not fit fails with ErrFull.
func (s *SQLite) LimitSize(ctx context.Context, bytes int64) error {
	var pageSize int64
	if err := s.write.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&pageSize); err != nil {
		return s.translate(err)
	}
	_, err := s.write.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, max(1, bytes/pageSize)))
	return s.translate(err)
}

// Close implements Store. It moves what stands in the write-ahead log into
// the database file, so that the file alone is the whole store.
func (s *SQLite) Close() error {
	err := s.read.Close()
	_, checkpoint := s.write.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	return errors.Join(err, checkpoint, s.write.Close())
}

func nameSQLite(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return nil
	}
	switch {
	case e.Code()&0xff == sqlite3.SQLITE_FULL:
		return ErrFull
	case e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return ErrExists
	}
	return nil
}
