package edit

import "weir/engine/design"

// FragmentText writes a fragment as the clipboard holds it: a design
// document. "" stands for none.
func FragmentText(d *design.Design) string {
	if d == nil {
		return ""
	}
	b, err := design.Encode(d)
	if err != nil {
		return ""
	}
	return string(b)
}

// ReadFragment reads what FragmentText wrote, or a whole design; any other
// text is refused.
func ReadFragment(text string) (*design.Design, error) {
	d, err := design.Decode([]byte(text))
	if err != nil {
		return nil, errClipboard
	}
	return d, nil
}
