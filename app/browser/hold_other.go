//go:build !js || !wasm

package browser

import "github.com/maxence-charriere/go-app/v9/pkg/app"

// holder is for browsers; nobody else has locks.
func holder(chan<- app.Value) (callback any, release func()) { return nil, func() {} }
