package chrome

import (
	"math"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Modifier is a modifier key.
type Modifier = chromedp.Modifier

// Modifier keys held during an event.
const (
	Alt   = chromedp.ModifierAlt
	Ctrl  = chromedp.ModifierCtrl
	Shift = chromedp.ModifierShift
)

// A Mouse is a hand on the mouse: which button it presses and which modifier
// keys it holds. The zero Mouse presses the left button and holds none.
type Mouse struct {
	Button input.MouseButton
	Held   chromedp.Modifier
}

var buttonBit = map[input.MouseButton]int64{input.MouseButtonLeft: 1, input.MouseButtonRight: 2, input.MouseButtonMiddle: 4}

func (m Mouse) button() input.MouseButton {
	if m.Button == "" {
		return input.MouseButtonLeft
	}
	return m.Button
}

func (p *Page) mouse(e input.DispatchMouseEventParams) error {
	_, err := chromedp.Call(p.ctx, input.DispatchMouseEvent, e)
	return err
}

// Move moves the mouse to a place with nothing pressed.
func (p *Page) Move(m Mouse, at Point) error {
	return p.mouse(input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: at.X, Y: at.Y, Modifiers: int64(m.Held)})
}

// A press is where and when the mouse was last pressed.
type press struct {
	at   Point
	when time.Time
}

// Two presses this near and soon are a double click to any page.
const (
	doubleReach = 10.0 // CSS pixels
	doubleTime  = 550 * time.Millisecond
)

// pause keeps two presses apart that are no double click.
func (p *Page) pause(at Point) {
	if l := p.pressed; math.Hypot(at.X-l.at.X, at.Y-l.at.Y) < doubleReach {
		time.Sleep(time.Until(l.when.Add(doubleTime)))
	}
}

// Down presses the mouse at a place; clicks is 2 for the second press of a
// double click, which follows at once.
func (p *Page) Down(m Mouse, at Point, clicks int64) error {
	if clicks == 1 {
		p.pause(at)
	}
	p.pressed = press{at, time.Now()}
	if err := p.Move(m, at); err != nil {
		return err
	}
	return p.mouse(input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMousePressed, X: at.X, Y: at.Y,
		Button: m.button(), Buttons: buttonBit[m.button()], ClickCount: clicks, Modifiers: int64(m.Held)})
}

// MoveHeld moves the pressed mouse from one place to another in steps, about
// one a frame.
func (p *Page) MoveHeld(m Mouse, from, to Point) error {
	const steps = 8
	for i := 1; i <= steps; i++ {
		t := float64(i) / steps
		err := p.mouse(input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseMoved, X: from.X + t*(to.X-from.X), Y: from.Y + t*(to.Y-from.Y),
			Button: m.button(), Buttons: buttonBit[m.button()], Modifiers: int64(m.Held)})
		if err != nil {
			return err
		}
		time.Sleep(8 * time.Millisecond)
	}
	return nil
}

// Up lets go of the mouse.
func (p *Page) Up(m Mouse, at Point) error {
	return p.mouse(input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseReleased, X: at.X, Y: at.Y,
		Button: m.button(), ClickCount: 1, Modifiers: int64(m.Held)})
}

// ClickBy presses and releases the mouse at a place.
func (p *Page) ClickBy(m Mouse, at Point) error {
	if err := p.Down(m, at, 1); err != nil {
		return err
	}
	return p.Up(m, at)
}

// DoubleClick presses and releases the left button twice.
func (p *Page) DoubleClick(at Point) error {
	for n := range int64(2) {
		if err := p.Down(Mouse{}, at, n+1); err != nil {
			return err
		}
		if err := p.Up(Mouse{}, at); err != nil {
			return err
		}
	}
	return nil
}

// DragBy presses at from, moves to to and lets go.
func (p *Page) DragBy(m Mouse, from, to Point) error {
	if err := p.Down(m, from, 1); err != nil {
		return err
	}
	if err := p.MoveHeld(m, from, to); err != nil {
		return err
	}
	return p.Up(m, to)
}

// Wheel turns the wheel, or moves two fingers on a trackpad, at a place.
func (p *Page) Wheel(at Point, dx, dy float64, held chromedp.Modifier) error {
	if dx == 0 {
		dx = 1e-9 // the driver leaves a zero out, and Chromium misses it
	}
	if dy == 0 {
		dy = 1e-9
	}
	return p.mouse(input.DispatchMouseEventParams{Type: input.DispatchMouseEventTypeMouseWheel, X: at.X, Y: at.Y, DeltaX: dx, DeltaY: dy, Modifiers: int64(held)})
}

// Hold presses a key and keeps it down until Release.
func (p *Page) Hold(key, code string) error {
	_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: key, Code: code})
	return err
}

// Release lets go of a key that is held.
func (p *Page) Release(key, code string) error {
	_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: key, Code: code})
	return err
}

// Compose is an input method putting a text together where the focus is;
// confirm is Enter pressed meanwhile, which is the input method's own.
func (p *Page) Compose(text string, confirm bool) error {
	n := int64(len([]rune(text)))
	if _, err := chromedp.Call(p.ctx, input.ImeSetComposition, input.ImeSetCompositionParams{Text: text, SelectionStart: n, SelectionEnd: n}); err != nil || !confirm {
		return err
	}
	const process = 229 // the key code of keys an input method takes
	_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeRawKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: process})
	return err
}

// Insert ends what Compose began with a text.
func (p *Page) Insert(text string) error {
	_, err := chromedp.Call(p.ctx, input.InsertText, input.InsertTextParams{Text: text})
	return err
}

// Touch puts fingers where they are now: fingers that were not there before
// are put down, those that were are moved; none lifts all.
func (p *Page) Touch(kind input.DispatchTouchEventType, fingers ...Point) error {
	e := input.DispatchTouchEventParams{Type: kind, TouchPoints: []*input.TouchPoint{}}
	for i, at := range fingers {
		id := float64(i)
		e.TouchPoints = append(e.TouchPoints, &input.TouchPoint{X: at.X, Y: at.Y, ID: &id})
	}
	_, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, e)
	return err
}

// TapAt touches a place for a moment.
func (p *Page) TapAt(at Point) error { return p.PressFor(at, 30*time.Millisecond) }

// PressFor touches a place for so long; half a second is a long press.
func (p *Page) PressFor(at Point, long time.Duration) error {
	if err := p.Touch(input.DispatchTouchEventTypeTouchStart, at); err != nil {
		return err
	}
	time.Sleep(long)
	return p.Touch(input.DispatchTouchEventTypeTouchEnd)
}

// Tap touches what a selector finds.
func (p *Page) Tap(selector string) error {
	at, err := p.Center(selector)
	if err != nil {
		return err
	}
	return p.TapAt(at)
}

// Slide moves fingers from where they are put down to where they are lifted.
func (p *Page) Slide(from, to []Point) error {
	if err := p.Touch(input.DispatchTouchEventTypeTouchStart, from...); err != nil {
		return err
	}
	const steps = 8
	for i := 1; i <= steps; i++ {
		now := make([]Point, len(from))
		for j := range from {
			t := float64(i) / steps
			now[j] = Point{from[j].X + t*(to[j].X-from[j].X), from[j].Y + t*(to[j].Y-from[j].Y)}
		}
		if err := p.Touch(input.DispatchTouchEventTypeTouchMove, now...); err != nil {
			return err
		}
		time.Sleep(16 * time.Millisecond)
	}
	return p.Touch(input.DispatchTouchEventTypeTouchEnd)
}

// Phone makes the page a phone's: its size, two pixels to one, touch.
func (p *Page) Phone(width, height int64) error {
	return p.Do(chromedp.EmulateViewport(width, height, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulateTouch))
}

// Still makes the page believe that its reader wants less motion.
func (p *Page) Still() error {
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	return err
}

// Crash ends the process behind the page, as running out of memory does.
func (p *Page) Crash() {
	go func() { _, _ = chromedp.Call(p.ctx, page.Crash, cdp.Empty{}) }() // it never answers
	time.Sleep(300 * time.Millisecond)
}
