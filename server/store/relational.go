package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// relational is a Store in tables. Databases differ in how they are opened
// and closed and in what they call their errors; the statements are the same.
type relational struct {
	write *sql.DB // for what changes something; may be the same as read
	read  *sql.DB
	now   func() time.Time
	named func(error) error // ErrFull or ErrExists where an error is that, else nil
}

// Create implements Store.
func (s *relational) Create(ctx context.Context, id string, token [sha256.Size]byte, body []byte) (Head, error) {
	h := Head{ID: id, Token: token, Revision: 1, SavedAt: s.stamp(), Sum: sha256.Sum256(body)}
	err := s.transact(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO designs (id, token, revision) VALUES ($1, $2, 1)`, id, token[:])
		if err != nil {
			return err
		}
		return insertRevision(ctx, tx, h, body)
	})
	return h, err
}

// Head implements Store.
func (s *relational) Head(ctx context.Context, id string) (Head, error) {
	h := Head{ID: id}
	err := scanHead(&h, s.read.QueryRowContext(ctx, `
		SELECT d.token, d.revision, r.saved_at, r.sum
		FROM designs d JOIN revisions r ON r.design = d.id AND r.number = d.revision
		WHERE d.id = $1`, id))
	return h, s.translate(err)
}

// Get implements Store. One statement sees one state of the tables, so head
// and body belong together.
func (s *relational) Get(ctx context.Context, id string) (Head, []byte, error) {
	h, body := Head{ID: id}, []byte(nil)
	err := scanHead(&h, s.read.QueryRowContext(ctx, `
		SELECT d.token, d.revision, r.saved_at, r.sum, r.body
		FROM designs d JOIN revisions r ON r.design = d.id AND r.number = d.revision
		WHERE d.id = $1`, id), &body)
	return h, body, s.translate(err)
}

// Revision implements Store.
func (s *relational) Revision(ctx context.Context, id string, number int64) ([]byte, error) {
	var body []byte
	row := s.read.QueryRowContext(ctx, `SELECT body FROM revisions WHERE design = $1 AND number = $2`, id, number)
	err := row.Scan(&body)
	return body, s.translate(err)
}

// Update implements Store. Whether the revision is still the current one is
// decided by the statement that moves it on, so of rivals one wins.
func (s *relational) Update(ctx context.Context, id string, number int64, body []byte) (Head, error) {
	h := Head{ID: id, Revision: number + 1, SavedAt: s.stamp(), Sum: sha256.Sum256(body)}
	err := s.transact(ctx, func(tx *sql.Tx) error {
		moved := tx.QueryRowContext(ctx,
			`UPDATE designs SET revision = revision + 1 WHERE id = $1 AND revision = $2 RETURNING token`, id, number)
		if err := scanToken(&h, moved); err != nil {
			return whyNot(ctx, tx, id, err)
		}
		if err := insertRevision(ctx, tx, h, body); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `DELETE FROM revisions WHERE design = $1 AND number <= $2`, id, h.Revision-Keep)
		return err
	})
	return h, err
}

// Delete implements Store.
func (s *relational) Delete(ctx context.Context, id string, number int64) error {
	return s.transact(ctx, func(tx *sql.Tx) error {
		gone := tx.QueryRowContext(ctx, `DELETE FROM designs WHERE id = $1 AND revision = $2 RETURNING token`, id, number)
		return whyNot(ctx, tx, id, scanToken(new(Head), gone))
	})
}

// Ready implements Store.
func (s *relational) Ready(ctx context.Context) error {
	want := s.now().UnixNano()
	_, err := s.write.ExecContext(ctx,
		`INSERT INTO probe (id, value) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET value = excluded.value`, want)
	if err != nil {
		return s.translate(err)
	}
	var got int64
	if err := s.read.QueryRowContext(ctx, `SELECT value FROM probe WHERE id = 1`).Scan(&got); err != nil {
		return s.translate(err)
	}
	if got < want { // another check may have written in between
		return fmt.Errorf("store: wrote %d and read back %d", want, got)
	}
	return nil
}

// stamp is the time as the store keeps it.
func (s *relational) stamp() time.Time {
	return s.now().UTC().Truncate(time.Millisecond)
}

func (s *relational) transact(ctx context.Context, do func(*sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return s.translate(err)
	}
	if err := do(tx); err != nil {
		rollback := tx.Rollback()
		if errors.Is(rollback, sql.ErrTxDone) {
			rollback = nil // the context ended it
		}
		return errors.Join(s.translate(err), rollback)
	}
	return s.translate(tx.Commit())
}

// translate gives the database's errors the names of this package.
func (s *relational) translate(err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return ErrMissing
	}
	if name := s.named(err); name != nil {
		return fmt.Errorf("%w: %w", name, err)
	}
	return err
}

func insertRevision(ctx context.Context, tx *sql.Tx, h Head, body []byte) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO revisions (design, number, saved_at, sum, body) VALUES ($1, $2, $3, $4, $5)`,
		h.ID, h.Revision, h.SavedAt.UnixMilli(), h.Sum[:], body)
	return err
}

// whyNot says why a statement bound to a revision touched nothing: err is
// ErrNoRows whether the design is missing or has moved on.
func whyNot(ctx context.Context, tx *sql.Tx, id string, err error) error {
	if !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	if err := scanToken(new(Head), tx.QueryRowContext(ctx, `SELECT token FROM designs WHERE id = $1`, id)); err != nil {
		return err
	}
	return ErrChanged
}

func scanToken(h *Head, row *sql.Row) error {
	var token []byte
	err := row.Scan(&token)
	copy(h.Token[:], token)
	return err
}

func scanHead(h *Head, row *sql.Row, more ...any) error {
	var token, sum []byte
	var savedAt int64
	err := row.Scan(append([]any{&token, &h.Revision, &savedAt, &sum}, more...)...)
	copy(h.Token[:], token)
	copy(h.Sum[:], sum)
	h.SavedAt = time.UnixMilli(savedAt).UTC()
	return err
}
