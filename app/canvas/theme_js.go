//go:build js && wasm

package canvas

import (
	"strings"
	"syscall/js"

	"weir/engine/component"
)

// color is a CSS colour as the canvas takes it.
type color struct{ css js.Value }

// theme is every colour and font the canvas uses, read from the page's
// custom properties.
type theme struct {
	ground, surface, track, line1, line, idle   *color
	text, text2, text3, accent, soft, accentRim *color
	warn, warnFill, warnSoft                    *color
	critical, criticalFill, criticalSoft        *color
	info, infoSoft                              *color
	family, familySoft                          [8]*color
	port                                        [4]*color
	font                                        string
}

func readTheme() *theme {
	style := js.Global().Call("getComputedStyle", js.Global().Get("document").Get("documentElement"))
	get := func(name string) *color {
		return &color{js.ValueOf(strings.TrimSpace(style.Call("getPropertyValue", "--"+name).String()))}
	}
	t := &theme{
		ground: get("bg-canvas"), surface: get("surface-1"), track: get("surface-3"), line1: get("line-1"), line: get("line-2"), idle: get("line-3"),
		text: get("text-1"), text2: get("text-2"), text3: get("text-3"), accent: get("accent"), soft: get("accent-soft"), accentRim: get("accent-line"),
		warn: get("warn"), warnFill: get("warn-fill"), warnSoft: get("warn-soft"),
		critical: get("critical"), criticalFill: get("critical-fill"), criticalSoft: get("critical-soft"),
		info: get("info"), infoSoft: get("info-soft"),
		font: strings.TrimSpace(style.Call("getPropertyValue", "--font-ui").String()),
	}
	for i, f := range component.Families {
		t.family[i], t.familySoft[i] = get("family-"+string(f.ID)), get("family-"+string(f.ID)+"-soft")
	}
	t.port = [4]*color{t.family[0], get("family-ai"), get("family-storage"), t.idle}
	if t.font == "" {
		t.font = "sans-serif"
	}
	return t
}

// level returns the colours of an urgency: fill for marks, text, and ground.
func (t *theme) level(l level) (fill, text, ground *color) {
	switch l {
	case warned:
		return t.warnFill, t.warn, t.warnSoft
	case urgent:
		return t.criticalFill, t.critical, t.criticalSoft
	case told:
		return t.info, t.info, t.infoSoft
	}
	return t.idle, t.text2, t.track
}
