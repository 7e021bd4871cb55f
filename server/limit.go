package server

import (
	"container/list"
	"math"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// maxClients bounds the memory of a limiter. Beyond it the client seen least
// recently is forgotten, that is, forgiven.
const maxClients = 10_000

// limiter is a token bucket for each client. It keeps one client from
// starving the others; it is no defence against many clients acting together.
type limiter struct {
	refill rate.Limit
	burst  int

	mu      sync.Mutex
	clients map[netip.Prefix]*list.Element // of *bucket
	recent  *list.List                     // most recent first
}

type bucket struct {
	client netip.Prefix
	*rate.Limiter
}

func newLimiter(r Rate) *limiter {
	return &limiter{
		refill:  rate.Limit(float64(r.Count) / r.Per.Seconds()),
		burst:   r.Count,
		clients: make(map[netip.Prefix]*list.Element),
		recent:  list.New(),
	}
}

// take spends one token of the client's. If there is none it says how long
// to wait for one.
func (l *limiter) take(client netip.Prefix, now time.Time) (wait time.Duration, ok bool) {
	r := l.bucket(client).ReserveN(now, 1)
	wait = r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait, wait == 0
}

func (l *limiter) bucket(client netip.Prefix) *bucket {
	l.mu.Lock()
	defer l.mu.Unlock()
	if e, ok := l.clients[client]; ok {
		l.recent.MoveToFront(e)
		return e.Value.(*bucket)
	}
	if l.recent.Len() >= maxClients {
		oldest := l.recent.Back()
		delete(l.clients, oldest.Value.(*bucket).client)
		l.recent.Remove(oldest)
	}
	b := &bucket{client: client, Limiter: rate.NewLimiter(l.refill, l.burst)}
	l.clients[client] = l.recent.PushFront(b)
	return b
}

// clientOf names who asks: an IPv4 address or an IPv6 /64, which is what one
// customer has. X-Forwarded-For is read from the right for as long as the
// address that wrote it is a trusted proxy's.
func clientOf(r *http.Request, trusted []netip.Prefix) netip.Prefix {
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	client, _ := netip.ParseAddr(host)
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && within(client, trusted); i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		client = hop
	}
	client = client.Unmap().WithZone("")
	bits := 32
	if client.Is6() {
		bits = 64
	}
	p, _ := client.Prefix(bits)
	return p
}

func within(a netip.Addr, networks []netip.Prefix) bool {
	for _, n := range networks {
		if n.Contains(a.Unmap()) {
			return true
		}
	}
	return false
}

// seconds rounds up, for Retry-After.
func seconds(d time.Duration) int {
	return max(1, int(math.Ceil(d.Seconds())))
}
