package design

import (
	"errors"
	"fmt"
	"strings"

	"weir/engine/quantity"
)

// Why bytes are not a design. Every error of Decode is an *Error that wraps
// one of these.
var (
	ErrEncoding     = errors.New("not UTF-8")
	ErrSyntax       = errors.New("not JSON")
	ErrUnknownField = errors.New("unknown field")
	ErrDuplicate    = errors.New("duplicate key")
	ErrType         = errors.New("wrong type")
	ErrNumber       = errors.New("number out of range")
	ErrLimit        = errors.New("limit exceeded")
	ErrVersion      = errors.New("unknown version")
)

// codes are the stable codes of the sentinels.
var codes = map[error]string{
	ErrEncoding:     "document.encoding",
	ErrSyntax:       "document.syntax",
	ErrUnknownField: "document.field",
	ErrDuplicate:    "document.duplicate",
	ErrType:         "document.type",
	ErrNumber:       "document.number",
	ErrLimit:        "document.limit",
	ErrVersion:      "document.version",
}

// Position is a place in the text of a document: line and column from 1, the
// column in characters, and the path from the root ("nodes.llm.params.tp").
type Position struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Path   string `json:"path,omitempty"`
}

// Error says why bytes are not a design, and where.
type Error struct {
	Code    string        `json:"code"`
	At      Position      `json:"at"`
	Message quantity.Text `json:"message"`
	Kind    error         `json:"-"` // one of the sentinels above
}

func (e *Error) Error() string { return e.In("en") }

func (e *Error) Unwrap() error { return e.Kind }

// In returns the message with its place, in the language "zh" or else English.
func (e *Error) In(lang string) string {
	where := e.At.Path
	if strings.HasPrefix(lang, "zh") {
		if where != "" {
			where = "（" + where + "）"
		}
		return fmt.Sprintf("第 %d 行第 %d 列%s：%s", e.At.Line, e.At.Column, where, e.Message.ZH)
	}
	if where != "" {
		where = " (" + where + ")"
	}
	return fmt.Sprintf("line %d, column %d%s: %s", e.At.Line, e.At.Column, where, e.Message.EN)
}
