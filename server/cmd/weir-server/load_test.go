package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"weir/server/store/pgtest"
)

// attempt is one save, as the client saw it.
type attempt struct {
	design int
	base   int64  // the revision it was made from
	title  string // what it would save
}

// outcome is its answer: whether it was taken, and the then current revision.
type outcome struct {
	taken    bool
	revision int64
}

// counter is what a design's revisions must look like from outside: a
// number that a save moves on by one if, and only if, it was made from it.
var counter = porcupine.Model{
	Init: func() any { return int64(1) },
	Step: func(state, input, output any) (bool, any) {
		current, in, out := state.(int64), input.(attempt), output.(outcome)
		if in.base == current {
			return out == outcome{true, current + 1}, current + 1
		}
		return out == outcome{false, current}, current
	},
	Partition: func(history []porcupine.Operation) [][]porcupine.Operation {
		byDesign := map[int][]porcupine.Operation{}
		for _, op := range history {
			design := op.Input.(attempt).design
			byDesign[design] = append(byDesign[design], op)
		}
		var parts [][]porcupine.Operation
		for _, part := range byDesign {
			parts = append(parts, part)
		}
		return parts
	},
}

// Many clients save the same few designs at once. No update is lost: every
// save that was taken made one revision, and the whole history could have
// happened one save after the other.
func TestNoUpdateIsLost(t *testing.T) {
	c, _ := spawn(t, freePort(t), t.TempDir())
	loseNoUpdate(t, []*child{c}, soak(200, 10_000))
}

// So it is with two servers on one database.
func TestNoUpdateIsLostBetweenServers(t *testing.T) {
	database := pgtest.Start(t).Create(t)
	one, _ := spawn(t, freePort(t), t.TempDir(), "--database", database)
	two, _ := spawn(t, freePort(t), t.TempDir(), "--database", database)
	loseNoUpdate(t, []*child{one, two}, soak(20, 10_000))
}

func loseNoUpdate(t *testing.T, servers []*child, writes int) {
	t.Helper()
	const clients, designs = 64, 8
	var ids, tokens [designs]string
	for i := range designs {
		made := create(t, servers[0].url, "first")
		ids[i], tokens[i] = made.ID, made.EditToken
	}
	transport := &http.Transport{MaxIdleConnsPerHost: clients}
	client := &http.Client{Transport: transport}
	histories := make([][]porcupine.Operation, clients)
	begin := time.Now()
	var wait sync.WaitGroup
	for n := range clients {
		wait.Go(func() {
			design, known, url := n%designs, int64(1), servers[n/designs%len(servers)].url
			for w := range writes {
				in := attempt{design, known, fmt.Sprintf("client %d write %d", n, w)}
				call := time.Since(begin)
				r := send(client, "PUT", url+"/api/designs/"+ids[design], document(in.title), tokens[design], in.base)
				if r.status != http.StatusOK && r.status != http.StatusPreconditionFailed {
					t.Errorf("%s: status %d %s %v", in.title, r.status, r.body, r.err)
					return
				}
				known = r.revision
				histories[n] = append(histories[n], porcupine.Operation{
					ClientId: n, Input: in, Call: int64(call),
					Output: outcome{r.status == http.StatusOK, r.revision}, Return: int64(time.Since(begin)),
				})
			}
		})
	}
	wait.Wait()
	took := time.Since(begin)
	if t.Failed() {
		t.FailNow()
	}

	var all []porcupine.Operation
	var made [designs]map[int64]string // by revision, what was saved
	taken := 0
	for i := range made {
		made[i] = map[int64]string{1: "first"}
	}
	for _, history := range histories {
		all = append(all, history...)
		for _, op := range history {
			in, out := op.Input.(attempt), op.Output.(outcome)
			if !out.taken {
				continue
			}
			taken++
			if rival, ok := made[in.design][out.revision]; ok {
				t.Errorf("revision %d of design %d was given to %q and to %q", out.revision, in.design, rival, in.title)
			}
			made[in.design][out.revision] = in.title
		}
	}
	for i := range designs {
		r := send(client, "GET", servers[0].url+"/api/designs/"+ids[i], "", "", 0)
		last := int64(len(made[i]))
		if r.revision != last || title(r.body) != made[i][last] {
			t.Errorf("design %d: %d saves were taken, it ends as revision %d %q, not %q", i, last-1, r.revision, title(r.body), made[i][last])
		}
	}
	if result := porcupine.CheckOperationsTimeout(counter, all, time.Minute); result != porcupine.Ok {
		t.Errorf("the history is not linearizable: %v", result)
	}
	t.Logf("%d saves by %d clients on %d designs in %v, %d taken, %d refused as outdated, none lost",
		clients*writes, clients, designs, took.Round(time.Millisecond), taken, clients*writes-taken)
	for _, c := range servers {
		if err := c.stop(syscall.SIGTERM); err != nil {
			t.Error(err)
		}
	}
}

// A server that is asked to stop answers every save that it was sent while it
// still said it was ready.
func TestStopsWithoutLosingSavesUnderWay(t *testing.T) {
	const clients = 16
	rounds := soak(20, 100)
	address, data := freePort(t), t.TempDir()
	c, _ := spawn(t, address, data)
	designs := make([]*saved, clients)
	for i := range designs {
		designs[i] = &saved{Created: create(t, c.url, "first"), title: "first"}
	}
	var answered, failed atomic.Int64
	for round := range rounds {
		var stopping atomic.Bool // what a load balancer would know
		var wait sync.WaitGroup
		for i, d := range designs {
			wait.Go(func() {
				client := &http.Client{Transport: new(http.Transport)}
				defer client.CloseIdleConnections()
				for n := 0; !stopping.Load(); n++ {
					next := fmt.Sprintf("%d/%d/%d", round, i, n)
					r := send(client, "PUT", c.url+"/api/designs/"+d.ID, document(next), d.EditToken, d.Revision)
					if r.status != http.StatusOK {
						failed.Add(1)
						t.Errorf("round %d: save %d got status %d %s %v", round, n, r.status, r.body, r.err)
						return
					}
					answered.Add(1)
					d.Revision, d.title = r.revision, next
				}
			})
		}
		wait.Go(func() {
			for !stopping.Load() {
				status, _ := c.get("/readyz")
				stopping.Store(status != http.StatusOK)
				time.Sleep(10 * time.Millisecond)
			}
		})
		time.Sleep(50 * time.Millisecond)
		if err := c.stop(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		wait.Wait()
		c, _ = spawn(t, address, data)
		for i, d := range designs {
			d.verify(t, c.url, i)
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	t.Logf("%d restarts, %d saves answered, %d failed", rounds, answered.Load(), failed.Load())
	c.kill()
}
