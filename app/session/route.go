package session

import (
	"strings"

	"weir/engine/interchange"
)

// Kind is where a document came from.
type Kind uint8

// The kinds of origin.
const (
	Own     Kind = iota // this device's own draft, or nothing yet
	Blank               // #new: the first screen
	Example             // #example=ID
	Link                // #d1.…: the design is in the address
	Shared              // d/{id}: the design is on the server
	Unknown             // an address that means nothing
)

// Origin is what an address asks for.
type Origin struct {
	Kind  Kind
	ID    string // of the example or on the server
	Token string // d/{id}#edit=…: the right to change it
	Link  string // #d1.…
	Embed bool   // embed, embed/{id}: read only, without the panels
}

// parseAddress reads an address relative to the site's root.
func parseAddress(path, fragment string) Origin {
	path = strings.Trim(path, "/")
	fragment = strings.TrimPrefix(fragment, "#")
	var o Origin
	if rest, ok := strings.CutPrefix(path, "embed"); ok && (rest == "" || rest[0] == '/') {
		o.Embed = true
		if path = strings.TrimPrefix(rest, "/"); path != "" {
			path = "d/" + path
		}
	}
	if path == "index.html" {
		path = ""
	}
	if id, ok := strings.CutPrefix(path, "d/"); ok && id != "" && !strings.Contains(id, "/") {
		o.Kind, o.ID = Shared, id
		if token, ok := strings.CutPrefix(fragment, "edit="); ok {
			o.Token = token
		}
		return o
	}
	if path != "" {
		o.Kind = Unknown
		return o
	}
	if id, ok := strings.CutPrefix(fragment, "example="); ok {
		o.Kind, o.ID = Example, id
		return o
	}
	switch {
	case fragment == "":
		o.Kind = Own
	case fragment == "new":
		o.Kind = Blank
	case interchange.IsLink(fragment):
		o.Kind, o.Link = Link, fragment
	default:
		o.Kind = Unknown
	}
	return o
}
