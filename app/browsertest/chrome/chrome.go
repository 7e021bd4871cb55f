// Package chrome drives one Chromium for browser tests, benchmarks and
// screenshots: a fresh profile each, real input events, and a record of
// everything that should not have happened on the page.
package chrome

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// A Browser is one Chromium process with a profile of its own.
type Browser struct {
	ctx  context.Context
	stop context.CancelFunc
}

// Launch starts Chromium headless. Every name but this machine's fails to
// resolve, so that a page which calls a third party is caught.
func Launch(parent context.Context, width, height int) (*Browser, error) {
	opts := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // the tests run as root in a container
		chromedp.DisableGPU,
		chromedp.WindowSize(width, height),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("host-resolver-rules", "MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"),
		chromedp.Flag("force-device-scale-factor", "1"),
		chromedp.Flag("hide-scrollbars", true),
		chromedp.WSURLReadTimeout(time.Minute),
	)
	alloc, stopAlloc := chromedp.NewExecAllocator(parent, opts...)
	ctx, stopTab := chromedp.NewContext(alloc)
	b := &Browser{ctx: ctx, stop: func() { stopTab(); stopAlloc() }}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height))); err != nil {
		b.stop()
		return nil, fmt.Errorf("chromium does not start: %w", err)
	}
	return b, nil
}

// Close ends the process and removes its profile.
func (b *Browser) Close() {
	chromedp.Cancel(b.ctx)
	b.stop()
}

// Page answers the browser's first tab, watched from now on.
func (b *Browser) Page() *Page { return watch(b.ctx) }

// NewPage opens another tab in the same profile.
func (b *Browser) NewPage(width, height int) (*Page, error) {
	ctx, _ := chromedp.NewContext(b.ctx)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), int64(height))); err != nil {
		return nil, err
	}
	return watch(ctx), nil
}

// A Page is one tab. It keeps what the page complained about.
type Page struct {
	ctx context.Context

	pressed press

	mu       sync.Mutex
	problems []string
	sent     []string
	received float64 // bytes as they came over the wire, headers included
}

func watch(ctx context.Context) *Page {
	p := &Page{ctx: ctx}
	messages := chromedp.Console(ctx)
	requests := chromedp.Events(ctx, network.RequestWillBeSent)
	finished := chromedp.Events(ctx, network.LoadingFinished)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException || m.Type == "assert" || m.Source == "security" ||
				strings.HasPrefix(m.Text, "panic: ") || strings.HasPrefix(m.Text, "fatal error: ") { // what a Go program says before it dies
				p.note("console %s: %s (%s:%d)", m.Type, m.Text, m.URL, m.Line+1)
			}
		}
	}()
	go func() {
		for e, err := range requests {
			if err != nil {
				return
			}
			p.mu.Lock()
			p.sent = append(p.sent, e.Request.URL)
			p.mu.Unlock()
			if at, err := url.Parse(e.Request.URL); err == nil && strings.HasPrefix(at.Scheme, "http") && at.Hostname() != "127.0.0.1" {
				p.note("request to another origin: %s", e.Request.URL)
			}
		}
	}()
	go func() {
		for e, err := range finished {
			if err != nil {
				return
			}
			p.mu.Lock()
			p.received += e.EncodedDataLength
			p.mu.Unlock()
		}
	}()
	return p
}

func (p *Page) note(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.problems = append(p.problems, fmt.Sprintf(format, args...))
}

// Problems answers console errors, content-security reports, uncaught
// exceptions and off-origin requests since the last call.
func (p *Page) Problems() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	found := p.problems
	p.problems = nil
	return found
}

// Requests answers the address of every request the page has sent.
func (p *Page) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.sent...)
}

// Received answers how many bytes the page has been sent, compressed as they
// were and headers included.
func (p *Page) Received() float64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.received
}

// OnEveryDocument runs a script before any other in every document the page
// opens from now on.
func (p *Page) OnEveryDocument(script string) error {
	_, err := chromedp.Call(p.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
	return err
}

// Go opens an address in the page.
func (p *Page) Go(url string) error { return p.Do(chromedp.Navigate(url)) }

// Reload opens the same address again.
func (p *Page) Reload() error { return p.Do(chromedp.Reload()) }

// Do runs steps on the page.
func (p *Page) Do(steps ...chromedp.Action[chromedp.Void]) error {
	return chromedp.Do(p.ctx, steps...)
}

// Run runs one action that answers something.
func Run[T any](p *Page, a chromedp.Action[T]) (T, error) { return chromedp.Run(p.ctx, a) }

// Eval evaluates a JavaScript expression; a promise is awaited.
func Eval[T any](p *Page, expression string) (T, error) {
	return chromedp.Run(p.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// Quiet waits until several frames in a row have left the page as it was: what
// was sent to it has been done and drawn. Where something never rests, such as
// a bar of progress, it waits no longer than the limit.
func (p *Page) Quiet(limit time.Duration) error {
	_, err := Eval[any](p, fmt.Sprintf(`new Promise(done => {
		const frames = 6, end = performance.now() + %d;
		let left = frames;
		const watch = new MutationObserver(() => { left = frames; });
		watch.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
		const next = f => { // a tab in the background draws no frames
			let go = () => { go = () => {}; f(); };
			requestAnimationFrame(() => go());
			setTimeout(() => go(), 100);
		};
		const look = () => {
			if (left-- > 0 && performance.now() < end) return next(look);
			watch.disconnect();
			done();
		};
		next(look);
	})`, limit.Milliseconds()))
	return err
}

// Until waits for an expression to be true.
func (p *Page) Until(expression string, limit time.Duration) error {
	deadline := time.Now().Add(limit)
	for {
		ok, err := Eval[bool](p, "!!("+expression+")")
		if ok {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("after %v still not true: %s (%v)", limit, expression, err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}
