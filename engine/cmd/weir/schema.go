package main

import "weir/engine"

type schemaCommand struct{}

// Run prints the JSON Schema of designs.
func (schemaCommand) Run(t *terminal) error {
	_, err := t.out.Write(engine.Schema())
	return err
}
