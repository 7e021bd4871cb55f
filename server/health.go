package server

import (
	"context"
	"errors"
	"net/http"
	"runtime"
	"runtime/debug"
	"sync"
	"time"
)

const (
	readyTime = time.Second // how long a readiness check may take
	readyKept = time.Second // how long its answer holds, so that asking often costs nothing
)

var errStopping = problem(http.StatusServiceUnavailable, "server.stopping",
	"The server is stopping.", "服务器正在停止。")

// readiness remembers the last check.
type readiness struct {
	mu   sync.Mutex
	at   time.Time
	last error
}

// live answers as long as the process does.
func (s *Server) live(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, map[string]bool{"live": true})
	return nil
}

// ready answers whether saving works, by saving.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) error {
	if s.stopping.Load() {
		return errStopping
	}
	if err := s.checkReady(context.WithoutCancel(r.Context())); err != nil {
		return errors.Join(errBusy, err)
	}
	w.Header().Set("Cache-Control", "no-store")
	writeJSON(w, http.StatusOK, map[string]bool{"ready": true})
	return nil
}

func (s *Server) checkReady(ctx context.Context) error {
	s.readiness.mu.Lock()
	defer s.readiness.mu.Unlock()
	if time.Since(s.readiness.at) < readyKept {
		return s.readiness.last
	}
	ctx, cancel := context.WithTimeout(ctx, readyTime)
	defer cancel()
	err := s.store.Ready(ctx)
	if err == nil && s.cfg.Database == "" {
		err = enoughDisk(s.cfg.Data, s.cfg.MinFree)
	}
	s.readiness.at, s.readiness.last = time.Now(), err
	return err
}

// version says which program and which app this is.
func (s *Server) version(w http.ResponseWriter, _ *http.Request) error {
	v := map[string]string{"go": runtime.Version(), "app": s.bundle.Version}
	if info, ok := debug.ReadBuildInfo(); ok {
		v["version"] = info.Main.Version
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				v["commit"] = setting.Value
			}
		}
	}
	w.Header().Set("Cache-Control", "no-cache")
	writeJSON(w, http.StatusOK, v)
	return nil
}
