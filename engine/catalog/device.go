package catalog

import (
	"strings"
	"sync"
)

// Class is a hardware generation: devices of one class share fitted efficiencies.
type Class string

// The device classes. Those without published measurements behind them
// borrow the efficiencies of the mean of the others, and say so.
const (
	Ampere    Class = "ampere"
	Ada       Class = "ada"
	Hopper    Class = "hopper"
	Blackwell Class = "blackwell"
	CDNA      Class = "cdna"
	TPU       Class = "tpu"
	Ascend    Class = "ascend"
	Other     Class = "other"
)

// Device is one accelerator from its data sheet. Rates are dense peaks, 0
// where the device has no such unit. "My own device" is a Device the user fills.
type Device struct {
	ID        string
	Label     Text
	Vendor    string
	Class     Class
	FP16      float64 // BF16/FP16 FLOP/s
	FP8       float64 // FLOP/s
	FP4       float64 // FLOP/s
	INT8      float64 // op/s
	Memory    float64 // bytes on the label
	Usable    float64 // bytes a program can allocate
	Bandwidth float64 // HBM B/s
	ScaleUp   float64 // B/s one way per device inside the domain (NVLink, xGMI, ICI, PCIe)
	Domain    int     // devices that reach each other by ScaleUp
	ScaleOut  float64 // B/s one way per device beyond the domain (NIC)
	Units     int     // streaming multiprocessors, compute units or cores
	TDP       float64 // W
	AsOf      string
	Source    string
}

const (
	giga = 1e9
	tera = 1e12
)

var devices = sync.OnceValue(func() shelf[Device] {
	return fill(table("devices.csv"), func(r row) (string, Device) {
		d := Device{
			ID: r.text("id"), Label: r.label(), Vendor: r.text("vendor"), Class: Class(r.text("class")),
			FP16: r.num("bf16_tflops") * tera, FP8: r.num("fp8_tflops") * tera,
			FP4: r.num("fp4_tflops") * tera, INT8: r.num("int8_tops") * tera,
			Memory: r.num("memory_gb") * giga, Usable: r.num("usable_gb") * giga,
			Bandwidth: r.num("hbm_tb_s") * tera,
			ScaleUp:   r.num("scale_up_gb_s") * giga, Domain: int(r.num("domain")),
			ScaleOut: r.num("scale_out_gb_s") * giga, Units: int(r.num("units")), TDP: r.num("tdp_w"),
			AsOf: r.text("as_of"), Source: r.text("source"),
		}
		return d.ID, d
	})
})

// Devices lists the accelerators in catalogue order (vendor, then age).
// The caller must not change the slice.
func Devices() []Device { return devices().items }

// FindDevice returns the accelerator with the id. Common spellings of the
// field ("H100", "A100-SXM4-80GB", "H100-96GB-HBM2e-500W") are understood too.
func FindDevice(id string) (Device, bool) {
	if d, ok := devices().find(id); ok {
		return d, true
	}
	return devices().find(deviceAlias(id))
}

// deviceAlias maps a vendor's or a benchmark's name of a device to its id,
// "" when there is none.
func deviceAlias(name string) string {
	s := strings.NewReplacer("_", "-", " ", "-", "nvidia-", "", "amd-", "", "instinct-", "", "google-", "").
		Replace(strings.ToLower(strings.TrimSpace(name)))
	has := func(parts ...string) bool {
		for _, p := range parts {
			if !strings.Contains(s, p) {
				return false
			}
		}
		return true
	}
	switch {
	case has("a100", "pcie"):
		return "a100-80-pcie"
	case has("a100", "40"):
		return "a100-40"
	case has("a100"):
		return "a100-80"
	case has("h100", "pcie"), has("h100", "nvl"):
		return "h100-pcie"
	case has("h100", "96gb"):
		return "h100-96-500w"
	case has("gh200"):
		return "gh200"
	case has("h100"):
		return "h100-sxm"
	case has("rtx", "6000"):
		return "rtx-pro-6000"
	case has("mi300"):
		return "mi300x"
	case has("mi355"):
		return "mi355x"
	case has("910b"):
		return "ascend-910b"
	case has("tpu", "v5e"), has("v5litepod"):
		return "tpu-v5e"
	case has("tpu", "v5p"):
		return "tpu-v5p"
	case has("tpu", "v6e"), has("trillium"):
		return "tpu-v6e"
	}
	for _, d := range []string{"gb300", "gb200", "b300", "b200", "h200", "h800", "h20", "l40s"} {
		if has(d) {
			return d
		}
	}
	if s == "l4" || strings.HasPrefix(s, "l4-") {
		return "l4"
	}
	return ""
}
