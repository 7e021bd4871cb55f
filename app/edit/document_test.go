package edit

import (
	"strings"
	"testing"
)

// TestNotesGrow: a note is as high as its text needs, in either language, and
// no lower than it was.
func TestNotesGrow(t *testing.T) {
	for _, c := range []struct {
		text   string
		at     string
		height float64
	}{
		{"Ask the network team", "one line", 96},
		{strings.Repeat("a line\n", 9) + "the last", "ten lines", 210},
		{strings.Repeat("网", 14*8), "eight lines of 14 characters", 172},
		{strings.Repeat("word ", 4*9), "nine lines of four words", 191},
		{strings.Repeat("a\n", 500), "beyond the most", 1200},
	} {
		e := New(Blank())
		id, err := e.AddNote("Comment", [2]float64{})
		if err != nil {
			t.Fatal(err)
		}
		if err := e.SetNote(id, c.text); err != nil {
			t.Fatal(err)
		}
		if got := e.Design().Notes[id].Size[1]; got != c.height {
			t.Errorf("%s: %v high, not %v", c.at, got, c.height)
		}
		if err := e.SetNote(id, "short"); err != nil {
			t.Fatal(err)
		}
		if got := e.Design().Notes[id].Size[1]; got != c.height {
			t.Errorf("%s: %v high after the text was cut", c.at, got)
		}
	}
}
