package server

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"weir/engine/design"
	"weir/server/store"
)

// saveTime bounds a save. It is not bound to the request: a client that
// hangs up in the middle has still saved.
const saveTime = 10 * time.Second

func (s *Server) createDesign(w http.ResponseWriter, r *http.Request) error {
	body, err := s.readDesign(w, r)
	if err != nil {
		return err
	}
	return s.create(w, r, body)
}

func (s *Server) forkDesign(w http.ResponseWriter, r *http.Request) error {
	if r.ContentLength != 0 {
		return errType
	}
	_, body, err := s.store.Get(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	return s.create(w, r, body)
}

func (s *Server) create(w http.ResponseWriter, r *http.Request, body []byte) error {
	ctx, cancel := saving(r)
	defer cancel()
	// Text has at least 128 bits of randomness: neither can be guessed.
	id, token := rand.Text(), rand.Text()
	head, err := s.store.Create(ctx, id, sha256.Sum256([]byte(token)), body)
	if err != nil {
		return err
	}
	setRevision(w, head)
	w.Header().Set("Location", "/api/designs/"+id)
	w.Header().Set("Cache-Control", "no-store")
	saved := describe(head)
	writeJSON(w, http.StatusCreated, Created{
		ID: id, EditToken: token, Revision: saved.Revision, SavedAt: saved.SavedAt, Design: saved.Design,
	})
	return nil
}

func (s *Server) getDesign(w http.ResponseWriter, r *http.Request) error {
	head, body, err := s.store.Get(r.Context(), idOf(r))
	if err != nil {
		return err
	}
	if r.Header.Get("Authorization") != "" && !owns(r, head) {
		return errMissing
	}
	setRevision(w, head)
	w.Header().Set("Last-Modified", head.SavedAt.Format(http.TimeFormat))
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Vary", "Authorization")
	if matches(r.Header.Values("If-None-Match"), etag(head), weak) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body) // a reader that has gone is no failure of the server's
	return nil
}

func (s *Server) putDesign(w http.ResponseWriter, r *http.Request) error {
	head, err := s.mayChange(r)
	if err != nil {
		return err
	}
	body, err := s.readDesign(w, r)
	if err != nil {
		return err
	}
	ctx, cancel := saving(r)
	defer cancel()
	head, err = s.store.Update(ctx, head.ID, head.Revision, body)
	if err != nil {
		return s.explain(ctx, r, err)
	}
	setRevision(w, head)
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, describe(head))
	return nil
}

func (s *Server) deleteDesign(w http.ResponseWriter, r *http.Request) error {
	head, err := s.mayChange(r)
	if err != nil {
		return err
	}
	ctx, cancel := saving(r)
	defer cancel()
	if err := s.store.Delete(ctx, head.ID, head.Revision); err != nil {
		return s.explain(ctx, r, err)
	}
	w.WriteHeader(http.StatusNoContent)
	return nil
}

// mayChange checks a request to change a design, in the order that api.go
// promises, and describes the revision it would change.
func (s *Server) mayChange(r *http.Request) (store.Head, error) {
	head, err := s.store.Head(r.Context(), idOf(r))
	if err != nil {
		return head, err
	}
	if !owns(r, head) {
		return head, errMissing
	}
	wanted := r.Header.Values("If-Match")
	if len(wanted) == 0 || strings.TrimSpace(wanted[0]) == "*" { // "*" names no revision
		return head, errUnconditional
	}
	if !matches(wanted, etag(head), strong) {
		return head, changed(head)
	}
	return head, nil
}

// explain turns ErrChanged, which is all the store can say, into the problem
// that names the newer revision.
func (s *Server) explain(ctx context.Context, r *http.Request, err error) error {
	if !errors.Is(err, store.ErrChanged) {
		return err
	}
	head, err := s.store.Head(ctx, idOf(r))
	if err != nil {
		return err
	}
	return changed(head)
}

func changed(head store.Head) error {
	p := problem(http.StatusPreconditionFailed, "revision.changed",
		"Somebody saved a newer revision in the meantime.", "期间已有人保存了更新的修订版本。")
	current := describe(head)
	p.Current = &current
	return p
}

// owns reports whether the request carries the design's edit token. Hashes
// are compared, in constant time, so the answer's timing tells nothing.
func owns(r *http.Request, head store.Head) bool {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	sum := sha256.Sum256([]byte(token))
	return subtle.ConstantTimeCompare(sum[:], head.Token[:]) == 1 && strings.EqualFold(scheme, "Bearer")
}

// readDesign reads, checks and rewrites the body: what is kept is canonical.
func (s *Server) readDesign(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	if !isJSON(r.Header) {
		return nil, errType
	}
	// A body announced as too large is read to the limit all the same: only
	// then does net/http wait for the client to read why, before it hangs up.
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, design.MaxBytes))
	if err != nil {
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			return nil, tooLarge(large.Limit)
		case errors.Is(err, os.ErrDeadlineExceeded):
			return nil, errSlow
		}
		return nil, errMalformed
	}
	// Decoding costs many times the memory of the body, so few at a time.
	select {
	case s.decoding <- struct{}{}:
		defer func() { <-s.decoding }()
	case <-r.Context().Done():
		return nil, errBusy
	}
	return canonical(body)
}

// isJSON refuses compressed bodies too: a few bytes could inflate to any
// number.
func isJSON(h http.Header) bool {
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil || kind != "application/json" || h.Get("Content-Encoding") != "" {
		return false
	}
	charset, given := params["charset"]
	return !given || strings.EqualFold(charset, "utf-8")
}

// idOf is the id that a request names, or "" if it cannot be one: no store
// has to deal with whatever stands in an address.
func idOf(r *http.Request) string {
	id := r.PathValue("id")
	for _, c := range id {
		if !('A' <= c && c <= 'Z') && !('2' <= c && c <= '7') { // the letters of base32
			return ""
		}
	}
	return id
}

func saving(r *http.Request) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(r.Context()), saveTime)
}

func describe(head store.Head) Saved {
	return Saved{Revision: head.Revision, SavedAt: head.SavedAt, Design: hex.EncodeToString(head.Sum[:])}
}

func etag(head store.Head) string {
	return fmt.Sprintf(`"%d"`, head.Revision)
}

func setRevision(w http.ResponseWriter, head store.Head) {
	w.Header().Set("ETag", etag(head))
}

// The two comparisons of RFC 9110, section 8.8.3.2.
const (
	strong = false
	weak   = true
)

// matches reports whether a list of entity tags, as in If-Match, has tag.
func matches(list []string, tag string, weakly bool) bool {
	for given := range strings.SplitSeq(strings.Join(list, ","), ",") {
		given = strings.TrimSpace(given)
		if weakly {
			given = strings.TrimPrefix(given, "W/")
		}
		if given == tag || (given == "*" && weakly) {
			return true
		}
	}
	return false
}
