package browsertest

import (
	"net/http"
	"testing"

	"weir/app/browsertest/host"
)

// TestMakeRun does what the README begins with: make run, and the first page
// shows the worked example with its figures.
func TestMakeRun(t *testing.T) {
	server, err := host.MakeRun(t.Context(), t.TempDir())
	must(t, err)
	t.Cleanup(server.Close)
	page := open(t, server.URL+"/")
	waitReady(t, page)
	found := figures(t, page)
	for _, key := range []string{latencyKey, costKey} {
		if v := found[key]; v == "" || v == "null" {
			t.Errorf("the first page has no %s: %v", key, found)
		}
	}
	server.Close()
	if answer, err := http.Get(server.URL + "/readyz"); err == nil {
		answer.Body.Close()
		t.Error("the server outlives its end")
	}
}
