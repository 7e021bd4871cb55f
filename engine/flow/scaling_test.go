package flow

import (
	"strings"
	"testing"

	"weir/engine/queue"
)

// 40/s of 100 ms are 4 servers busy: 60 % of 7; with the day at half of it, 4
// of 2 to 10.
func TestServersFollowTheLoad(t *testing.T) {
	const station = `"servers":2,"servers_most":10,"target":0.6,"service":"100 ms","hosts":2`
	r := daily(t, `"rate":"40/s"`, station)
	n := r.Nodes["work"]
	near(t, "servers", n.Servers, 7, 0)
	q := queue.Solve(queue.Station{Servers: 7, ArrivalSCV: 1, Customers: []queue.Customer{{Rate: 40, Service: queue.Law{Mean: 0.1, SCV: 1}}}})
	near(t, "wait", n.WaitS, q.Wait.Mean(), 1e-12)
	near(t, "rent", n.CostPerMonth, 7*0.6048*730, 1e-12) // a server a worker
	if n.ErrorClass != "C" || !strings.HasSuffix(n.Method, "servers follow the load") {
		t.Errorf("%s, class %s", n.Method, n.ErrorClass)
	}
	most := daily(t, `"rate":"95/s"`, station).Nodes["work"]
	near(t, "at most", most.Servers, 10, 0)
	near(t, "then busier", most.Utilisation, 0.95, 1e-12)
	halved := daily(t, `"rate":"40/s","profile":[1,1,1,1,1,1,1,1,1,1,1,1,0,0,0,0,0,0,0,0,0,0,0,0]`, station)
	near(t, "rent of a day", halved.Nodes["work"].CostPerMonth, 4*0.6048*730, 1e-12)
	near(t, "idle hours", halved.Day.Nodes["work"].Utilisation[13], 0, 0)
}
