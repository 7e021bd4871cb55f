package explain

import (
	"math"
	"strconv"
	"strings"

	"weir/engine/portable"
)

// evaluate works a formula out: + − · /, brackets, √ and exp of a bracket.
// It fails on anything else, on a symbol without a value, and where the
// answer is no finite number.
func evaluate(formula string, terms []Known) (value float64, ok bool) {
	p := parser{words: strings.Fields(formula), values: map[string]float64{}}
	for _, t := range terms {
		p.values[t.Symbol] = t.Value
	}
	value = p.sum()
	ok = !p.failed && p.at == len(p.words) && !math.IsNaN(value) && !math.IsInf(value, 0)
	return value, ok
}

type parser struct {
	words  []string
	values map[string]float64
	at     int
	failed bool
}

func (p *parser) next(word string) bool {
	if p.at < len(p.words) && p.words[p.at] == word {
		p.at++
		return true
	}
	return false
}

func (p *parser) sum() float64 {
	x := p.product()
	for {
		switch {
		case p.next("+"):
			x += p.product()
		case p.next("−"):
			x -= p.product()
		default:
			return x
		}
	}
}

func (p *parser) product() float64 {
	x := p.factor()
	for {
		switch {
		case p.next("·"):
			x *= p.factor()
		case p.next("/"):
			x /= p.factor()
		default:
			return x
		}
	}
}

func (p *parser) factor() float64 {
	switch {
	case p.next("("):
		x := p.sum()
		p.failed = p.failed || !p.next(")")
		return x
	case p.next("√"):
		return math.Sqrt(p.factor())
	case p.next("exp"):
		return portable.Exp(p.factor())
	case p.next("10⁶"):
		return 1e6
	case p.at < len(p.words):
		word := p.words[p.at]
		p.at++
		if x, known := p.values[word]; known {
			return x
		}
		x, err := strconv.ParseFloat(word, 64)
		p.failed = p.failed || err != nil
		return x
	}
	p.failed = true
	return 0
}
