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
		{"", "#d1.AAAA&look=0.5,10,-20&parts=llm,a%20b", Origin{Kind: Link, Link: "d1.AAAA", Look: "0.5,10,-20", Parts: "llm,a b"}},
		{"d/abc", "#&look=1,2,3", Origin{Kind: Shared, ID: "abc", Look: "1,2,3"}},
		{"d/abc", "#edit=tok&parts=llm", Origin{Kind: Shared, ID: "abc", Token: "tok", Parts: "llm"}},
		{"", "#d1.AAAA&parts=llm&base=d1.BBBB", Origin{Kind: Link, Link: "d1.AAAA", Parts: "llm", Base: "d1.BBBB"}},
		{"d/abc", "#&base=d1.BBBB", Origin{Kind: Shared, ID: "abc", Base: "d1.BBBB"}},
		{"", "#d1.AAAA&parts=%zz&x", Origin{Kind: Link, Link: "d1.AAAA"}},
		{"nowhere", "", Origin{Kind: Unknown}},
	} {
		got := parseAddress(c.path, c.fragment)
		if got != c.want {
			t.Errorf("%q %q: %+v, want %+v", c.path, c.fragment, got, c.want)
		}
	}
}
