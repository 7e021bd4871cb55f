package browser

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// Remember keeps a short text on the device, and does nothing where storage is
// refused.
func Remember(key, value string) { write("localStorage", key, value) }

// Recall returns what was remembered under key, or "".
func Recall(key string) string { return read("localStorage", key) }

// RememberTab keeps a short text for one tab: a reload finds it, another tab
// does not.
func RememberTab(key, value string) { write("sessionStorage", key, value) }

// RecallTab returns what this tab remembered under key, or "".
func RecallTab(key string) string { return read("sessionStorage", key) }

func write(storage, key, value string) {
	_, _ = attempt(func() app.Value { return app.Window().Get(storage).Call("setItem", key, value) })
}

func read(storage, key string) string {
	v, err := attempt(func() app.Value { return app.Window().Get(storage).Call("getItem", key) })
	if err != nil || !v.Truthy() {
		return ""
	}
	return v.String()
}
