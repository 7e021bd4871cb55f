package app

import (
	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// Run shows the designer and never returns. Every address leads to the same
// page; what it asks for is the session's business.
func Run() {
	app.RouteWithRegexp(".*", &Shell{})
	app.RunWhenOnBrowser()
}
