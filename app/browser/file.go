package browser

import (
	"time"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// File is a file the user chose or dropped.
type File struct {
	Name string
	blob app.Value
}

// Size is its length in bytes.
func (f File) Size() int { return f.blob.Get("size").Int() }

// Read returns its content.
func (f File) Read() ([]byte, error) {
	buffer, err := Await(f.blob.Call("arrayBuffer"))
	if err != nil {
		return nil, err
	}
	return Bytes(buffer), nil
}

// Files lists the files of a FileList.
func Files(list app.Value) []File {
	if !list.Truthy() {
		return nil
	}
	out := make([]File, list.Get("length").Int())
	for i := range out {
		f := list.Index(i)
		out[i] = File{Name: f.Get("name").String(), blob: f}
	}
	return out
}

// newBlob makes a Blob. The list of its parts is made in JavaScript: go-app
// does not unwrap values inside a Go slice.
func newBlob(content []byte, mime string) app.Value {
	parts := app.Window().Get("Array").Call("of", Array(content))
	return app.Window().Get("Blob").New(parts, Object(map[string]any{"type": mime}))
}

// Download saves content as a file of the user's.
func Download(name, mime string, content []byte) {
	blob := newBlob(content, mime)
	urls := app.Window().Get("URL")
	address := urls.Call("createObjectURL", blob)
	a := Document().Call("createElement", "a")
	a.Set("href", address)
	a.Set("download", name)
	a.Call("click")
	// Revoking at once would cut the download off in some browsers.
	After(time.Minute, func() { urls.Call("revokeObjectURL", address) })
}

// Copy puts text on the clipboard.
func Copy(text string) error {
	clipboard := app.Window().Get("navigator").Get("clipboard")
	if !clipboard.Truthy() {
		return &Failure{Name: "NotSupportedError", Message: "no clipboard"}
	}
	_, err := Await(clipboard.Call("writeText", text))
	return err
}
