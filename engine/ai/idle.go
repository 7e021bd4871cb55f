package ai

import "weir/engine/catalog"

// IdlePower is the power of a device that is on and has nothing to do, W.
func IdlePower(d *catalog.Device) float64 { return idlePower * d.TDP }
