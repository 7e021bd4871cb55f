package icon

import (
	"regexp"
	"strings"
	"testing"
)

var pathData = regexp.MustCompile(`^[MmLlHhVvCcSsQqAaZz0-9 .,-]+$`)

func TestTable(t *testing.T) {
	seen := map[Icon]string{}
	for _, name := range Names() {
		i := Get(name)
		if !strings.HasPrefix(i.Path, "M") && !strings.HasPrefix(i.Path, "m") || !pathData.MatchString(i.Path+i.Dots) {
			t.Errorf("%s is not path data: %q", name, i)
		}
		if other, ok := seen[i]; ok {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[i] = name
	}
	if Get("no such icon") != Get("part") {
		t.Error("an unknown name must give the plain part")
	}
}
