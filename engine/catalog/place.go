package catalog

import "sync"

// Link is a kind of wire.
type Link struct {
	ID        string
	Label     Text
	Bandwidth float64 // B/s one way
	Latency   float64 // s one way
	Power     float64 // W per port pair
	AsOf      string
	Source    string
}

var links = sync.OnceValue(func() shelf[Link] {
	return fill(table("links.csv"), func(r row) (string, Link) {
		l := Link{
			ID: r.text("id"), Label: r.label(), Bandwidth: r.num("bandwidth_gb_s") * giga,
			Latency: r.num("latency_us") * 1e-6, Power: r.num("power_w"), AsOf: r.text("as_of"), Source: r.text("source"),
		}
		return l.ID, l
	})
})

// Links lists the links in catalogue order. The caller must not change it.
func Links() []Link { return links().items }

// FindLink returns the link with the id.
func FindLink(id string) (Link, bool) { return links().find(id) }

// Tier is a class of storage.
type Tier struct {
	ID           string
	Label        Text
	Read, Write  float64 // B/s of one volume, prefix or mount
	ReadIOPS     float64 // operations/s
	WriteIOPS    float64
	Latency      float64 // s to the first byte
	Durability   float64 // probability that an object survives a year
	Availability float64
	AFR          float64 // annual failure rate of the medium
	Capacity     float64 // USD/(B·s) kept
	ReadOp       float64 // USD per read request
	WriteOp      float64 // USD per write request
	Retrieval    float64 // USD/B read
	MinKeep      float64 // s that are charged at least
	AsOf         string
	Source       string
}

const (
	month = 730 * 3600 // s, as in the units of a design
	day   = 24 * 3600  // s
)

var tiers = sync.OnceValue(func() shelf[Tier] {
	return fill(table("tiers.csv"), func(r row) (string, Tier) {
		t := Tier{
			ID: r.text("id"), Label: r.label(),
			Read: r.num("read_mb_s") * 1e6, Write: r.num("write_mb_s") * 1e6,
			ReadIOPS: r.num("read_iops"), WriteIOPS: r.num("write_iops"), Latency: r.num("latency_ms") * 1e-3,
			Durability: r.num("durability"), Availability: r.num("availability"), AFR: r.num("afr"),
			Capacity: r.num("price_gb_month") / giga / month,
			ReadOp:   r.num("price_read_1000") / 1000, WriteOp: r.num("price_write_1000") / 1000,
			Retrieval: r.num("price_retrieval_gb") / giga, MinKeep: r.num("min_days") * day,
			AsOf: r.text("as_of"), Source: r.text("source"),
		}
		return t.ID, t
	})
})

// Tiers lists the storage tiers in catalogue order. The caller must not change it.
func Tiers() []Tier { return tiers().items }

// FindTier returns the storage tier with the id.
func FindTier(id string) (Tier, bool) { return tiers().find(id) }

// Host is a CPU server or a slice of one.
type Host struct {
	ID        string
	Label     Text
	Cores     int
	Rate      float64 // FLOP/s of all cores together
	Memory    float64 // B
	Bandwidth float64 // memory B/s
	TDP, Idle float64 // W
	Price     float64 // USD/s, on demand
	AsOf      string
	Source    string
}

var hosts = sync.OnceValue(func() shelf[Host] {
	return fill(table("hosts.csv"), func(r row) (string, Host) {
		h := Host{
			ID: r.text("id"), Label: r.label(), Cores: int(r.num("cores")), Rate: r.num("cores") * r.num("gflops_core") * giga,
			Memory: r.num("memory_gb") * giga, Bandwidth: r.num("memory_gb_s") * giga,
			TDP: r.num("tdp_w"), Idle: r.num("idle_w"), Price: r.num("usd_hour") / 3600,
			AsOf: r.text("as_of"), Source: r.text("source"),
		}
		return h.ID, h
	})
})

// Hosts lists the CPU servers in catalogue order. The caller must not change it.
func Hosts() []Host { return hosts().items }

// FindHost returns the CPU server with the id.
func FindHost(id string) (Host, bool) { return hosts().find(id) }
