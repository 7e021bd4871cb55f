package app

import (
	"testing"

	"weir/engine/catalog"
)

// The smaller models offered are smaller, the largest first; those of the
// same maker are among them.
func TestSmallerModels(t *testing.T) {
	const id = "meta-llama/Meta-Llama-3.1-70B"
	now, ok := catalog.FindModel(id)
	if !ok {
		t.Fatalf("no %s in the catalogue", id)
	}
	list, same := smallerModels(id), false
	for i, m := range list {
		if m.Params() >= now.Params() {
			t.Errorf("%s is not smaller", m.ID)
		}
		if i > 0 && m.Params() > list[i-1].Params() {
			t.Errorf("%s comes after a smaller one", m.ID)
		}
		same = same || m.ID == "meta-llama/Meta-Llama-3.1-8B"
	}
	if !same {
		ids := []string{}
		for _, m := range list {
			ids = append(ids, m.ID)
		}
		t.Errorf("the 8B of the same maker is not offered: %v", ids)
	}
	if smallerModels("nobody/nothing") != nil {
		t.Error("an unknown model has smaller ones")
	}
}
