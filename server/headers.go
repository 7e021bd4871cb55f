package server

import (
	"net/http"
	"strings"

	"weir/web"
)

// secure sets the headers that every answer carries. Pages under /embed are
// the only ones that other sites may frame; they can change nothing there,
// because no cookie or other standing right exists.
func (s *Server) secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		if embeddable(r.URL.Path) {
			h.Set("Content-Security-Policy", web.Policy+"; frame-ancestors *")
		} else {
			h.Set("Content-Security-Policy", web.Policy+"; frame-ancestors 'none'")
			h.Set("X-Frame-Options", "DENY")
		}
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // an address with an id is a key
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()")
		if s.cfg.HTTPS {
			h.Set("Strict-Transport-Security", "max-age=63072000")
		}
		next.ServeHTTP(w, r)
	})
}

func embeddable(path string) bool {
	return path == "/embed" || strings.HasPrefix(path, "/embed/")
}
