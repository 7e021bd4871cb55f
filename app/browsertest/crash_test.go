package browsertest

import (
	"context"
	"math/rand/v2"
	"testing"

	"weir/app/browsertest/chrome"
)

// TestCrash: what was edited is on the device within 300 ms; when the page's
// process dies, a new tab opens the design as it stood.
func TestCrash(t *testing.T) {
	url := serve(t)
	browser, err := chrome.Launch(context.Background(), 1440, 900)
	must(t, err)
	t.Cleanup(browser.Close)
	s := &studio{browser.Page()}
	must(t, s.page.Go(url+"/#"+linkTo(t, bench())))
	waitReady(t, s.page)
	s.focus(t)
	// A random session at the keyboard: always the same, so that a failure can
	// be looked at again.
	random := rand.New(rand.NewPCG(7, 11))
	keys := []func(){
		func() { s.press(t, arrowRight, chrome.Alt) },
		func() { s.press(t, arrowLeft, chrome.Alt) },
		func() { s.press(t, arrowDown, chrome.Shift) },
		func() { s.press(t, arrowRight) },
		func() { s.press(t, "d", chrome.Ctrl) },
		func() { s.press(t, "b", chrome.Ctrl) },
		func() { s.press(t, "g", chrome.Ctrl) },
		func() { s.press(t, deleteKey, chrome.Ctrl) },
		func() { s.press(t, "z", chrome.Ctrl) },
		func() { s.press(t, "T", chrome.Shift) },
	}
	for range 40 {
		keys[random.IntN(len(keys))]()
	}
	s.press(t, "a", chrome.Ctrl)
	s.press(t, arrowDown) // the last edit, for certain
	before := encoded(t, s.doc(t))
	s.page.Crash()

	again, err := browser.NewPage(1440, 900)
	must(t, err)
	must(t, again.Go(url+"/"))
	waitReady(t, again)
	waitFor(t, func() bool { return encoded(t, shown(t, again)) == before }, "after the crash the design is\n%s\nwant\n%s",
		lazily(func() any { return encoded(t, shown(t, again)) }), before)
	for _, problem := range again.Problems() {
		t.Error(problem)
	}
}
