package chrome

import (
	"fmt"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// A Point is a place in the viewport, CSS pixels.
type Point struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

// Center answers the middle of the first visible element a selector finds,
// scrolled into view, once it is there.
func (p *Page) Center(selector string) (Point, error) {
	find := fmt.Sprintf(`(() => {
		for (const e of document.querySelectorAll(%q)) {
			e.scrollIntoView({block: "nearest", inline: "nearest"});
			const r = e.getBoundingClientRect();
			if (r.width > 0 && r.height > 0) return {x: r.left + r.width/2, y: r.top + r.height/2};
		}
		return {x: -1, y: -1};
	})()`, selector)
	deadline := time.Now().Add(10 * time.Second)
	for {
		at, err := Eval[Point](p, find)
		if err == nil && at.X >= 0 {
			return at, nil
		}
		if time.Now().After(deadline) {
			return at, fmt.Errorf("nothing visible at %s (%v)", selector, err)
		}
		time.Sleep(20 * time.Millisecond)
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
func (p *Page) ClickAt(at Point) error {
	return p.Do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at.X, at.Y), chromedp.MouseClickXY(at.X, at.Y))
}

// Drag presses the left button at from, moves in steps, and releases at to.
func (p *Page) Drag(from, to Point) error {
	const steps = 12
	left := chromedp.ButtonType(input.MouseButtonLeft)
	moves := []chromedp.Action[chromedp.Void]{
		chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, from.X, from.Y),
		chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, from.X, from.Y, left, chromedp.ClickCount(1)),
	}
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		moves = append(moves,
			chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, from.X+t*(to.X-from.X), from.Y+t*(to.Y-from.Y), held),
			chromedp.Sleep(8*time.Millisecond)) // about one frame for every other move
	}
	moves = append(moves, chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, to.X, to.Y, left, chromedp.ClickCount(1)))
	return p.Do(moves...)
}

// held says that the left button stays down during a move.
func held(e *input.DispatchMouseEventParams) {
	e.Button = input.MouseButtonLeft
	e.Buttons = 1
}

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
