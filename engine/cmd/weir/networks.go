package main

import (
	"fmt"
	"os"
	"path/filepath"

	"weir/engine/cmd/validation"
)

type validateNetworks struct {
	Count        whole  `default:"300" help:"${networks_count}"`
	Holdout      whole  `default:"0" help:"${networks_holdout}"`
	Items        whole  `default:"40000" help:"${networks_items}"`
	Replications whole  `default:"8" help:"${networks_replications}"`
	Write        string `placeholder:"FILE" help:"${networks_write}"`
}

// Run simulates random networks beside the closed form, ending with RESULT
// lines.
func (c validateNetworks) Run(t *terminal) error {
	n, err := c.compare(t, 1, int(c.Count), "random_networks")
	if err != nil {
		return err
	}
	others, err := c.compare(t, int(c.Count)+1, int(c.Holdout), "random_networks_holdout")
	if err != nil {
		return err
	}
	if c.Write != "" {
		return os.WriteFile(filepath.Clean(c.Write), n.Page(&others), 0o600)
	}
	return nil
}

// compare simulates networks of so many seeds and prints what it finds.
func (c validateNetworks) compare(t *terminal, first, count int, name string) (validation.Networks, error) {
	n, err := validation.RandomNetworks(first, count, int(c.Items), int(c.Replications))
	if err != nil || count == 0 {
		return n, err
	}
	for _, s := range n.Spreads {
		fmt.Fprintln(t.out, s)
	}
	for _, r := range n.Results(name) {
		fmt.Fprintf(t.out, "RESULT %s\n", r)
	}
	return n, nil
}
