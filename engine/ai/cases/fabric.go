package cases

import (
	"regexp"
	"strconv"
	"strings"
)

// speed is a bandwidth in the words of a source: "8x200G", "100 GbE",
// "1600 Gbps", "400 Gb/s", "25 GB/s". The first group is how many, the third
// tells bytes (GB/s) from bits.
var speed = regexp.MustCompile(`(?:(\d+)\s*[x×]\s*)?(\d+(?:\.\d+)?)\s*(GB/s|GBps|Gb(?:it)?/s|Gbps|GbE|Gbit|Gigabit|G)\b`)

// pcie is a generation of PCIe: "PCIe 4.0", "PCI-E Gen5", "PCIe4".
var pcie = regexp.MustCompile(`(?i)pci-?e(?:xpress)?\s*(?:gen\s*)?([3-6])?`)

// laneSpeed is one way over 16 lanes, B/s, by generation (PCI-SIG).
var laneSpeed = map[string]float64{"3": 15.75e9, "4": 31.5e9, "5": 63e9, "6": 121e9}

// fabric reads what a source says of its cluster: B/s of a device beyond its
// node, and inside it; 0 = the device's usual one. A network without further
// words is that of a node. Clauses are separated by semicolons or commas.
func fabric(words string, domain int) (nic, link float64) {
	perNode := float64(min(max(domain, 1), 8))
	for clause := range strings.FieldsFuncSeq(words, func(r rune) bool { return r == ';' || r == ',' }) {
		low := strings.ToLower(clause)
		absent := strings.Contains(low, "no nvlink") || strings.Contains(low, "without nvlink")
		if m := pcie.FindStringSubmatch(clause); m != nil && (absent || !strings.Contains(strings.ToLower(words), "nvlink") || strings.Contains(strings.ToLower(words), "no nvlink")) {
			generation := m[1]
			if generation == "" {
				generation = "4"
			}
			link = laneSpeed[generation]
			continue
		}
		if strings.Contains(low, "nvlink") || strings.Contains(low, "nvswitch") || strings.Contains(low, "xgmi") {
			if !strings.Contains(low, "inter-node") && !strings.Contains(low, "ib ") {
				continue // the device's own
			}
		}
		m := speed.FindStringSubmatch(clause)
		if m == nil || nic > 0 {
			continue
		}
		x, _ := strconv.ParseFloat(m[2], 64)
		if n, err := strconv.ParseFloat(m[1], 64); err == nil {
			x *= n
		}
		x *= 1e9
		if m[3] != "GB/s" && m[3] != "GBps" {
			x /= 8
		}
		if !strings.Contains(low, "per gpu") && !strings.Contains(low, "/gpu") && !strings.Contains(low, "per device") && !strings.Contains(low, "a gpu") {
			x /= perNode
		}
		nic = x
	}
	return nic, link
}
