package main

import (
	"encoding/csv"
	"os"
	"strconv"

	"weir/engine/ai/cases"
)

// writeRows writes every prediction beside its measurement, for whoever looks
// for what the model misses.
func writeRows(path string, all []cases.Scored) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	w := csv.NewWriter(f)
	number := func(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }
	lines := [][]string{{"case_id", "predicted", "measured"}}
	for _, s := range all {
		lines = append(lines, []string{s.ID, number(s.Predicted), number(s.Measured)})
	}
	if err := w.WriteAll(lines); err != nil {
		_ = f.Close()
		return err
	}
	return f.Close()
}
