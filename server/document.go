package server

import (
	"bytes"
	"encoding/json"
	"net/http"

	"weir/engine/design"
)

// canonical checks that body is a design and writes it in canonical form.
func canonical(body []byte) ([]byte, error) {
	var d design.Design
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&d); err != nil || d.Weir != design.Version {
		return nil, problem(http.StatusUnprocessableEntity, "design.invalid", "This is not a design.", "这不是一个设计。")
	}
	return json.Marshal(d)
}
