//go:build !js || !wasm

package canvas

import "errors"

// Mount needs a browser: elsewhere there is nothing to draw on.
func (c *Canvas) Mount(string) error { return errors.ErrUnsupported }
