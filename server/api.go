package server

import (
	"time"

	"weir/engine/diagnostic"
)

// The HTTP interface. Bodies are JSON, in UTF-8, never compressed by the
// client. There are no cookies and no accounts: who knows the id of a design
// may read it, who knows its edit token may change it.
//
//	POST   /api/designs             body: a design
//	                                201 Created, Location, ETag; body: Created
//	GET    /api/designs/{id}        200; ETag, Last-Modified; body: the design, canonical
//	                                304 if If-None-Match names the current ETag
//	PUT    /api/designs/{id}        Authorization: Bearer <edit token>, If-Match: <ETag>
//	                                body: a design
//	                                200; ETag; body: Saved
//	DELETE /api/designs/{id}        Authorization, If-Match as for PUT
//	                                204
//	POST   /api/designs/{id}/fork   no body
//	                                201 as for a new design: a copy with an id and a token of its own
//
// An ETag is the number of the revision in quotes: "1", "2", … PUT and DELETE
// check in this order: 404 design.missing (no such design, or the token is
// not its own: the two cannot be told apart), 428 revision.required (no
// If-Match), 412 revision.changed (somebody saved since; the Problem then
// carries Current, the newer revision, whose Design tells whether one's own
// save, with its answer lost, was that one).
//
// A GET with an Authorization header checks the token too: 404 if it is not
// the design's. So an edit link can be tried without changing anything.
//
// Everything else that can go wrong is a Problem as well:
//
//	400 request.malformed     413 request.large      415 request.type
//	403 request.origin        422 document.… (Code, Message and At are those of design.Error)
//	429 request.rate, with Retry-After in seconds
//	500 server.failed         503 server.busy, server.stopping      507 server.full
//
// The pages /, /d/{id}, /embed and /embed/{id} all start the app. An edit
// link carries the token in its fragment, /d/{id}#edit=<token>: fragments are
// never sent, so tokens are in no path, no query, no log.

// Created answers a new design. EditToken is told this once and never again:
// the server keeps only its hash.
type Created struct {
	ID        string    `json:"id"`
	EditToken string    `json:"edit_token"`
	Revision  int64     `json:"revision"`
	SavedAt   time.Time `json:"saved_at"`
	Design    string    `json:"design"` // SHA-256 of the canonical bytes, hexadecimal
}

// Saved describes a revision.
type Saved struct {
	Revision int64     `json:"revision"`
	SavedAt  time.Time `json:"saved_at"`
	Design   string    `json:"design"` // SHA-256 of the canonical bytes, hexadecimal
}

// Problem is the body of every answer that is not a success.
type Problem struct {
	Status  int             `json:"status"`
	Code    string          `json:"code"` // stable, for programs
	Message diagnostic.Text `json:"message"`
	At      *Place          `json:"at,omitempty"`      // where in the body, if it is about the body
	Current *Saved          `json:"current,omitempty"` // with revision.changed
	Request string          `json:"request,omitempty"` // id of the request, to quote in a report
}

// Place is a position in the body of a request.
type Place struct {
	Path   string `json:"path,omitempty"` // "nodes.llm.params.tp"
	Line   int    `json:"line,omitempty"` // from 1
	Column int    `json:"column,omitempty"`
}
