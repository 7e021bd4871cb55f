package session

import (
	"net/url"
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
	Look  string // …&look=ZOOM,X,Y: how near, and the place of the world in the middle
	Parts string // …&parts=ID,ID: the nodes that are selected
	Base  string // …&base=d1.…: the design it is compared with
}

// Anchor is what a link says beside the design: a part of its fragment.
// Empty strings are left out.
func Anchor(look, parts, base string) string {
	out := ""
	if look != "" {
		out += "&look=" + look
	}
	if parts != "" {
		out += "&parts=" + url.PathEscape(parts)
	}
	if base != "" {
		out += "&base=" + base
	}
	return out
}

// anchored takes what Anchor wrote off a fragment.
func (o *Origin) anchored(fragment string) (rest string) {
	rest, tail, _ := strings.Cut(fragment, "&")
	for _, word := range strings.Split(tail, "&") {
		switch key, value, _ := strings.Cut(word, "="); key {
		case "look":
			o.Look = value
		case "base":
			o.Base = value
		case "parts":
			if ids, err := url.PathUnescape(value); err == nil {
				o.Parts = ids
			}
		}
	}
	return rest
}

// parseAddress reads an address relative to the site's root.
func parseAddress(path, fragment string) Origin {
	path = strings.Trim(path, "/")
	var o Origin
	fragment = o.anchored(strings.TrimPrefix(fragment, "#"))
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
