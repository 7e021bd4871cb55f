// Command shots photographs every screen, in three sizes, both themes and
// both languages: the main ones into web/shots, with one or two views of each
// other, the rest into its folder more, which is not committed. With -kept it takes
// those that are committed only, with -main the main ones, with -only those
// whose name it matches; with -check it writes nothing but compares the main
// ones with what is there.
//
// A screen is opened once for each language and kind of window; theme and
// size change while it is open.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/chromedp/chromedp"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
	"weir/app/browsertest/screens"
)

func main() {
	golden := flag.Bool("main", false, "the main screens only")
	kept := flag.Bool("kept", false, "the pictures that are committed only")
	check := flag.Bool("check", false, "compare the main screens with their pictures")
	only := flag.String("only", "", "the screens whose name this expression matches")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *golden || *check, *kept, *check, *only); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, golden, kept, check bool, only string) error {
	names, err := regexp.Compile(only)
	if err != nil {
		return err
	}
	root, err := host.Root()
	if err != nil {
		return err
	}
	c := camera{folder: filepath.Join(root, "web", "shots"), kept: kept, check: check}
	if err := os.MkdirAll(filepath.Join(c.folder, "more"), 0o755); err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "shots")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	build, err := host.Make(ctx, dir, host.Fast)
	if err != nil {
		return err
	}
	server, err := build.Serve(ctx)
	if err != nil {
		return err
	}
	defer server.Close()
	c.url = server.URL
	for _, lang := range []string{"en", "zh"} {
		for _, small := range []bool{false, true} {
			if err := c.session(ctx, lang, small, func(s screens.Screen) bool {
				return names.MatchString(s.Name) && (s.Golden || !golden)
			}); err != nil {
				return err
			}
		}
	}
	c.developing.Wait()
	if c.failed != nil {
		return c.failed
	}
	if c.wrong > 0 {
		return fmt.Errorf("%d of %d pictures look otherwise: see them, then make shots", c.wrong, c.taken)
	}
	fmt.Printf("%d pictures, %d kB\n", c.taken, c.bytes/1000)
	return nil
}

// camera takes pictures and counts them; they are compressed or compared
// while the next are taken.
type camera struct {
	url, folder string
	kept, check bool
	developing  sync.WaitGroup
	counting    sync.Mutex
	taken       int
	bytes       int
	wrong       int
	failed      error
}

// session takes the wanted screens in one language, in the windows of a page
// that is touched or not.
func (c *camera) session(ctx context.Context, lang string, small bool, wanted func(screens.Screen) bool) error {
	var sizes []screens.Size
	for _, size := range screens.Sizes {
		if size.Small == small {
			sizes = append(sizes, size)
		}
	}
	browser, err := chrome.Launch(ctx, sizes[0].Width, sizes[0].Height)
	if err != nil {
		return err
	}
	defer browser.Close()
	page := browser.Page()
	settings := fmt.Sprintf(`try { localStorage.setItem("weir.theme", "light"); localStorage.setItem("weir.lang", %q) } catch {}`, lang)
	if err := page.OnEveryDocument(settings); err != nil {
		return err
	}
	for _, s := range screens.All {
		if !wanted(s) || c.kept && !s.Golden && !(small && lang == "zh") && !(s.Wide && !small && lang == "en") {
			continue
		}
		if err := sizes[0].Show(page); err != nil {
			return err
		}
		if err := s.Reach(page, c.url, small); err != nil {
			return err
		}
		for _, size := range sizes {
			if err := c.views(page, s, size, lang); err != nil {
				return err
			}
		}
	}
	return nil
}

// views takes the open screen in one window, light and dark.
func (c *camera) views(page *chrome.Page, s screens.Screen, size screens.Size, lang string) error {
	if err := size.Show(page); err != nil {
		return err
	}
	for _, theme := range []string{"light", "dark"} {
		name := s.Name + "-" + size.Name + "-" + theme + "-" + lang + ".png"
		if !s.Golden && name != s.Name+"-phone-dark-zh.png" && !(s.Wide && name == s.Name+"-large-light-en.png") {
			if c.kept {
				continue
			}
			name = filepath.Join("more", name)
		}
		script := fmt.Sprintf(`if (document.documentElement.dataset.theme !== %q) document.querySelector("[data-testid=theme]")?.click()`, theme)
		if _, err := chrome.Eval[any](page, script+";undefined"); err != nil {
			return err
		}
		if err := page.Do(chromedp.Sleep(settling)); err != nil {
			return err
		}
		picture, err := chrome.Run(page, chromedp.CaptureScreenshot())
		if err != nil {
			return err
		}
		c.developing.Go(func() {
			if err := c.keep(name, picture); err != nil {
				c.counting.Lock()
				defer c.counting.Unlock()
				c.failed = errors.Join(c.failed, err)
			}
		})
	}
	return nil
}

// settling is how long a page may take to draw itself after its window or
// theme changed.
const settling = 350 * time.Millisecond

func (c *camera) count(bytes, wrong int) {
	c.counting.Lock()
	defer c.counting.Unlock()
	c.taken, c.bytes, c.wrong = c.taken+1, c.bytes+bytes, c.wrong+wrong
}

// keep writes a picture, or compares it with the one that is there.
func (c *camera) keep(name string, picture []byte) error {
	path := filepath.Join(c.folder, name)
	if c.check {
		was, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		part, err := differing(was, picture)
		if err != nil {
			return err
		}
		verdict, wrong := "same", 0
		if part > tolerated {
			verdict, wrong = "differs", 1
		}
		c.count(0, wrong)
		fmt.Printf("%5.1f %% %-7s %s\n", 100*part, verdict, name)
		return nil
	}
	shot, err := shrink(picture)
	if err != nil {
		return err
	}
	c.count(len(shot), 0)
	fmt.Printf("%7d %s\n", len(shot), name)
	return os.WriteFile(path, shot, 0o644)
}
