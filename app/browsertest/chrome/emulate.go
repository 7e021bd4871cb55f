package chrome

import (
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// LimitStorage leaves an origin only so many bytes to store in.
func (p *Page) LimitStorage(origin string, bytes float64) error {
	_, err := chromedp.Call(p.ctx, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: origin, QuotaSize: &bytes})
	return err
}

// Prefer sets a preference of the reader's, as the media query of that name
// has it: "prefers-reduced-motion", "reduce".
func (p *Page) Prefer(feature, value string) error {
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: feature, Value: value}},
	})
	return err
}

// TapAt touches a place and lets go.
func (p *Page) TapAt(at Point) error {
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) error {
		if points == nil {
			points = []*input.TouchPoint{}
		}
		_, err := chromedp.Call(p.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
		return err
	}
	if err := touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: at.X, Y: at.Y}); err != nil {
		return err
	}
	time.Sleep(40 * time.Millisecond)
	return touch(input.DispatchTouchEventTypeTouchEnd)
}

// Tap touches what a selector finds.
func (p *Page) Tap(selector string) error {
	at, err := p.Center(selector)
	if err != nil {
		return err
	}
	return p.TapAt(at)
}

// Crash kills the page's process, as a crash would: no event tells the page.
func (p *Page) Crash() {
	died := make(chan struct{})
	go func() { // the answer may never come
		_, _ = chromedp.Call(p.ctx, page.Crash, cdp.Empty{})
		close(died)
	}()
	select {
	case <-died:
	case <-time.After(2 * time.Second):
	}
}
