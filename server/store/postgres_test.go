package store_test

import (
	"sync"
	"sync/atomic"
	"testing"

	"weir/server/store"
	"weir/server/store/pgtest"
)

func openPostgres(t *testing.T, address string) *store.Postgres {
	t.Helper()
	s, err := store.OpenPostgres(t.Context(), address)
	must(t, err)
	return s
}

func TestPostgresKeepsTheContract(t *testing.T) {
	c := pgtest.Start(t)
	contract(t, func(t *testing.T) store.Store { return openPostgres(t, c.Create(t)) })

	t.Run("it keeps its data when reopened", func(t *testing.T) {
		address := c.Create(t)
		s := openPostgres(t, address)
		_, err := s.Create(t.Context(), "a", token, []byte("one"))
		must(t, err)
		must(t, s.Close())
		s = openPostgres(t, address)
		_, body, err := s.Get(t.Context(), "a")
		must(t, err)
		if string(body) != "one" {
			t.Errorf("read %q", body)
		}
		must(t, s.Close())
	})

	// Several servers may start on a new database at once, and share it.
	t.Run("several servers share it", func(t *testing.T) {
		address := c.Create(t)
		const servers, rounds = 3, 20
		stores := make([]*store.Postgres, servers)
		var wait sync.WaitGroup
		for i := range stores {
			wait.Go(func() {
				var err error
				if stores[i], err = store.OpenPostgres(t.Context(), address); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if t.Failed() {
			t.FailNow()
		}
		_, err := stores[0].Create(t.Context(), "a", token, []byte("x"))
		must(t, err)
		for round := int64(1); round <= rounds; round++ {
			var wins atomic.Int64
			for _, s := range stores {
				wait.Go(func() {
					if _, err := s.Update(t.Context(), "a", round, []byte("x")); err == nil {
						wins.Add(1)
					}
				})
			}
			wait.Wait()
			if wins.Load() != 1 {
				t.Fatalf("round %d: %d servers saved", round, wins.Load())
			}
		}
		for _, s := range stores {
			must(t, s.Close())
		}
	})
}

func TestPostgresThatIsNotThere(t *testing.T) {
	if _, err := store.OpenPostgres(t.Context(), "postgres://weir@127.0.0.1:1/weir?connect_timeout=2"); err == nil {
		t.Error("opened a database that is not there")
	}
}
