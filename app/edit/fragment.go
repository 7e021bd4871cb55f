package edit

import (
	"github.com/goccy/go-json"

	"weir/engine/design"
)

// FragmentText writes a fragment as the clipboard holds it; "" for none.
func FragmentText(d *design.Design) string {
	if d == nil {
		return ""
	}
	b, err := json.Marshal(d)
	if err != nil {
		return ""
	}
	return string(b)
}

// ReadFragment reads what FragmentText wrote, or a whole design. Text that
// is neither is refused.
func ReadFragment(text string) (*design.Design, error) {
	d := &design.Design{}
	if len(text) > design.MaxBytes || json.Unmarshal([]byte(text), d) != nil || d.Weir != design.Version {
		return nil, errClipboard
	}
	return d, nil
}
