package server

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime"
	"sync/atomic"
	"time"

	"weir/engine"
	"weir/server/store"
	"weir/web"
)

// Limits of a connection. A client that sends its header or its body too
// slowly, or does not read its answer, is cut off.
const (
	headerTime  = 5 * time.Second
	readTime    = 15 * time.Second
	writeTime   = 30 * time.Second
	idleTime    = 60 * time.Second
	headerBytes = 16 << 10
)

// Server answers HTTP requests from a store and a bundle.
type Server struct {
	cfg    Config
	store  store.Store
	bundle *web.Bundle
	log    *slog.Logger

	mux       *http.ServeMux
	metrics   *metrics
	decoding  chan struct{} // one place for each body that may be decoded at a time
	readiness readiness
	stopping  atomic.Bool
	skipDrain atomic.Bool
}

// New makes a server. The store stays the caller's to close, after Run has
// returned.
func New(cfg Config, st store.Store, bundle *web.Bundle, log *slog.Logger) (*Server, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	s := &Server{
		cfg:      cfg,
		store:    st,
		bundle:   bundle,
		log:      log,
		mux:      http.NewServeMux(),
		metrics:  newMetrics(),
		decoding: make(chan struct{}, 2*runtime.GOMAXPROCS(0)),
	}
	if err := s.routes(); err != nil {
		return nil, err
	}
	return s, nil
}

func (s *Server) routes() error {
	shell, err := s.bundle.Index(web.Page{Server: true, Root: "/"})
	if err != nil {
		return err
	}
	worker, err := s.bundle.ServiceWorker()
	if err != nil {
		return err
	}
	manifest, err := s.bundle.Manifest()
	if err != nil {
		return err
	}
	app := s.servePage(newPage("text/html; charset=utf-8", shell))
	for _, pattern := range []string{"GET /{$}", "GET /d/{id}", "GET /embed", "GET /embed/{$}", "GET /embed/{id}"} {
		s.mux.Handle(pattern, app)
	}
	if err := s.docs(); err != nil {
		return err
	}
	s.mux.Handle("GET /sw.js", s.servePage(newPage("text/javascript; charset=utf-8", worker)))
	s.mux.Handle("GET /manifest.webmanifest", s.servePage(newPage("application/manifest+json", manifest)))
	s.mux.Handle("GET /schema.json", s.servePage(newPage("application/schema+json", engine.Schema())))
	// Asked for by whatever shows no page of ours: a report as JSON, a robot.
	s.mux.Handle("GET /favicon.ico", http.RedirectHandler("/"+s.bundle.Dir()+"icons/weir.svg", http.StatusFound))
	s.mux.Handle("GET /v/", s.handle(s.serveAsset))

	creations := newLimiter(s.cfg.LimitCreate)
	s.mux.Handle("POST /api/designs", s.limit(creations, s.handle(s.createDesign)))
	s.mux.Handle("GET /api/designs/{id}", s.handle(s.getDesign))
	s.mux.Handle("PUT /api/designs/{id}", s.handle(s.putDesign))
	s.mux.Handle("DELETE /api/designs/{id}", s.handle(s.deleteDesign))
	s.mux.Handle("POST /api/designs/{id}/fork", s.limit(creations, s.handle(s.forkDesign)))

	s.mux.Handle("GET /livez", s.handle(s.live))
	s.mux.Handle("GET /readyz", s.handle(s.ready))
	s.mux.Handle("GET /version", s.handle(s.version))

	s.mux.Handle("/", s.refuse(errNoSuchPath, ""))
	s.mux.Handle("/api/designs", s.refuse(errMethod, "POST"))
	s.mux.Handle("/api/designs/{id}", s.refuse(errMethod, "GET, HEAD, PUT, DELETE"))
	s.mux.Handle("/api/designs/{id}/fork", s.refuse(errMethod, "POST"))
	return nil
}

func (s *Server) refuse(p *Problem, allow string) http.HandlerFunc {
	return s.handle(func(w http.ResponseWriter, _ *http.Request) error {
		if allow != "" {
			w.Header().Set("Allow", allow)
		}
		return p
	})
}

// Handler is everything the server answers, wrapped in what holds for every
// request, outermost first.
func (s *Server) Handler() http.Handler {
	origin := http.NewCrossOriginProtection()
	origin.SetDenyHandler(s.refuse(errOrigin, ""))
	h := origin.Handler(s.mux)
	h = s.limit(newLimiter(s.cfg.LimitAll), h)
	h = s.hangUp(h)
	h = s.secure(h)
	h = s.observe(h)
	return identify(h)
}

// Run answers on the listener until ctx ends, and then stops with grace:
// /readyz says no, requests go on being answered for the time of drain, then
// no new ones are taken and those under way are finished. Whoever balances
// load over several servers has stopped sending by then.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	srv := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: headerTime,
		ReadTimeout:       readTime,
		WriteTimeout:      writeTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headerBytes,
		ErrorLog:          slog.NewLogLogger(s.log.Handler(), slog.LevelWarn),
	}
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(listener) }()
	if s.cfg.Metrics != "" {
		stop, err := s.serveMetrics()
		if err != nil {
			return errors.Join(err, srv.Close())
		}
		defer stop()
	}
	s.log.Info("listening", "address", listener.Addr().String(), "app", s.bundle.Version)
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	s.log.Info("stopping", "drain", s.cfg.Drain.String())
	s.stopping.Store(true)
	if !s.skipDrain.Load() {
		time.Sleep(s.cfg.Drain)
	}
	limit, cancel := context.WithTimeout(context.Background(), s.cfg.Stop)
	defer cancel()
	if err := srv.Shutdown(limit); err != nil {
		return errors.Join(fmt.Errorf("requests were cut off: %w", err), srv.Close())
	}
	s.log.Info("stopped")
	return nil
}

// SkipDrain makes Run stop taking requests at once when its time comes.
func (s *Server) SkipDrain() {
	s.skipDrain.Store(true)
}

// serveMetrics answers /metrics on an address of its own, which only this
// machine can reach.
func (s *Server) serveMetrics() (stop func(), err error) {
	listener, err := net.Listen("tcp", s.cfg.Metrics)
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.Metrics())
	srv := &http.Server{Handler: mux, ReadHeaderTimeout: headerTime, WriteTimeout: writeTime}
	go func() {
		if err := srv.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("metrics", "error", err)
		}
	}()
	return func() { _ = srv.Close() }, nil
}

// isTimeout reports whether err is time running out.
func isTimeout(err error) bool {
	return errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}
