package main

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"testing"
)

func TestShrinkKeepsFlatColoursExactly(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 64, 64))
	for y := range 64 {
		for x := range 64 {
			img.Set(x, y, color.NRGBA{R: uint8(x / 16 * 60), G: uint8(y / 8 * 30), B: 77, A: 255})
		}
	}
	if got := roundTrip(t, img); !same(img, got, 0) {
		t.Error("32 colours fit in a palette of 256 and must come back as they were")
	}
}

func TestShrinkOfAGradientStaysClose(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 128, 128))
	for y := range 128 {
		for x := range 128 {
			img.Set(x, y, color.NRGBA{R: uint8(2 * x), G: uint8(2 * y), B: 128, A: 255})
		}
	}
	if got := roundTrip(t, img); !same(img, got, 20) {
		t.Error("a gradient lost more than 20 levels somewhere")
	}
}

func roundTrip(t *testing.T, img image.Image) image.Image {
	t.Helper()
	var shot bytes.Buffer
	if err := png.Encode(&shot, img); err != nil {
		t.Fatal(err)
	}
	small, err := shrink(shot.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	back, err := png.Decode(bytes.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	return back
}

func same(a, b image.Image, tolerance int) bool {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			p, q := at(a, x, y), at(b, x, y)
			for c := range 3 {
				if d := int(p[c]) - int(q[c]); d > tolerance || d < -tolerance {
					return false
				}
			}
		}
	}
	return true
}
