package main

import (
	"bytes"
	"image"
	"image/png"
)

// Pictures are compared as eyes do: block by block, by mean colour, so that
// another font's edges and a figure that changed a digit do not count, while
// a panel that moved or a colour that changed does.
const (
	block     = 12   // side, pixels
	visible   = 18   // levels of a channel's mean that count as another colour
	tolerated = 0.04 // part of the blocks that may differ
)

// differing is the part of the blocks in which two pictures differ; pictures
// of different sizes differ altogether.
func differing(a, b []byte) (float64, error) {
	p, err := png.Decode(bytes.NewReader(a))
	if err != nil {
		return 0, err
	}
	q, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		return 0, err
	}
	if p.Bounds() != q.Bounds() {
		return 1, nil
	}
	blocks, wrong := 0, 0
	for y := p.Bounds().Min.Y; y < p.Bounds().Max.Y; y += block {
		for x := p.Bounds().Min.X; x < p.Bounds().Max.X; x += block {
			r := image.Rect(x, y, x+block, y+block).Intersect(p.Bounds())
			blocks++
			u, v := meanOf(p, r), meanOf(q, r)
			for c := range u {
				if d := u[c] - v[c]; d > visible || d < -visible {
					wrong++
					break
				}
			}
		}
	}
	return float64(wrong) / float64(blocks), nil
}

// meanOf is the mean colour of a rectangle, 0 to 255 for each channel.
func meanOf(img image.Image, r image.Rectangle) [3]int {
	var sum [3]int
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			c := at(img, x, y)
			for i := range sum {
				sum[i] += int(c[i])
			}
		}
	}
	n := r.Dx() * r.Dy()
	return [3]int{sum[0] / n, sum[1] / n, sum[2] / n}
}
