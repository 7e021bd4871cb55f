// Package store keeps designs: bytes under an id, with numbered revisions.
// It neither reads nor changes what it keeps, and knows nothing of HTTP.
//
// A save that has been answered survives a crash of the process and of the
// machine. Two saves made from the same revision never both succeed.
package store

import (
	"context"
	"crypto/sha256"
	"errors"
	"time"
)

// Keep is how many revisions of a design are kept, the current one included.
const Keep = 20

// What can go wrong, beside the database itself failing.
var (
	ErrMissing = errors.New("store: no such design")
	ErrChanged = errors.New("store: the design has a newer revision")
	ErrExists  = errors.New("store: the id is taken")
	ErrFull    = errors.New("store: no space left")
)

// Head is what is known of a design without reading it.
type Head struct {
	ID       string
	Token    [sha256.Size]byte // hash of the edit token
	Revision int64             // number of the current revision, from 1
	SavedAt  time.Time         // of that revision, to the millisecond, UTC
	Sum      [sha256.Size]byte // hash of its body
}

// Store keeps designs. Its methods may be called concurrently; each is one
// transaction. A context that ends stops the waiting, and the error then
// says nothing about whether the transaction took place.
type Store interface {
	// Create keeps a new design as revision 1, or fails with ErrExists.
	Create(ctx context.Context, id string, token [sha256.Size]byte, body []byte) (Head, error)

	// Head describes a design, or fails with ErrMissing.
	Head(ctx context.Context, id string) (Head, error)

	// Get reads the current revision, or fails with ErrMissing.
	Get(ctx context.Context, id string) (Head, []byte, error)

	// Revision reads a revision by its number, or fails with ErrMissing. The
	// last Keep revisions can be read.
	Revision(ctx context.Context, id string, number int64) ([]byte, error)

	// Update puts body after revision number, or fails with ErrMissing or, if
	// number is not the current revision, with ErrChanged.
	Update(ctx context.Context, id string, number int64, body []byte) (Head, error)

	// Delete removes a design with all its revisions. It fails as Update does.
	Delete(ctx context.Context, id string, number int64) error

	// Ready proves that the store can write and read.
	Ready(ctx context.Context) error

	// Close waits for what is under way and leaves the data in good order.
	Close() error
}
