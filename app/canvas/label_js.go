//go:build js && wasm

package canvas

import (
	"math"
	"strconv"
	"strings"
	"syscall/js"
	"unicode/utf8"
)

// face of type: weight and size in world pixels.
type typeface struct {
	weight int
	size   float64
}

var (
	titleType   = typeface{600, 14}
	labelType   = typeface{400, 12.5}
	valueType   = typeface{500, 12.5}
	barType     = typeface{600, 12.5}
	chipType    = typeface{500, 11}
	briefTitle  = typeface{600, 20}
	briefValue  = typeface{600, 18}
	briefNote   = typeface{400, 18}
	briefChip   = typeface{500, 17}
	wireType    = typeface{500, 11.5}
	portType    = typeface{400, 11.5}
	frameType   = typeface{500, 13}
	noteType    = typeface{400, 13}
	tooltipType = typeface{400, 12}
)

// label is a text as it fits a place, as a JavaScript string.
type label struct {
	text  js.Value
	width float64 // world pixels
	empty bool
}

type labelKey struct {
	text  string
	face  typeface
	limit int // of the width, world pixels; 0 = none
}

// labels measures and shortens texts, each once.
type labels struct {
	pen   *pen
	font  string
	fonts map[typeface]string
	known map[labelKey]label
}

// labelLimit is how many texts are kept; beyond it all are forgotten.
const labelLimit = 20_000

func newLabels(p *pen, font string) *labels {
	return &labels{pen: p, font: font, fonts: map[typeface]string{}, known: map[labelKey]label{}}
}

// css is the CSS font of a typeface.
func (l *labels) css(f typeface) string {
	s, ok := l.fonts[f]
	if !ok {
		s = strconv.Itoa(f.weight) + " " + strconv.FormatFloat(f.size, 'g', -1, 64) + "px " + l.font
		l.fonts[f] = s
	}
	return s
}

// fit returns text, ended by an ellipsis where it is wider than limit.
func (l *labels) fit(text string, f typeface, limit float64) label {
	k := labelKey{text, f, int(math.Ceil(limit))}
	if out, ok := l.known[k]; ok {
		return out
	}
	if len(l.known) >= labelLimit {
		clear(l.known)
	}
	out := l.make(text, f, float64(k.limit))
	l.known[k] = out
	return out
}

// lines are what wrap makes of a text, at most so many; the last has the rest.
func (l *labels) lines(text string, f typeface, limit float64, most int) []string {
	all := l.wrap(text, f, limit)
	if len(all) > most {
		all = append(all[:most-1:most-1], strings.Join(all[most-1:], " "))
	}
	return all
}

func (l *labels) make(text string, f typeface, limit float64) label {
	if text == "" {
		return label{empty: true}
	}
	l.pen.setFont(l.css(f))
	w := l.width(text)
	if limit <= 0 || w <= limit {
		return label{text: js.ValueOf(text), width: w}
	}
	runes := []rune(text)
	lo, hi := 0, utf8.RuneCountInString(text) // the longest beginning that fits lies in lo..hi
	for lo < hi {
		mid := (lo + hi + 1) / 2
		if l.width(string(runes[:mid])+"…") <= limit {
			lo = mid
		} else {
			hi = mid - 1
		}
	}
	short := string(runes[:lo]) + "…"
	return label{text: js.ValueOf(short), width: l.width(short)}
}

func (l *labels) width(text string) float64 { return l.pen.measure.Invoke(text).Get("width").Float() }

// write draws text at a place, its middle at y.
func (l *labels) write(text string, f typeface, c *color, align string, x, y, limit float64) float64 {
	out := l.fit(text, f, limit)
	if out.empty {
		return 0
	}
	l.pen.setFont(l.css(f))
	l.pen.setInk(c)
	l.pen.setAlign(align)
	l.pen.fillText.Invoke(out.text, x, y)
	return out.width
}

// label is that of a wire, if it has one.
func (t *tagging) label(wire string) (tag, bool) {
	for ; t != nil; t = t.beneath {
		if l, ok := t.at[wire]; ok {
			return l, true
		}
	}
	return tag{}, false
}

// forget takes what belongs to a wire away.
func (t *tagging) forget(wire string) {
	delete(t.at, wire)
	delete(t.names, wire)
	delete(t.lines, wire)
}
