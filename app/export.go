package app

import (
	"weir/app/browser"
	"weir/app/icon"
	"weir/engine/interchange"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// form is one form a design can be exported in.
type form struct {
	id, icon, mime string
	name           string // of the format, the same in every language
	make           func(*Desk) ([]byte, error)
}

// forms lists the formats. The document itself and the PNG are made elsewhere.
var forms = []form{
	{id: "svg", icon: "grid", mime: "image/svg+xml", name: "SVG", make: (*Desk).svg},
	{id: "png", icon: "grid", name: "PNG"},
	{id: "json", icon: "file", name: "JSON"},
	{id: "csv", icon: "layers", mime: "text/csv", name: "CSV", make: func(d *Desk) ([]byte, error) {
		return interchange.CSV(d.Design(), d.Report(), string(d.Lang())), nil
	}},
	{id: "report", icon: "chart", mime: "application/json", name: "JSON", make: func(d *Desk) ([]byte, error) {
		return report.Encode(d.Report()), nil
	}},
	{id: "mmd", icon: "tidy", mime: "text/plain", name: "Mermaid", make: func(d *Desk) ([]byte, error) {
		return interchange.Mermaid(d.Design(), string(d.Lang())), nil
	}},
}

func (d *Desk) exportBody() app.UI {
	rows := make([]app.UI, 0, len(forms))
	for _, f := range forms {
		rows = append(rows, app.Button().Type("button").Class("part").Class("f-none").DataSet("testid", idExportAs+f.id).
			Disabled(d.Report() == nil).OnClick(press(func() { d.exportAs(f) }), f.id).Body(
			app.Span().Class("tile").Body(icon.UI(f.icon)),
			app.Span().Class("grow").Body(app.Span().Class("part-name").Text(d.say("export."+f.id, f.name)), app.Span().Class("part-summary").Text(d.say("export."+f.id+"_sub")))))
	}
	return app.Div().Class("list").Body(rows...)
}

// exportAs gives the user the design in a form as a file.
func (d *Desk) exportAs(f form) {
	d.close()
	switch f.id {
	case "json":
		d.SaveFile()
		return
	case "png":
		d.png()
		return
	}
	content, err := f.make(d)
	if err != nil {
		d.Fail("save.file_failed", err)
		return
	}
	d.Download(f.extension(), f.mime, content)
}

func (f form) extension() string {
	if f.id == "report" {
		return ".report.json"
	}
	return "." + f.id
}

// svg is the picture of the design in the colours of the page.
func (d *Desk) svg() ([]byte, error) {
	style := app.Window().Call("getComputedStyle", browser.Root())
	token := func(name string) string {
		return browser.Trimmed(style.Call("getPropertyValue", "--"+name))
	}
	return interchange.SVG(d.Design(), d.Report(), interchange.Look{
		Lang: string(d.Lang()), Colour: token, Font: token("font-ui"),
		Icon: func(name string) (string, string) { i := icon.Get(name); return i.Path, i.Dots },
	})
}

// png draws the picture on a canvas and gives it to the user as a file.
func (d *Desk) png() {
	content, err := d.svg()
	if err != nil {
		d.Fail("save.file_failed", err)
		return
	}
	go func() {
		png, err := browser.Rasterise(content)
		d.Do(func() {
			if err != nil {
				d.Fail("save.file_failed", err)
				return
			}
			d.Download(".png", "image/png", png)
		})
	}()
}
