package app

import (
	"maps"
	"slices"
)

// sortedKeys lists the ids of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
