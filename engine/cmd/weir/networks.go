package main

import (
	"fmt"
	"os"
	"path/filepath"

	"weir/engine/cmd/validation"
)

type validateNetworks struct {
	Count        int    `default:"300" help:"${networks_count}"`
	Items        int    `default:"40000" help:"${networks_items}"`
	Replications int    `default:"8" help:"${networks_replications}"`
	Write        string `placeholder:"FILE" help:"${networks_write}"`
}

// Run simulates random networks beside the closed form, ending with RESULT
// lines.
func (c validateNetworks) Run(t *terminal) error {
	n, err := validation.RandomNetworks(c.Count, c.Items, c.Replications)
	if err != nil {
		return err
	}
	for _, s := range n.Spreads {
		fmt.Fprintln(t.out, s)
	}
	for _, r := range n.Results() {
		fmt.Fprintf(t.out, "RESULT %s\n", r)
	}
	if c.Write != "" {
		return os.WriteFile(filepath.Clean(c.Write), n.Page(), 0o600)
	}
	return nil
}
