// Package browsertest drives the whole product as users meet it: the app in
// Chromium, by real input events, served by the server or as a static folder.
// It is a module of its own so that the browser driver stays out of Weir's
// go.mod.
package browsertest

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
)

// weir is the app and server under test, built once.
var weir *host.Build

func TestMain(m *testing.M) {
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "browsertest")
		if err == nil {
			defer os.RemoveAll(dir)
			weir, err = host.Make(context.Background(), dir, host.Fast)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		return m.Run()
	}())
}

// serve starts a server of the test's own and answers its address.
func serve(t *testing.T) string {
	t.Helper()
	server, err := weir.Serve(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Close)
	return server.URL
}

// open starts a browser with a fresh profile and opens a page in it. When
// the test ends, anything the page complained about fails it.
func open(t *testing.T, url string) *chrome.Page {
	t.Helper()
	browser, err := chrome.Launch(context.Background(), 1440, 900)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(browser.Close)
	page := browser.Page()
	watch(t, page)
	must(t, page.Go(url))
	return page
}

// watch fails the test, when it ends, for anything the page complained about,
// and keeps a picture of the page if it failed.
func watch(t *testing.T, page *chrome.Page) {
	t.Cleanup(func() {
		for _, problem := range page.Problems() {
			t.Error(problem)
		}
		if !t.Failed() {
			return
		}
		picture, err := chrome.Run(page, chromedp.CaptureScreenshot())
		if err != nil {
			t.Log("no picture of the page:", err)
			return
		}
		file, err := os.CreateTemp("", strings.ReplaceAll(t.Name(), "/", "-")+"-*.png")
		must(t, err)
		defer file.Close()
		_, err = file.Write(picture)
		must(t, err)
		t.Log("the page as it was:", file.Name())
	})
}

// must ends the test on an error.
func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// patience is how long a page may take to do anything at all.
const patience = 30 * time.Second
