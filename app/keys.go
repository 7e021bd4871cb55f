package app

import (
	"strconv"
	"strings"
	"sync"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// mac reports whether the keyboard has a Command key.
var mac = sync.OnceValue(func() bool {
	platform := app.Window().Get("navigator").Get("platform")
	return platform.Truthy() && strings.HasPrefix(platform.String(), "Mac")
})

// keys names a shortcut with the platform's main modifier; ⇧ stands for Shift.
func keys(key string) string {
	if mac() {
		return "⌘" + key
	}
	if rest, ok := strings.CutPrefix(key, "⇧"); ok {
		return "Ctrl+⇧" + rest
	}
	return "Ctrl+" + key
}

// px writes CSS pixels.
func px(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) + "px" }
