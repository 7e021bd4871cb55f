package total

import (
	"math"
	"slices"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/report"
)

// Term is one node in the allocation objective, with its resource.
func Term(node string, r *component.Resource) report.Term {
	x := r.Share * r.Capacity
	t := r.Work / x
	l := x / t // x²/w
	if r.Work == 0 {
		t, l = 0, 0 // nothing is asked of it: no efficiency to speak of
	}
	return report.Term{
		Node: node, Kind: r.Kind,
		Capacity: report.Number(r.Capacity), Share: report.Number(r.Share),
		TimeS: report.Number(t), L: report.Number(l),
	}
}

// Item is one data item of the objective: the terms it meets and how often.
// Overlap says that its compute, storage and transfer go on at the same time,
// so that the slowest of the three counts; else they follow each other.
type Item struct {
	Overlap bool
	Visits  []Visit
}

// Visit is one term an item meets.
type Visit struct {
	Term  int32
	Times float64
}

// Allocate computes the objective of the reference text, section 4.1, exactly
// as written: minimise L(R) + D(T) with
//
//	L(R) = Σ a·c/t  over compute, storage and network nodes
//	D(T) = Σ_i max(t_k, t_l, t_m)      where the three overlap
//	     = Σ_i (t_k + t_l + t_m)       where they do not (section 4.2)
//
// and t = w/(a·c), the time of an item by the allocated capacity alone. So with
// x = a·c a node adds x²/w to L and w/x to D; one item on one node has its
// optimum at x³ = w²/2.
//
// The three kinds' parts of L have different units, so they are added only
// after division by a reference value of their kind:
// J = Σ_kind L_kind/L0_kind + D/D0. References that are not pinned in the
// settings are the present values, which makes each quotient 1.
//
// The terms become those of the answer.
func Allocate(terms []report.Term, items []Item, pins *design.Allocation) report.Allocation {
	a := report.Allocation{Terms: terms}
	var byKind [len(kinds)]part
	for i := range terms {
		l := float64(terms[i].L)
		a.L += terms[i].L
		if k := slices.Index(kinds[:], terms[i].Kind); k >= 0 {
			byKind[k].l += l
			byKind[k].present = true
		}
	}
	for _, item := range items {
		delay(item, a.Terms)
	}
	for i := range a.Terms {
		a.D += a.Terms[i].D
	}
	normalise(&a, &byKind, pins)
	return a
}

// part is that of one kind of resource in L.
type part struct {
	l       float64
	present bool
}

// delay adds one item's D to the terms that make it up.
func delay(item Item, terms []report.Term) {
	counts := ""
	if item.Overlap {
		longest := -1.0
		for _, kind := range kinds {
			t := 0.0
			for _, v := range item.Visits {
				if terms[v.Term].Kind == kind {
					t += v.Times * float64(terms[v.Term].TimeS)
				}
			}
			if t > longest {
				longest, counts = t, kind
			}
		}
	}
	for _, v := range item.Visits {
		if t := &terms[v.Term]; counts == "" || t.Kind == counts {
			t.D += report.Number(v.Times) * t.TimeS
		}
	}
}

var kinds = [...]string{"compute", "storage", "network"}

func normalise(a *report.Allocation, byKind *[len(kinds)]part, pins *design.Allocation) {
	a.L0 = map[string]report.Number{}
	for k, kind := range kinds {
		if !byKind[k].present {
			continue
		}
		l := byKind[k].l
		l0 := l
		if pins != nil && pins.L0[kind] != nil {
			l0 = *pins.L0[kind]
		}
		a.L0[kind] = report.Number(l0)
		a.J += quotient(l, l0)
	}
	d := float64(a.D)
	d0 := d
	if pins != nil && pins.D0 != nil {
		d0 = *pins.D0
	}
	a.D0 = report.Number(d0)
	if len(a.Terms) > 0 {
		a.J += quotient(d, d0)
	}
}

func quotient(x, reference float64) report.Number {
	switch {
	case math.IsInf(x, 1):
		return report.Unbounded
	case reference == 0:
		return 0
	}
	return report.Number(x / reference)
}
