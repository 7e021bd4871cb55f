//go:build js && wasm

// Command weir-bench is the page of the browser benches: it draws a graph of
// so many nodes and answers how long the frames of a gesture took. It is not
// part of the product.
//
// The page has an element with the id "bench". The command puts an object
// weirBench on globalThis:
//
//	load(nodes)            show a graph of so many nodes; answers how long that took, ms
//	gesture(name, frames)  a promise of the frame intervals, ms
//	detail("full")         draw everything at every zoom; any other word: as much as can be seen
//	graph()                what is shown, as JSON for React Flow
//
// Gestures are pan, drag (both at zoom 1), zoom (a sweep from fit to zoom 1
// and back) and fit (pan with the whole graph in view). They are made of the
// events a pointer makes.
package main

import (
	"math"
	"math/rand/v2"
	"syscall/js"

	"weir/app/canvas"
	"weir/app/edit"
	"weir/engine/design"
	"weir/engine/report"
)

type bench struct {
	editor *edit.Editor
	canvas *canvas.Canvas
}

func main() {
	b := &bench{editor: edit.New(nil)}
	b.canvas = canvas.New(b.editor, canvas.Host{})
	if err := b.canvas.Mount("bench"); err != nil {
		panic(err)
	}
	js.Global().Set("weirBench", map[string]any{
		"load": js.FuncOf(func(_ js.Value, args []js.Value) any {
			start := now()
			d := graph(args[0].Int())
			b.editor.Load(d)
			b.canvas.SetReport(busy(d))
			return now() - start
		}),
		"gesture": js.FuncOf(func(_ js.Value, args []js.Value) any { return b.gesture(args[0].String(), args[1].Int()) }),
		"graph":   js.FuncOf(func(js.Value, []js.Value) any { return forReactFlow(b.editor.Design()) }),
		"detail":  js.FuncOf(func(_ js.Value, args []js.Value) any { b.canvas.SetFullDetail(args[0].String() == "full"); return nil }),
		"lang":    js.FuncOf(func(_ js.Value, args []js.Value) any { b.canvas.SetLang(args[0].String()); return nil }),
	})
	select {}
}

func now() float64 { return js.Global().Get("performance").Call("now").Float() }

// busy is a report with a utilisation for every node and a flow for every
// edge, from a fixed seed: what drawing has to show.
func busy(d *design.Design) *report.Report {
	r := &report.Report{Nodes: map[string]*report.Node{}, Edges: map[string]*report.Edge{}}
	random := rand.New(rand.NewPCG(1, 2))
	for i := range len(d.Nodes) {
		r.Nodes[id(i)] = &report.Node{Utilisation: report.Number(random.Float64() * 0.97)}
	}
	for i := range len(d.Nodes) {
		for _, e := range []string{"e", "m"} {
			if name := e + id(i)[1:]; d.Edges[name] != nil {
				r.Edges[name] = &report.Edge{ItemsPerS: 100, BytesPerS: report.Number(math.Pow(10, 4+5*random.Float64()))}
			}
		}
	}
	return r
}

// gesture makes one and answers a promise of its frame intervals.
func (b *bench) gesture(name string, frames int) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
		resolve := args[0]
		step := b.steps(name)
		var intervals []any
		last, count := 0.0, 0
		var frame js.Func
		frame = js.FuncOf(func(_ js.Value, args []js.Value) any {
			t := args[0].Float()
			if count > 0 {
				intervals = append(intervals, t-last)
			}
			last = t
			if count >= frames {
				step(-1)
				frame.Release()
				executor.Release()
				resolve.Invoke(intervals)
				return nil
			}
			step(float64(count) / float64(frames))
			count++
			js.Global().Call("requestAnimationFrame", frame)
			return nil
		})
		js.Global().Call("requestAnimationFrame", frame)
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}

// steps returns what a gesture does at each part (0…1) of its way; −1 ends it.
func (b *bench) steps(name string) func(t float64) {
	el := js.Global().Get("document").Call("querySelector", "canvas.graph")
	size := b.canvas.View().Size
	mid := canvas.Point{X: size.X / 2, Y: size.Y / 2}
	wheel := func(dx, dy float64, ctrl bool) {
		fire(el, "WheelEvent", "wheel", mid, map[string]any{"deltaX": dx, "deltaY": dy, "ctrlKey": ctrl})
	}
	swing := func(t float64) (dx, dy float64) { return 14 * math.Cos(6*math.Pi*t), 9 * math.Sin(4*math.Pi*t) }
	switch name {
	case "pan":
		b.actual()
		return func(t float64) {
			if t >= 0 {
				dx, dy := swing(t)
				wheel(dx, dy, false)
			}
		}
	case "drag":
		b.actual()
		return b.dragging(el)
	case "zoom":
		b.whole()
		full := math.Log(1 / b.canvas.View().Zoom)
		at := 0.0
		return func(t float64) {
			if t < 0 {
				return
			}
			want := full * (1 - math.Abs(1-2*t))
			wheel(0, -(want-at)*100, true)
			at = want
		}
	default:
		b.whole()
		return func(t float64) {
			if t >= 0 {
				dx, dy := swing(t)
				wheel(dx, dy, false)
			}
		}
	}
}

// actual shows the middle of the graph at zoom 1, whole all of it.
func (b *bench) actual() {
	b.whole()
	v := b.canvas.View()
	at := v.World(v.Size.Mul(0.5))
	b.canvas.SetView(1, v.Size.Mul(0.5).Sub(at))
}

func (b *bench) whole() {
	b.canvas.SetView(b.canvas.Whole())
}

// dragging carries the node nearest to the middle about.
func (b *bench) dragging(el js.Value) func(t float64) {
	v := b.canvas.View()
	mid := v.World(v.Size.Mul(0.5))
	best, at := math.Inf(1), canvas.Point{}
	for _, n := range b.editor.Design().Nodes {
		p := canvas.Point{X: n.At[0] + 100, Y: n.At[1] + 20}
		if d := p.Dist(mid); d < best {
			best, at = d, p
		}
	}
	from := v.Screen(at)
	down := false
	return func(t float64) {
		if t < 0 {
			fire(el, "PointerEvent", "pointerup", from, map[string]any{"pointerId": 1})
			return
		}
		p := from.Add(canvas.Point{X: 200 * math.Sin(4*math.Pi*t), Y: 120 * math.Sin(6*math.Pi*t)})
		if !down {
			fire(el, "PointerEvent", "pointerdown", from, map[string]any{"pointerId": 1})
			down = true
		}
		fire(el, "PointerEvent", "pointermove", p, map[string]any{"pointerId": 1})
	}
}

// fire makes an event at a place of the canvas.
func fire(el js.Value, class, name string, at canvas.Point, more map[string]any) {
	r := el.Call("getBoundingClientRect")
	more["clientX"], more["clientY"] = at.X+r.Get("left").Float(), at.Y+r.Get("top").Float()
	more["bubbles"], more["cancelable"] = true, true
	el.Call("dispatchEvent", js.Global().Get(class).New(name, more))
}
