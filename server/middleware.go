package server

import (
	"context"
	"crypto/rand"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"time"
)

type requestIDKey struct{}

// requestID is the number an answer and its log line share.
func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}

// identify gives the request its id. One that a client sends is not taken
// over: it would go into the log unread.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()
		w.Header().Set("X-Request-Id", id)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), requestIDKey{}, id)))
	})
}

// recorder notes what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
}

func (rec *recorder) WriteHeader(status int) {
	if rec.status == 0 {
		rec.status = status
	}
	rec.ResponseWriter.WriteHeader(status)
}

func (rec *recorder) Write(b []byte) (int, error) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	n, err := rec.ResponseWriter.Write(b)
	rec.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (rec *recorder) Unwrap() http.ResponseWriter {
	return rec.ResponseWriter
}

// observe logs and counts every request, and answers for a handler that
// panics. The log holds the route, not the path: the path of a design is a
// key to it. Headers, queries and bodies are never logged.
func (s *Server) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if cause := recover(); cause != nil {
				if cause == http.ErrAbortHandler {
					panic(cause)
				}
				s.log.ErrorContext(r.Context(), "panic", "request", requestID(r.Context()), "cause", cause, "stack", string(debug.Stack()))
				if rec.status == 0 {
					s.fail(rec, r, errInternal)
				}
			}
			took := time.Since(start)
			s.metrics.request(route(r), rec.status, took)
			s.log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("request", requestID(r.Context())),
				slog.String("route", route(r)),
				slog.String("client", clientOf(r, s.cfg.TrustedProxies).String()),
				slog.Int("status", rec.status),
				slog.Int64("bytes", rec.bytes),
				slog.Float64("ms", float64(took.Microseconds())/1000),
			)
		}()
		next.ServeHTTP(rec, r)
	})
}

// route is the pattern that the request matched, once it has been answered.
func route(r *http.Request) string {
	if r.Pattern == "" {
		return "none"
	}
	return r.Pattern
}

// limit refuses clients that ask too often.
func (s *Server) limit(l *limiter, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		wait, ok := l.take(clientOf(r, s.cfg.TrustedProxies), time.Now())
		if !ok {
			w.Header().Set("Retry-After", strconv.Itoa(seconds(wait)))
			s.fail(w, r, errRate)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// hangUp ends kept-alive connections one answer at a time while the server
// stops, so that none has to be cut.
func (s *Server) hangUp(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.stopping.Load() {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}
