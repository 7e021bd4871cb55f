package chrome

import (
	"fmt"
	"time"

	"github.com/chromedp/chromedp"
)

// A Point is a place in the viewport, CSS pixels.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Center answers the middle of the first visible element a selector finds,
// scrolled into view, once it is there, rests, and nothing lies over it.
func (p *Page) Center(selector string) (Point, error) {
	type place struct {
		Point
		Trouble string `json:"trouble"`
	}
	find := fmt.Sprintf(`(() => {
		let trouble = "nothing visible";
		for (const e of document.querySelectorAll(%q)) {
			e.scrollIntoView({block: "nearest", inline: "nearest"});
			const r = e.getBoundingClientRect(), x = r.left + r.width/2, y = r.top + r.height/2;
			if (r.width <= 0 || r.height <= 0) continue;
			const over = document.elementFromPoint(x, y);
			if (over && (e.contains(over) || over.contains(e) || over.closest("label")?.contains(e))) return {x, y, trouble: ""};
			trouble = "under " + (over ? over.tagName + "." + [...over.classList].join(".") : "the rim of the window");
		}
		return {x: 0, y: 0, trouble};
	})()`, selector)
	var last place
	deadline := time.Now().Add(10 * time.Second)
	for found := false; ; time.Sleep(20 * time.Millisecond) {
		at, err := Eval[place](p, find)
		switch {
		case err == nil && at.Trouble == "" && found && at == last:
			return at.Point, nil
		case time.Now().After(deadline):
			return at.Point, fmt.Errorf("%s: %s (%v)", selector, at.Trouble, err)
		}
		last, found = at, err == nil && at.Trouble == ""
	}
}

// Click presses and releases the left button on what a selector finds.
func (p *Page) Click(selector string) error {
	at, err := p.Center(selector)
	if err != nil {
		return err
	}
	return p.ClickAt(at)
}

// ClickAt presses and releases the left button at a place.
func (p *Page) ClickAt(at Point) error { return p.ClickBy(Mouse{}, at) }

// Drag presses the left button at from, moves in steps, and releases at to.
func (p *Page) Drag(from, to Point) error { return p.DragBy(Mouse{}, from, to) }

// Type sends the keys of a text to what has the focus.
func (p *Page) Type(text string) error { return p.Do(chromedp.KeyEvent(text)) }

// Press sends one key with its modifiers.
func (p *Page) Press(key string, modifiers ...chromedp.Modifier) error {
	return p.Do(chromedp.KeyEvent(key, chromedp.KeyModifiers(modifiers...)))
}

// Fill replaces the text of a field and leaves it, as a user would: click,
// select all, type, Enter.
func (p *Page) Fill(selector, text string) error {
	if err := p.Click(selector); err != nil {
		return err
	}
	if err := p.Do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl))); err != nil {
		return err
	}
	return p.Type(text + "\r")
}
