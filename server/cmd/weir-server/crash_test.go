package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"weir/server"
	"weir/server/store"
)

// saved is what a client knows of its design: what the server has answered,
// and the one save it may not have heard back about.
type saved struct {
	server.Created
	title   string
	pending string
}

// A save that has been answered is there after kill -9, whenever that
// strikes; the database is whole, and the server is back within two seconds.
func TestKilledWhileSaving(t *testing.T) {
	const clients = 8
	rounds := soak(50, 1000)
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	address, data := freePort(t), t.TempDir()

	c, _ := spawn(t, address, data)
	designs := make([]*saved, clients)
	for i := range designs {
		designs[i] = &saved{Created: create(t, c.url, "first"), title: "first"}
	}
	answered, slowest := 0, time.Duration(0)
	for round := range rounds {
		var wait sync.WaitGroup
		counts := make([]int, clients)
		for i, d := range designs {
			wait.Go(func() { counts[i] = d.saveUntilCut(t, c.url, fmt.Sprintf("%d/%d", round, i)) })
		}
		time.Sleep(time.Duration(20+random.IntN(100)) * time.Millisecond)
		c.kill()
		wait.Wait()
		for _, n := range counts {
			answered += n
		}
		var ready time.Duration
		c, ready = spawn(t, address, data)
		slowest = max(slowest, ready)
		for i, d := range designs {
			d.verify(t, c.url, i)
		}
		checkIntegrity(t, data)
		if t.Failed() {
			t.FailNow()
		}
	}
	if answered < rounds {
		t.Errorf("only %d saves in %d rounds: the load was none", answered, rounds)
	}
	if os.Getenv("WEIR_SOAK") != "" && slowest > 2*time.Second { // a time is only judged where the machine is ours
		t.Errorf("restart to ready took %v", slowest)
	}
	t.Logf("%d rounds, %d answered saves, none lost, slowest restart %v", rounds, answered, slowest)
	c.kill()
}

// saveUntilCut saves one revision after the other until the server is gone.
func (d *saved) saveUntilCut(t *testing.T, url, mark string) (answered int) {
	client := &http.Client{Transport: new(http.Transport)}
	defer client.CloseIdleConnections()
	for n := 0; ; n++ {
		d.pending = fmt.Sprintf("%s/%d", mark, n)
		r := send(client, "PUT", url+"/api/designs/"+d.ID, document(d.pending), d.EditToken, d.Revision)
		if r.status == 0 {
			return answered
		}
		if r.status != http.StatusOK || r.revision != d.Revision+1 {
			t.Errorf("a save from revision %d was answered %d, revision %d: %s", d.Revision, r.status, r.revision, r.body)
			return answered
		}
		d.Revision, d.title, d.pending = r.revision, d.pending, ""
		answered++
	}
}

// verify compares the design with what its client knows, and takes over a
// save that took place though its answer was lost.
func (d *saved) verify(t *testing.T, url string, i int) {
	t.Helper()
	r := send(http.DefaultClient, "GET", url+"/api/designs/"+d.ID, "", "", 0)
	got := title(r.body)
	switch {
	case r.status == http.StatusOK && r.revision == d.Revision && got == d.title:
	case r.status == http.StatusOK && r.revision == d.Revision+1 && got == d.pending:
		d.Revision, d.title = r.revision, got
	default:
		t.Errorf("design %d was saved as revision %d %q (pending %q); the server has status %d, revision %d %q (%v)",
			i, d.Revision, d.title, d.pending, r.status, r.revision, got, r.err)
	}
	d.pending = ""
}

func checkIntegrity(t *testing.T, data string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(data, store.FileName)+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("integrity_check: %s, %v", verdict, err)
	}
}

// A server killed at the moment it starts, when it may be making its tables,
// comes back all the same.
func TestKilledWhileStarting(t *testing.T) {
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	address := freePort(t)
	for range soak(8, 200) {
		data := t.TempDir()
		for range 2 {
			cmd := command(t, "serve", "--addr", address, "--data", data)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Duration(random.IntN(150)) * time.Millisecond)
			_ = cmd.Process.Kill()
			_ = cmd.Wait()
		}
		c, _ := spawn(t, address, data)
		made := create(t, c.url, "a")
		if _, body := c.get("/api/designs/" + made.ID); !json.Valid(body) {
			t.Errorf("read %q", body)
		}
		c.kill()
	}
}
