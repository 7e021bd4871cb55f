package catalog

import (
	"sort"
	"sync"
)

// Term is how a device is rented.
type Term string

// The rental terms.
const (
	OnDemand Term = "on-demand"
	Reserved Term = "reserved"
	Spot     Term = "spot"
)

// Price is one published price.
type Price struct {
	Device   string // id of the device, "" for what is not an accelerator
	Term     Term
	Provider string
	Item     string
	Unit     string  // the seller's unit
	USD      float64 // per unit; divided by the devices in it where Device is set
	Region   string
	AsOf     string
	Source   string
}

// Rental is the price of one device, the median of the published ones.
type Rental struct {
	PerSecond float64 // USD/s
	Low, High float64 // USD/s, the range of what is published
	Basis     Price   // the row the median is taken from
	Quotes    int
}

var prices = sync.OnceValue(func() []Price {
	rows := table("prices.csv")
	out := make([]Price, 0, len(rows))
	for _, r := range rows {
		out = append(out, Price{
			Device: r.text("device"), Term: Term(r.text("term")), Provider: r.text("provider"), Item: r.text("item"),
			Unit: r.text("unit"), USD: r.num("usd") / max(r.num("per"), 1), Region: r.text("region"),
			AsOf: r.text("as_of"), Source: r.text("source"),
		})
	}
	return out
})

// Prices lists every published price in catalogue order. The caller must not change it.
func Prices() []Price { return prices() }

// FindRental returns what one device costs under a term: the lower median of
// the published prices. Where a term has none, the on-demand price stands in
// for reserved and reserved for spot (then Basis.Term differs from the term
// asked for); false when nothing is published.
func FindRental(device string, term Term) (Rental, bool) {
	if r, ok := rentals()[offer{device, term}]; ok {
		return r, true
	}
	switch term {
	case Spot:
		return FindRental(device, Reserved)
	case Reserved:
		return FindRental(device, OnDemand)
	}
	return Rental{}, false
}

// offer is a device on terms.
type offer struct {
	device string
	term   Term
}

var rentals = sync.OnceValue(func() map[offer]Rental {
	quotes := map[offer][]Price{}
	for _, p := range prices() {
		of := offer{p.Device, p.Term}
		quotes[of] = append(quotes[of], p)
	}
	m := make(map[offer]Rental, len(quotes))
	for of, list := range quotes {
		sort.SliceStable(list, func(a, b int) bool { return list[a].USD < list[b].USD })
		basis := list[(len(list)-1)/2]
		m[of] = Rental{
			PerSecond: basis.USD / 3600, Low: list[0].USD / 3600, High: list[len(list)-1].USD / 3600,
			Basis: basis, Quotes: len(list),
		}
	}
	return m
})
