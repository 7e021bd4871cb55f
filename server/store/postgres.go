package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// maxPostgres is how many connections one server uses. PostgreSQL takes 100
// by default, which several servers may have to share.
const maxPostgres = 16

// Postgres is a Store in a PostgreSQL database, which several servers may
// share: revisions decide between them.
type Postgres struct {
	relational
}

// OpenPostgres connects to the database at address, a URL such as
// postgres://user@host/weir, and makes the tables if need be. That a commit
// is on the disk before it is answered is PostgreSQL's own setting
// (synchronous_commit), on by default and not touched here.
func OpenPostgres(ctx context.Context, address string) (*Postgres, error) {
	db, err := sql.Open("pgx", address)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(maxPostgres)
	db.SetMaxIdleConns(maxPostgres)
	db.SetConnMaxIdleTime(5 * time.Minute)
	// Servers that start together take turns.
	turn, err := lock.NewPostgresSessionLocker()
	if err == nil {
		err = migrate(ctx, db, goose.DialectPostgres, "postgres", goose.WithSessionLocker(turn))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return &Postgres{relational{write: db, read: db, now: time.Now, named: namePostgres}}, nil
}

// Close implements Store.
func (s *Postgres) Close() error {
	return s.write.Close()
}

// The codes are those of PostgreSQL's appendix A.
func namePostgres(err error) error {
	var e *pgconn.PgError
	if !errors.As(err, &e) {
		return nil
	}
	switch e.Code {
	case "53100": // disk_full
		return ErrFull
	case "23505": // unique_violation
		return ErrExists
	}
	return nil
}
