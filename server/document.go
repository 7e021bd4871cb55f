package server

import (
	"bytes"
	"encoding/json"
	"net/http"
	"unicode/utf8"

	"weir/engine/design"
)

// canonical checks that body is a design and writes it in canonical form.
func canonical(body []byte) ([]byte, error) {
	var d design.Design
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	err := dec.Decode(&d)
	if err != nil || dec.More() || !utf8.Valid(body) || d.Weir != design.Version {
		return nil, problem(http.StatusUnprocessableEntity, "design.invalid", "This is not a design.", "这不是一个设计。")
	}
	return json.Marshal(d)
}
