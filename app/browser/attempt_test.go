package browser

import (
	"errors"
	"testing"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

func TestAttemptCatchesWhatTheBrowserThrows(t *testing.T) {
	thrown := errors.New("the database connection is closing")
	_, err := attempt(func() app.Value { panic(thrown) })
	if err == nil || err.Error() != "Error: "+thrown.Error() {
		t.Errorf("answers %v", err)
	}
}

func TestAttemptLetsFaultsOfOurOwnThrough(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("a nil map was written and nobody heard")
		}
	}()
	var none map[string]int
	_, _ = attempt(func() app.Value { none["a"] = 1; return nil })
}
