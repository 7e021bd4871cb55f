package main

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/png"
	"math"
	"slices"
)

// A swatch is a colour and how many pixels have it.
type swatch struct {
	r, g, b uint8
	n       int
}

// shrink writes a screenshot with at most 256 colours of its own, found by
// median cut: the box with the most weighted spread is cut at its median
// until there are enough. Flat interface colours survive exactly; a picture
// is a third of its size.
func shrink(shot []byte) ([]byte, error) {
	img, err := png.Decode(bytes.NewReader(shot))
	if err != nil {
		return nil, err
	}
	bounds := img.Bounds()
	counts := map[[3]uint8]int{}
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			counts[at(img, x, y)]++
		}
	}
	boxes := cut(counts, 256)
	index := map[[3]uint8]uint8{}
	colours := make(color.Palette, len(boxes))
	for i, box := range boxes {
		colours[i] = mean(box)
		for _, s := range box {
			index[[3]uint8{s.r, s.g, s.b}] = uint8(i)
		}
	}
	small := image.NewPaletted(bounds, colours)
	for y := bounds.Min.Y; y < bounds.Max.Y; y++ {
		for x := bounds.Min.X; x < bounds.Max.X; x++ {
			small.SetColorIndex(x, y, index[at(img, x, y)])
		}
	}
	var out bytes.Buffer
	encoder := png.Encoder{CompressionLevel: png.BestCompression}
	err = encoder.Encode(&out, small)
	return out.Bytes(), err
}

func at(img image.Image, x, y int) [3]uint8 {
	c := color.NRGBAModel.Convert(img.At(x, y)).(color.NRGBA)
	return [3]uint8{c.R, c.G, c.B}
}

func cut(counts map[[3]uint8]int, limit int) [][]swatch {
	all := make([]swatch, 0, len(counts))
	for c, n := range counts {
		all = append(all, swatch{c[0], c[1], c[2], n})
	}
	slices.SortFunc(all, func(a, b swatch) int { // the same picture gives the same file
		return cmp.Or(cmp.Compare(a.r, b.r), cmp.Compare(a.g, b.g), cmp.Compare(a.b, b.b))
	})
	boxes := [][]swatch{all}
	for len(boxes) < limit {
		widest, axis, most := -1, 0, 0.0
		for i, box := range boxes {
			if a, spread := spread(box); spread > most {
				widest, axis, most = i, a, spread
			}
		}
		if widest < 0 { // every box is one colour
			break
		}
		box := boxes[widest]
		slices.SortStableFunc(box, func(a, b swatch) int { return cmp.Compare(channel(a, axis), channel(b, axis)) })
		middle := median(box)
		boxes[widest] = box[:middle]
		boxes = append(boxes, box[middle:])
	}
	return boxes
}

// spread answers the channel in which a box is widest, and that width
// weighted by the fourth root of its pixels, so that rare colours (icons)
// get entries too.
func spread(box []swatch) (axis int, weight float64) {
	pixels := 0
	lo, hi := [3]uint8{255, 255, 255}, [3]uint8{}
	for _, s := range box {
		pixels += s.n
		for a := range 3 {
			lo[a], hi[a] = min(lo[a], channel(s, a)), max(hi[a], channel(s, a))
		}
	}
	for a := range 3 {
		if int(hi[a])-int(lo[a]) > int(hi[axis])-int(lo[axis]) {
			axis = a
		}
	}
	return axis, float64(int(hi[axis])-int(lo[axis])) * math.Sqrt(math.Sqrt(float64(pixels)))
}

// median answers where half of the box's pixels lie on either side, leaving
// at least one colour on each.
func median(box []swatch) int {
	total := 0
	for _, s := range box {
		total += s.n
	}
	seen := 0
	for i, s := range box {
		seen += s.n
		if 2*seen >= total {
			return min(max(i, 1), len(box)-1)
		}
	}
	return len(box) / 2
}

func mean(box []swatch) color.Color {
	var r, g, b, n int
	for _, s := range box {
		r, g, b, n = r+int(s.r)*s.n, g+int(s.g)*s.n, b+int(s.b)*s.n, n+s.n
	}
	return color.NRGBA{R: uint8((r + n/2) / n), G: uint8((g + n/2) / n), B: uint8((b + n/2) / n), A: 255}
}

func channel(s swatch, axis int) uint8 { return [3]uint8{s.r, s.g, s.b}[axis] }
