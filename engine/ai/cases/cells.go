package cases

import (
	"fmt"
	"strings"
)

// form is what a column may hold beside a blank.
type form int

const (
	whole    form = iota // a whole number of at least 1
	degree               // the same, or 0 for "does not apply"
	positive             // a number above 0
	flag                 // 0 or 1
)

var expected = map[form]string{
	whole: "a whole number of at least 1", degree: "a whole number, 0 or blank where it does not apply",
	positive: "a number above 0", flag: "0 or 1",
}

// columns of numbers, by what they hold.
var (
	inferenceColumns = map[form][]string{
		whole:    {"num_gpus", "tp", "pp", "prefill_workers", "prefill_tp", "decode_workers", "decode_tp"},
		degree:   {"ep", "dp", "moe_tp", "prefill_dp", "prefill_ep", "decode_dp", "decode_ep"},
		positive: {"measured", "input_len", "output_len", "request_rate_qps"},
		flag:     {"unsaturated"},
	}
	trainingColumns = map[form][]string{
		whole:    {"layers", "hidden", "heads", "kv_heads", "ffn_hidden", "vocab", "seq_len", "num_gpus", "tp", "pp", "microbatch", "global_batch"},
		degree:   {"dp", "cp", "ep", "vp"},
		positive: {"measured"},
		flag:     {"gate"},
	}
)

// fault names the first cell, in the order of the header, that does not hold
// what its column should, empty if all do.
func (r Row) fault(columns map[form][]string) string {
	if len(r.cells) > r.wide {
		return fmt.Sprintf("%d cells under a header of %d columns; a comma too many, or a text with a comma that is not quoted", len(r.cells), r.wide)
	}
	at, why := len(r.cells), ""
	for f, names := range columns {
		for _, n := range names {
			if i, ok := r.names[n]; ok && i < at && !r.holds(n, f) {
				at, why = i, r.misfit(n, expected[f])
			}
		}
	}
	return why
}

// misfit says that a cell does not hold what is expected.
func (r Row) misfit(col, want string) string {
	if r.Text(col) == "" {
		return fmt.Sprintf("column %s is blank; expected %s", col, want)
	}
	return fmt.Sprintf("column %s: %q; expected %s", col, r.Text(col), want)
}

func (r Row) holds(col string, f form) bool {
	if r.Text(col) == "" {
		return true // what a blank means is the reader's to say
	}
	x, ok := r.Num(col)
	if !ok || x > 1e15 {
		return false
	}
	switch f {
	case whole:
		return x >= 1 && x == float64(int(x)) && x <= 1e9
	case degree:
		return x >= 0 && x == float64(int(x)) && x <= 1e9
	case positive:
		return x > 0
	}
	return x == 0 || x == 1
}

// unsaid reports whether a cell leaves the choice to the engine.
func unsaid(s string) bool {
	switch strings.ToLower(s) {
	case "", "auto", "default", "none", "n/a", "-", "unknown":
		return true
	}
	return false
}
