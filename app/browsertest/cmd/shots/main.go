// Command shots photographs every screen, in three sizes, both themes and
// both languages: the main ones into web/shots, the others into its folder
// more, which is not committed. With -main it takes the main ones only; with
// -check it writes nothing but compares them with what is there.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/chromedp/chromedp"

	"weir/app/browsertest/chrome"
	"weir/app/browsertest/host"
	"weir/app/browsertest/screens"
)

func main() {
	golden := flag.Bool("main", false, "the main screens only")
	check := flag.Bool("check", false, "compare the main screens with their pictures")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, *golden || *check, *check); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, golden, check bool) error {
	root, err := host.Root()
	if err != nil {
		return err
	}
	c := camera{folder: filepath.Join(root, "web", "shots"), golden: golden, check: check}
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
	for _, size := range screens.Sizes {
		for _, theme := range []string{"light", "dark"} {
			for _, lang := range []string{"en", "zh"} {
				if err := c.photograph(ctx, size, theme, lang); err != nil {
					return err
				}
			}
		}
	}
	if c.wrong > 0 {
		return fmt.Errorf("%d of %d pictures look otherwise: see them, then make shots", c.wrong, c.taken)
	}
	fmt.Printf("%d pictures, %d kB\n", c.taken, c.bytes/1000)
	return nil
}

// camera takes pictures and counts them.
type camera struct {
	url, folder   string
	golden, check bool
	taken, bytes  int
	wrong         int
}

// photograph takes every screen in one window, theme and language.
func (c *camera) photograph(ctx context.Context, size screens.Size, theme, lang string) error {
	browser, err := chrome.Launch(ctx, size.Width, size.Height)
	if err != nil {
		return err
	}
	defer browser.Close()
	page := browser.Page()
	if err := size.Show(page); err != nil {
		return err
	}
	settings := fmt.Sprintf(`try { localStorage.setItem("weir.theme", %q); localStorage.setItem("weir.lang", %q) } catch {}`, theme, lang)
	if err := page.OnEveryDocument(settings); err != nil {
		return err
	}
	for _, s := range screens.All {
		if c.golden && !s.Golden {
			continue
		}
		if err := s.Reach(page, c.url, size.Small); err != nil {
			return err
		}
		picture, err := chrome.Run(page, chromedp.CaptureScreenshot())
		if err != nil {
			return err
		}
		name := s.Name + "-" + size.Name + "-" + theme + "-" + lang + ".png"
		if !s.Golden {
			name = filepath.Join("more", name)
		}
		if err := c.keep(name, picture); err != nil {
			return err
		}
	}
	return nil
}

// keep writes a picture, or compares it with the one that is there.
func (c *camera) keep(name string, picture []byte) error {
	c.taken++
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
		verdict := "same"
		if part > tolerated {
			verdict = "differs"
			c.wrong++
		}
		fmt.Printf("%5.1f %% %-7s %s\n", 100*part, verdict, name)
		return nil
	}
	shot, err := shrink(picture)
	if err != nil {
		return err
	}
	c.bytes += len(shot)
	fmt.Printf("%7d %s\n", len(shot), name)
	return os.WriteFile(path, shot, 0o644)
}
