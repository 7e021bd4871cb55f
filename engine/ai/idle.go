package ai

import "weir/engine/catalog"

// IdlePower is the power of a device that is on and has nothing to do, W.
func IdlePower(d *catalog.Device) float64 { return idlePower * d.TDP }

// BusyPower is the power of a device that works on a phase with such a bound
// all the time, W.
func BusyPower(d *catalog.Device, by Bound) float64 {
	if by == Compute {
		return computePower * d.TDP
	}
	return memoryPower * d.TDP
}
