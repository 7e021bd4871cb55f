package store

import (
	"context"
	"crypto/sha256"
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
	write *sql.DB
	read  *sql.DB
	now   func() time.Time
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
	s := &SQLite{now: time.Now}
	if s.write, err = connect(path, "immediate", 1); err != nil {
		return nil, err
	}
	if err := migrate(ctx, s.write, goose.DialectSQLite3, "sqlite"); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	if s.read, err = connect(path, "deferred", max(4, runtime.NumCPU())); err != nil {
		return nil, errors.Join(err, s.write.Close())
	}
	return s, nil
}

func connect(path, lock string, connections int) (*sql.DB, error) {
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

// Create implements Store.
func (s *SQLite) Create(ctx context.Context, id string, token [sha256.Size]byte, body []byte) (Head, error) {
	h := Head{ID: id, Token: token, Revision: 1, SavedAt: s.stamp(), Sum: sha256.Sum256(body)}
	err := s.transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO designs (id, token, revision) VALUES (?, ?, 1)`, id, token[:])
		if err != nil {
			return err
		}
		return insertRevision(ctx, tx, h, body)
	})
	return h, err
}

// Head implements Store.
func (s *SQLite) Head(ctx context.Context, id string) (Head, error) {
	return head(ctx, s.read, id)
}

// Get implements Store.
func (s *SQLite) Get(ctx context.Context, id string) (Head, []byte, error) {
	row := s.read.QueryRowContext(ctx, `
		SELECT d.token, d.revision, r.saved_at, r.sum, r.body
		FROM designs d JOIN revisions r ON r.design = d.id AND r.number = d.revision
		WHERE d.id = ?`, id)
	var body []byte
	h, err := scanHead(row, id, &body)
	return h, body, err
}

// Revision implements Store.
func (s *SQLite) Revision(ctx context.Context, id string, number int64) ([]byte, error) {
	row := s.read.QueryRowContext(ctx, `SELECT body FROM revisions WHERE design = ? AND number = ?`, id, number)
	var body []byte
	if err := row.Scan(&body); err != nil {
		return nil, translate(err)
	}
	return body, nil
}

// Update implements Store.
func (s *SQLite) Update(ctx context.Context, id string, number int64, body []byte) (Head, error) {
	h := Head{ID: id, Revision: number + 1, SavedAt: s.stamp(), Sum: sha256.Sum256(body)}
	err := s.transact(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx,
			`UPDATE designs SET revision = revision + 1 WHERE id = ? AND revision = ?`, id, number)
		if err != nil {
			return err
		}
		if err := oneRow(ctx, tx, done, id); err != nil {
			return err
		}
		if err := insertRevision(ctx, tx, h, body); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `DELETE FROM revisions WHERE design = ? AND number <= ?`, id, h.Revision-Keep)
		if err != nil {
			return err
		}
		h, err = head(ctx, tx, id)
		return err
	})
	return h, err
}

// Delete implements Store.
func (s *SQLite) Delete(ctx context.Context, id string, number int64) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `DELETE FROM designs WHERE id = ? AND revision = ?`, id, number)
		if err != nil {
			return err
		}
		return oneRow(ctx, tx, done, id)
	})
}

// Ready implements Store.
func (s *SQLite) Ready(ctx context.Context) error {
	want := s.now().UnixNano()
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO probe (id, value) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET value = excluded.value`, want)
	if err != nil {
		return translate(err)
	}
	var got int64
	if err := s.read.QueryRowContext(ctx, `SELECT value FROM probe WHERE id = 1`).Scan(&got); err != nil {
		return translate(err)
	}
	if got < want { // another check may have written in between
		return fmt.Errorf("store: wrote %d and read back %d", want, got)
	}
	return nil
}

// LimitSize bounds the database file to so many bytes, or to what it has if
// that is more. What does not fit fails with ErrFull.
func (s *SQLite) LimitSize(ctx context.Context, bytes int64) error {
	var pageSize int64
	if err := s.write.QueryRowContext(ctx, `PRAGMA page_size`).Scan(&pageSize); err != nil {
		return translate(err)
	}
	_, err := s.write.ExecContext(ctx, fmt.Sprintf(`PRAGMA max_page_count = %d`, max(1, bytes/pageSize)))
	return translate(err)
}

// Close implements Store. It moves what stands in the write-ahead log into
// the database file, so that the file alone is the whole store.
func (s *SQLite) Close() error {
	err := s.read.Close()
	_, checkpoint := s.write.Exec(`PRAGMA wal_checkpoint(TRUNCATE)`)
	return errors.Join(err, checkpoint, s.write.Close())
}

// stamp is the time as the store keeps it.
func (s *SQLite) stamp() time.Time {
	return s.now().UTC().Truncate(time.Millisecond)
}

func (s *SQLite) transact(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return translate(err)
	}
	if err := do(tx); err != nil {
		rollback := tx.Rollback()
		if errors.Is(rollback, sql.ErrTxDone) {
			rollback = nil // the context ended it
		}
		return errors.Join(translate(err), rollback)
	}
	return translate(tx.Commit())
}

func insertRevision(ctx context.Context, tx *sql.Tx, h Head, body []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO revisions (design, number, saved_at, sum, body) VALUES (?, ?, ?, ?, ?)`,
		h.ID, h.Revision, h.SavedAt.UnixMilli(), h.Sum[:], body)
	return err
}

// oneRow says why a statement bound to a revision touched nothing.
func oneRow(ctx context.Context, tx *sql.Tx, done sql.Result, id string) error {
	n, err := done.RowsAffected()
	if err != nil || n == 1 {
		return err
	}
	if _, err := head(ctx, tx, id); err != nil {
		return err
	}
	return ErrChanged
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func head(ctx context.Context, q querier, id string) (Head, error) {
	row := q.QueryRowContext(ctx, `
		SELECT d.token, d.revision, r.saved_at, r.sum
		FROM designs d JOIN revisions r ON r.design = d.id AND r.number = d.revision
		WHERE d.id = ?`, id)
	return scanHead(row, id)
}

func scanHead(row *sql.Row, id string, more ...any) (Head, error) {
	h := Head{ID: id}
	var token, sum []byte
	var savedAt int64
	if err := row.Scan(append([]any{&token, &h.Revision, &savedAt, &sum}, more...)...); err != nil {
		return Head{}, translate(err)
	}
	copy(h.Token[:], token)
	copy(h.Sum[:], sum)
	h.SavedAt = time.UnixMilli(savedAt).UTC()
	return h, nil
}

// translate gives the database's errors the names of this package.
func translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrMissing
	}
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch {
		case e.Code()&0xff == sqlite3.SQLITE_FULL:
			return fmt.Errorf("%w: %w", ErrFull, err)
		case e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
			return fmt.Errorf("%w: %w", ErrExists, err)
		}
	}
	return err
}
