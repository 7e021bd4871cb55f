// Command shots photographs every screen, in three sizes, both themes
// and both languages, into the folder web/shots.
package main

import (
	"context"
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "shots:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	root, err := host.Root()
	if err != nil {
		return err
	}
	folder := filepath.Join(root, "web", "shots")
	if err := os.MkdirAll(folder, 0o755); err != nil {
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

	total := 0
	for _, size := range screens.Sizes {
		for _, theme := range []string{"light", "dark"} {
			for _, lang := range []string{"en", "zh"} {
				n, err := photograph(ctx, server.URL, folder, size, theme, lang)
				if err != nil {
					return err
				}
				total += n
			}
		}
	}
	fmt.Printf("%d kB in %s\n", total/1000, folder)
	return nil
}

// photograph takes every screen in one window, theme and language, and
// answers how many bytes it wrote.
func photograph(ctx context.Context, url, folder string, size screens.Size, theme, lang string) (int, error) {
	browser, err := chrome.Launch(ctx, size.Width, size.Height)
	if err != nil {
		return 0, err
	}
	defer browser.Close()
	page := browser.Page()
	if err := size.Show(page); err != nil {
		return 0, err
	}
	settings := fmt.Sprintf(`try { localStorage.setItem("weir.theme", %q); localStorage.setItem("weir.lang", %q) } catch {}`, theme, lang)
	if err := page.OnEveryDocument(settings); err != nil {
		return 0, err
	}
	total := 0
	for _, s := range screens.All {
		name := s.Name + "-" + size.Name + "-" + theme + "-" + lang + ".png"
		if err := s.Reach(page, url, size.Small); err != nil {
			return total, fmt.Errorf("%s: %w", name, err)
		}
		picture, err := chrome.Run(page, chromedp.CaptureScreenshot())
		if err != nil {
			return total, err
		}
		shot, err := shrink(picture)
		if err != nil {
			return total, err
		}
		if err := os.WriteFile(filepath.Join(folder, name), shot, 0o644); err != nil {
			return total, err
		}
		fmt.Printf("%7d %s\n", len(shot), name)
		total += len(shot)
	}
	return total, nil
}
