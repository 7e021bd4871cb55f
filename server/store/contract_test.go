package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"weir/server/store"
)

// contract is what every Store promises. open gives an empty store.
func contract(t *testing.T, open func(t *testing.T) store.Store) {
	tests := map[string]func(*testing.T, store.Store){
		"what is created can be read":            createThenRead,
		"ids are taken once":                     idsAreTakenOnce,
		"updates count up and keep old bodies":   updatesCountUp,
		"updates from an old revision fail":      updatesFromAnOldRevisionFail,
		"a missing design is missing everywhere": missingEverywhere,
		"deletion removes every revision":        deletionRemovesAll,
		"an ended context changes nothing":       endedContext,
		"of rival updates one wins":              rivalUpdates,
		"readers see whole revisions":            readersSeeWholeRevisions,
		"it behaves like a map of slices":        behavesLikeModel,
		"it is ready":                            func(t *testing.T, s store.Store) { must(t, s.Ready(t.Context())) },
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := open(t)
			defer func() { must(t, s.Close()) }()
			test(t, s)
		})
	}
}

var token = sha256.Sum256([]byte("token"))

func createThenRead(t *testing.T, s store.Store) {
	ctx := t.Context()
	before := time.Now().Add(-time.Millisecond)
	made, err := s.Create(ctx, "a", token, []byte("one"))
	must(t, err)
	if made.ID != "a" || made.Token != token || made.Revision != 1 || made.Sum != sha256.Sum256([]byte("one")) {
		t.Errorf("Create gave %+v", made)
	}
	if made.SavedAt.Before(before) || made.SavedAt.After(time.Now()) || made.SavedAt.Location() != time.UTC {
		t.Errorf("saved at %v, which is not now in UTC", made.SavedAt)
	}
	head, err := s.Head(ctx, "a")
	must(t, err)
	if head != made {
		t.Errorf("Head gave %+v, Create gave %+v", head, made)
	}
	head, body, err := s.Get(ctx, "a")
	must(t, err)
	if head != made || string(body) != "one" {
		t.Errorf("Get gave %+v %q", head, body)
	}
}

func idsAreTakenOnce(t *testing.T, s store.Store) {
	_, err := s.Create(t.Context(), "a", token, []byte("one"))
	must(t, err)
	_, err = s.Create(t.Context(), "a", token, []byte("two"))
	wants(t, err, store.ErrExists)
	_, body, err := s.Get(t.Context(), "a")
	must(t, err)
	if string(body) != "one" {
		t.Errorf("the first design became %q", body)
	}
}

func updatesCountUp(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Create(ctx, "a", token, []byte("body 1"))
	must(t, err)
	const last = store.Keep + 5
	for n := int64(1); n < last; n++ {
		h, err := s.Update(ctx, "a", n, fmt.Appendf(nil, "body %d", n+1))
		must(t, err)
		if h.Revision != n+1 || h.Token != token {
			t.Fatalf("update %d gave %+v", n, h)
		}
	}
	for n := int64(1); n <= last; n++ {
		body, err := s.Revision(ctx, "a", n)
		if n <= last-store.Keep {
			wants(t, err, store.ErrMissing)
			continue
		}
		must(t, err)
		if want := fmt.Sprintf("body %d", n); string(body) != want {
			t.Errorf("revision %d is %q", n, body)
		}
	}
}

func updatesFromAnOldRevisionFail(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Create(ctx, "a", token, []byte("one"))
	must(t, err)
	_, err = s.Update(ctx, "a", 1, []byte("two"))
	must(t, err)
	for _, number := range []int64{-1, 0, 1, 3} {
		_, err = s.Update(ctx, "a", number, []byte("lost"))
		wants(t, err, store.ErrChanged)
		wants(t, s.Delete(ctx, "a", number), store.ErrChanged)
	}
	h, body, err := s.Get(ctx, "a")
	must(t, err)
	if h.Revision != 2 || string(body) != "two" {
		t.Errorf("revision %d is %q", h.Revision, body)
	}
}

func missingEverywhere(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Head(ctx, "a")
	wants(t, err, store.ErrMissing)
	_, _, err = s.Get(ctx, "a")
	wants(t, err, store.ErrMissing)
	_, err = s.Revision(ctx, "a", 1)
	wants(t, err, store.ErrMissing)
	_, err = s.Update(ctx, "a", 1, []byte("x"))
	wants(t, err, store.ErrMissing)
	wants(t, s.Delete(ctx, "a", 1), store.ErrMissing)
}

func deletionRemovesAll(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Create(ctx, "a", token, []byte("one"))
	must(t, err)
	_, err = s.Create(ctx, "b", token, []byte("other"))
	must(t, err)
	_, err = s.Update(ctx, "a", 1, []byte("two"))
	must(t, err)
	must(t, s.Delete(ctx, "a", 2))
	missingEverywhere(t, s)
	_, err = s.Revision(ctx, "a", 2)
	wants(t, err, store.ErrMissing)
	_, body, err := s.Get(ctx, "b")
	must(t, err)
	if string(body) != "other" {
		t.Errorf("the other design became %q", body)
	}
}

func endedContext(t *testing.T, s store.Store) {
	_, err := s.Create(t.Context(), "a", token, []byte("one"))
	must(t, err)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Update(ended, "a", 1, []byte("two")); err == nil {
		t.Error("an update under an ended context succeeded")
	}
	_, err = s.Update(t.Context(), "a", 1, []byte("two"))
	must(t, err)
}

func rivalUpdates(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Create(ctx, "a", token, []byte("x"))
	must(t, err)
	const rivals, rounds = 8, 20
	for round := int64(1); round <= rounds; round++ {
		var wins atomic.Int64
		var wait sync.WaitGroup
		for range rivals {
			wait.Go(func() {
				_, err := s.Update(ctx, "a", round, []byte("x"))
				switch {
				case err == nil:
					wins.Add(1)
				case !errors.Is(err, store.ErrChanged):
					t.Errorf("a loser got %v", err)
				}
			})
		}
		wait.Wait()
		if wins.Load() != 1 {
			t.Fatalf("round %d: %d rivals won", round, wins.Load())
		}
	}
}

func readersSeeWholeRevisions(t *testing.T, s store.Store) {
	ctx := t.Context()
	_, err := s.Create(ctx, "a", token, bytes.Repeat([]byte{1}, 50_000))
	must(t, err)
	const last = 60
	var wait sync.WaitGroup
	wait.Go(func() {
		for n := int64(1); n < last; n++ {
			if _, err := s.Update(ctx, "a", n, bytes.Repeat([]byte{byte(n + 1)}, 50_000)); err != nil {
				t.Errorf("update %d: %v", n, err)
				return
			}
		}
	})
	for range 4 {
		wait.Go(func() {
			seen := int64(0)
			for seen < last && !t.Failed() {
				h, body, err := s.Get(ctx, "a")
				if err != nil {
					t.Errorf("get: %v", err)
					return
				}
				if h.Revision < seen || h.Sum != sha256.Sum256(body) || body[0] != byte(h.Revision) {
					t.Errorf("after revision %d: revision %d with first byte %d", seen, h.Revision, body[0])
					return
				}
				seen = h.Revision
			}
		})
	}
	wait.Wait()
}

// behavesLikeModel runs random operations on the store and on a map of
// slices of bodies and compares every answer.
func behavesLikeModel(t *testing.T, s store.Store) {
	ctx := t.Context()
	run := 0
	rapid.Check(t, func(rt *rapid.T) {
		run++
		model := map[string][][]byte{}
		name := rapid.Map(rapid.IntRange(0, 3), func(i int) string { return fmt.Sprintf("%d-%d", run, i) })
		body := rapid.SliceOfN(rapid.Byte(), 1, 64)
		expect := func(err, want error) {
			if !errors.Is(err, want) || (want == nil && err != nil) {
				rt.Fatalf("got error %v, want %v", err, want)
			}
		}
		verdict := func(id string, number int64) error {
			switch bodies, ok := model[id]; {
			case !ok:
				return store.ErrMissing
			case number != int64(len(bodies)):
				return store.ErrChanged
			}
			return nil
		}
		number := func(id string) int64 {
			return int64(len(model[id])) + rapid.SampledFrom([]int64{0, 0, 0, -1, 1}).Draw(rt, "off by")
		}
		rt.Repeat(map[string]func(*rapid.T){
			"create": func(rt *rapid.T) {
				id, b := name.Draw(rt, "id"), body.Draw(rt, "body")
				_, err := s.Create(ctx, id, token, b)
				if _, taken := model[id]; taken {
					expect(err, store.ErrExists)
					return
				}
				expect(err, nil)
				model[id] = [][]byte{b}
			},
			"update": func(rt *rapid.T) {
				id, b := name.Draw(rt, "id"), body.Draw(rt, "body")
				n := number(id)
				_, err := s.Update(ctx, id, n, b)
				want := verdict(id, n)
				expect(err, want)
				if want == nil {
					model[id] = append(model[id], b)
				}
			},
			"delete": func(rt *rapid.T) {
				id := name.Draw(rt, "id")
				n := number(id)
				err := s.Delete(ctx, id, n)
				want := verdict(id, n)
				expect(err, want)
				if want == nil {
					delete(model, id)
				}
			},
			"read": func(rt *rapid.T) {
				id := name.Draw(rt, "id")
				h, got, err := s.Get(ctx, id)
				bodies, ok := model[id]
				if !ok {
					expect(err, store.ErrMissing)
					return
				}
				expect(err, nil)
				if h.Revision != int64(len(bodies)) || !bytes.Equal(got, bodies[len(bodies)-1]) {
					rt.Fatalf("%s is revision %d %x, want %d %x", id, h.Revision, got, len(bodies), bodies[len(bodies)-1])
				}
			},
		})
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wants(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %v", err, want)
	}
}
