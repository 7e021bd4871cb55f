package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

// panel is a picture with a grey panel at x.
func panel(t *testing.T, x int, noise uint8) []byte {
	t.Helper()
	img := image.NewNRGBA(image.Rect(0, 0, 480, 240))
	for j := range 240 {
		for i := range 480 {
			c := color.NRGBA{250, 250, 250, 255}
			if i >= x && i < x+120 {
				c = color.NRGBA{200, 200, 210, 255}
			}
			if (i+j)%2 == 0 {
				c.R -= noise
			}
			img.Set(i, j, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestDifferingSeesWhatMoved(t *testing.T) {
	was := panel(t, 120, 0)
	for name, c := range map[string]struct {
		now  []byte
		same bool
	}{
		"itself":        {was, true},
		"grain":         {panel(t, 120, 8), true},
		"a panel moved": {panel(t, 180, 0), false},
		"a panel gone":  {panel(t, 480, 0), false},
	} {
		part, err := differing(was, c.now)
		if err != nil || (part <= tolerated) != c.same {
			t.Errorf("%s: %.1f %% of the blocks differ, %v", name, 100*part, err)
		}
	}
}
