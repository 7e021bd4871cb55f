package app

import (
	"slices"
	"testing"
)

func TestKeepStill(t *testing.T) {
	for _, c := range []struct{ was, now, want []string }{
		{nil, []string{"a", "b"}, []string{"a", "b"}},
		{[]string{"a", "b", "c"}, []string{"c", "b", "a"}, []string{"a", "b", "c"}},
		{[]string{"a", "b", "c"}, []string{"c", "a"}, []string{"a", "c"}},
		{[]string{"a", "b"}, []string{"d", "b", "c", "a"}, []string{"a", "b", "d", "c"}},
	} {
		if got := keepStill(c.was, c.now); !slices.Equal(got, c.want) {
			t.Errorf("%v, then %v: %v, want %v", c.was, c.now, got, c.want)
		}
	}
}
