package browser

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Response is what a server answered.
type Response struct {
	Status int
	ETag   string
	Body   []byte
}

// Fetch sends a request to the site itself; body nil sends none. An error
// means that no answer came.
func Fetch(method, address string, headers map[string]string, body []byte) (Response, error) {
	h := app.Window().Get("Object").New()
	for name, value := range headers {
		h.Set(name, value)
	}
	options := map[string]any{"method": method, "headers": h, "credentials": "omit", "cache": "no-store"}
	if body != nil {
		options["body"] = Array(body)
	}
	r, err := Await(app.Window().Call("fetch", address, Object(options)))
	if err != nil {
		return Response{}, err
	}
	out := Response{Status: r.Get("status").Int()}
	if tag := r.Get("headers").Call("get", "ETag"); tag.Truthy() {
		out.ETag = tag.String()
	}
	buffer, err := Await(r.Call("arrayBuffer"))
	if err != nil {
		return Response{}, err
	}
	out.Body = Bytes(buffer)
	return out, nil
}
