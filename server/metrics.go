package server

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"
)

// metrics counts requests, and writes the counts in the text format that
// Prometheus reads. It has no more labels than there are routes and status
// codes, so it cannot grow.
type metrics struct {
	mu       sync.Mutex
	requests map[requestKind]*histogram
}

type requestKind struct {
	route  string
	status int
}

// histogram counts durations up to each bound of buckets, and beyond.
type histogram struct {
	counts [len(buckets) + 1]int64
	sum    float64 // seconds
}

// buckets are the upper bounds in seconds.
var buckets = [...]float64{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10}

// Metrics answers with the counts of this server.
func (s *Server) Metrics() http.Handler {
	return s.metrics
}

func newMetrics() *metrics {
	return &metrics{requests: make(map[requestKind]*histogram)}
}

func (m *metrics) request(route string, status int, took time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kind := requestKind{route, status}
	h := m.requests[kind]
	if h == nil {
		h = new(histogram)
		m.requests[kind] = h
	}
	i, _ := slices.BinarySearch(buckets[:], took.Seconds())
	h.counts[i]++
	h.sum += took.Seconds()
}

// ServeHTTP writes the counts.
func (m *metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	kinds := make([]requestKind, 0, len(m.requests))
	for kind := range m.requests {
		kinds = append(kinds, kind)
	}
	slices.SortFunc(kinds, func(a, b requestKind) int {
		if a.route != b.route {
			if a.route < b.route {
				return -1
			}
			return 1
		}
		return a.status - b.status
	})
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	out := bufio.NewWriter(w)
	defer out.Flush()
	const name = "weir_http_request_seconds"
	fmt.Fprintf(out, "# HELP %s Time to answer requests.\n# TYPE %s histogram\n", name, name)
	for _, kind := range kinds {
		labels := fmt.Sprintf("route=%q,status=%q", kind.route, strconv.Itoa(kind.status))
		h, total := m.requests[kind], int64(0)
		for i, bound := range buckets {
			total += h.counts[i]
			fmt.Fprintf(out, "%s_bucket{%s,le=\"%g\"} %d\n", name, labels, bound, total)
		}
		total += h.counts[len(buckets)]
		fmt.Fprintf(out, "%s_bucket{%s,le=\"+Inf\"} %d\n%s_sum{%s} %g\n%s_count{%s} %d\n",
			name, labels, total, name, labels, h.sum, name, labels, total)
	}
}
