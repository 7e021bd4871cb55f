package browser

import (
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// The longest side and the most pixels a bitmap gets: what every browser's
// canvas can hold.
const (
	maxSide   = 8192
	maxPixels = 32e6
)

// Rasterise draws an SVG at twice its size, or as large as a canvas can be,
// and returns it as PNG.
func Rasterise(svg []byte) ([]byte, error) {
	urls := app.Window().Get("URL")
	address := urls.Call("createObjectURL", newBlob(svg, "image/svg+xml"))
	defer urls.Call("revokeObjectURL", address)
	image := app.Window().Get("Image").New()
	image.Set("src", address)
	if _, err := Await(image.Call("decode")); err != nil {
		return nil, err
	}
	w, h := image.Get("width").Float(), image.Get("height").Float()
	scale := min(2, maxSide/max(w, h, 1))
	for w*scale*h*scale > maxPixels {
		scale *= 0.9
	}
	canvas := Document().Call("createElement", "canvas")
	canvas.Set("width", int(w*scale))
	canvas.Set("height", int(h*scale))
	canvas.Call("getContext", "2d").Call("drawImage", image, 0, 0, int(w*scale), int(h*scale))
	settled := make(chan app.Value, 1)
	canvas.Call("toBlob", once(func(b app.Value) { settled <- b }))
	b := <-settled
	if !b.Truthy() {
		return nil, &Failure{Name: "EncodingError", Message: "the picture is too large"}
	}
	buffer, err := Await(b.Call("arrayBuffer"))
	if err != nil {
		return nil, err
	}
	return Bytes(buffer), nil
}

// Trimmed is a JavaScript string without space around it.
func Trimmed(v app.Value) string { return strings.TrimSpace(v.String()) }
