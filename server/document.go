package server

import (
	"errors"
	"net/http"

	"weir/engine/design"
	"weir/engine/diagnostic"
)

// canonical checks that body is a design and writes it as it is kept: equal
// designs are equal bytes.
func canonical(body []byte) ([]byte, error) {
	d, err := design.Decode(body)
	if err != nil {
		return nil, refusal(err)
	}
	written, err := design.Encode(d)
	if err != nil {
		return nil, refusal(err)
	}
	return written, nil
}

// refusal says why the engine did not take a design, in its own words.
func refusal(err error) *Problem {
	p := problem(http.StatusUnprocessableEntity, "design.invalid", "This is not a design.", "这不是一个设计。")
	var e *design.Error
	switch {
	case errors.As(err, &e):
		p.Code = e.Code
		p.Message = diagnostic.Text{EN: e.Message.EN, ZH: e.Message.ZH}
		p.At = &Place{Path: e.At.Path, Line: e.At.Line, Column: e.At.Column}
	case errors.Is(err, design.ErrLimit): // larger once it is written out
		return tooLarge(design.MaxBytes)
	}
	return p
}
