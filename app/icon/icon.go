// Package icon holds Weir's own icons: outlines on a grid of 20 with a
// margin of 2, drawn with round caps and joins in a stroke of 1.5. The same
// table feeds the page (SVG elements) and the canvas (Path2D).
package icon

import (
	"maps"
	"slices"
	"strings"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Grid is the side of the square every icon is drawn in.
const Grid = 20

// Icon is one drawing, as SVG path data. Dots are points drawn in a heavier
// stroke (2.2), so that they read as dots; most icons have none.
type Icon struct {
	Path string
	Dots string
}

// Get returns the icon called name, or the plain circle that stands for a
// kind nobody has drawn yet.
func Get(name string) Icon {
	if i, ok := table[name]; ok {
		return i
	}
	return table["part"]
}

// Has reports whether there is an icon called name.
func Has(name string) bool {
	_, ok := table[name]
	return ok
}

// Names lists the icons in order.
func Names() []string { return slices.Sorted(maps.Keys(table)) }

const svg = "http://www.w3.org/2000/svg"

// UI draws an icon at 20 px in the styles named (in data-c, because go-app
// writes class through className, which SVG elements refuse), hidden from assistive technology: whoever shows
// one says in words what it means.
func UI(name string, class ...string) app.UI {
	i := Get(name)
	e := app.Elem("svg").XMLNS(svg).DataSet("c", strings.Join(append([]string{"icon"}, class...), " ")).
		Attr("viewBox", "0 0 20 20").Attr("aria-hidden", "true").Attr("focusable", "false")
	path := app.Elem("path").XMLNS(svg).Attr("d", i.Path)
	if i.Dots == "" {
		return e.Body(path)
	}
	return e.Body(path, app.Elem("path").XMLNS(svg).DataSet("c", "icon-dots").Attr("d", i.Dots))
}

// Small draws an icon at 16 px.
func Small(name string, class ...string) app.UI {
	return UI(name, append([]string{"icon-s"}, class...)...)
}
