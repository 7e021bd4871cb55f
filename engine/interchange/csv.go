package interchange

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"

	"weir/engine/design"
	"weir/engine/report"
)

// csvHead names the columns of CSV, units in the names: figures are in SI
// units and US dollars, whatever the reader's language.
var csvHead = []string{
	"id", "name", "kind", "utilisation", "servers", "arrivals_per_s", "carried_per_s", "wait_s", "mean_s", "p50_s", "p95_s", "p99_s",
	"loss_ratio", "cost_usd_per_month", "power_w", "availability",
}

// CSV writes one line for each node with its figures; what does not apply or
// is unbounded stays empty. It begins with a byte order mark, so that
// spreadsheets read names in any language, and a name that a spreadsheet
// would take for a formula is written with an apostrophe before it.
func CSV(d *design.Design, r *report.Report, lang string) []byte {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	rows := [][]string{csvHead}
	for _, id := range sortedKeys(d.Nodes) {
		row := []string{inert(id), inert(nodeName(d, id, lang)), inert(d.Nodes[id].Kind)}
		x := &report.Node{}
		if r != nil && r.Nodes[id] != nil {
			x = r.Nodes[id]
		}
		for _, f := range []report.Number{x.Utilisation, x.Servers, x.ArrivalsPerS, x.CarriedPerS, x.WaitS, x.SojournS.Mean, x.SojournS.P50, x.SojournS.P95,
			x.SojournS.P99, x.LossRatio, x.CostPerMonth, x.PowerW, x.Availability} {
			row = append(row, cell(float64(f)))
		}
		rows = append(rows, row)
	}
	_ = w.WriteAll(rows) // a Buffer never fails
	return b.Bytes()
}

func cell(x float64) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// inert keeps a text from being run as a formula.
func inert(s string) string {
	if s != "" && (s[0] == '=' || s[0] == '+' || s[0] == '-' || s[0] == '@' || s[0] == '\t' || s[0] == '\r') {
		return "'" + s
	}
	return s
}
