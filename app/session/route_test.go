package session

import "testing"

func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		path, fragment string
		want           Origin
	}{
		{"", "", Origin{}},
		{"/", "#", Origin{}},
		{"index.html", "", Origin{}},
		{"", "#new", Origin{Kind: Blank}},
		{"", "#example=reference", Origin{Kind: Example, ID: "reference"}},
		{"", "#d1.AAAA", Origin{Kind: Link, Link: "d1.AAAA"}},
		{"", "#d2.AAAA", Origin{Kind: Link, Link: "d2.AAAA"}},
		{"", "#somewhere", Origin{Kind: Unknown}},
		{"d/abc", "", Origin{Kind: Shared, ID: "abc"}},
		{"/d/abc", "#edit=tok", Origin{Kind: Shared, ID: "abc", Token: "tok"}},
		{"d/abc", "#other", Origin{Kind: Shared, ID: "abc"}},
		{"d/", "", Origin{Kind: Unknown}},
		{"d/a/b", "", Origin{Kind: Unknown}},
		{"embed", "#d1.AAAA", Origin{Kind: Link, Link: "d1.AAAA", Embed: true}},
		{"embed/", "#d1.AAAA", Origin{Kind: Link, Link: "d1.AAAA", Embed: true}},
		{"embed/abc", "", Origin{Kind: Shared, ID: "abc", Embed: true}},
		{"embedded", "", Origin{Kind: Unknown}},
		{"nowhere", "", Origin{Kind: Unknown}},
	} {
		got := parseAddress(c.path, c.fragment)
		if got != c.want {
			t.Errorf("%q %q: %+v, want %+v", c.path, c.fragment, got, c.want)
		}
	}
}
