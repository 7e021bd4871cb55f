package app

import (
	"weir/app/browser"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// smallScreen reports whether the page has one column.
func smallScreen() bool { return browser.Matches("(max-width: 45em)") }

// afterRender calls f when the page shows what just changed: go-app renders
// on a tick of its own, within two frames.
func afterRender(f func()) {
	browser.Frame(func() { browser.Frame(func() { browser.Frame(f) }) })
}

// whenShown calls f once the page shows an element: on a busy machine a render
// takes more than a few frames. After two seconds it is given up.
func whenShown(selector string, f func()) {
	const frames = 120
	var look func(left int)
	look = func(left int) {
		switch {
		case query(selector).Truthy():
			f()
		case left > 0:
			browser.Frame(func() { look(left - 1) })
		}
	}
	browser.Frame(func() { look(frames) })
}

func query(selector string) app.Value { return browser.Document().Call("querySelector", selector) }

func focusFirst(selector string) {
	if e := query(selector); e.Truthy() {
		e.Call("focus")
	}
}

// focusTest moves the focus to the element with a test id.
func focusTest(id string) { focusFirst(`[data-testid="` + id + `"]`) }

// moveFocus moves the focus among the elements of a selector as an arrow key,
// Home or End asks for.
func moveFocus(selector, key string) {
	moveWithin(browser.Document(), selector, key, false)
}

// moveWithin does it among the descendants of an element; with click the one
// reached is also pressed.
func moveWithin(within app.Value, selector, key string, click bool) {
	list := within.Call("querySelectorAll", selector)
	n := list.Get("length").Int()
	if n == 0 {
		return
	}
	now, active := -1, browser.Document().Get("activeElement")
	for i := range n {
		if list.Index(i).Equal(active) {
			now = i
		}
	}
	next := list.Index(step(now, n, key))
	next.Call("focus")
	if click {
		next.Call("click")
	}
}

func step(now, n int, key string) int {
	switch key {
	case "ArrowDown", "ArrowRight":
		return (now + 1) % n
	case "ArrowUp", "ArrowLeft":
		return (max(now, 0) - 1 + n) % n
	case "End":
		return n - 1
	default:
		return 0
	}
}

// composing reports whether a key belongs to an input method that puts text
// together, as for Chinese. Safari tells of the last one by its code alone.
func composing(e interface{ Get(string) app.Value }) bool {
	code := e.Get("keyCode")
	return e.Get("isComposing").Truthy() || code.Truthy() && code.Int() == 229
}
