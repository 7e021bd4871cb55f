package server

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// Config is what an operator may set. The tags name the flags and the
// environment variables of `weir-server serve`.
type Config struct {
	Addr    string `help:"Address to listen on." default:"localhost:8080" env:"WEIR_ADDR"`
	Data    string `help:"Folder for the designs." default:"data" type:"path" env:"WEIR_DATA"`
	Metrics string `help:"Loopback address for Prometheus metrics, such as localhost:9090. Empty: none." env:"WEIR_METRICS"`

	Database string `help:"PostgreSQL to keep the designs in instead of the folder, as postgres://user@host/name. Give a password by the environment." env:"WEIR_DATABASE"`
	MaxData  int64  `help:"MiB the designs may take; 0: as much as the disk has." name:"max-data" default:"0" env:"WEIR_MAX_DATA"`

	LimitAll    Rate `help:"Requests one client may make." default:"300/10s" env:"WEIR_LIMIT_ALL"`
	LimitCreate Rate `help:"Designs one client may make." default:"20/5s" env:"WEIR_LIMIT_CREATE"`

	TrustedProxies []netip.Prefix `help:"Networks whose X-Forwarded-For is believed, such as 10.0.0.0/8." env:"WEIR_TRUSTED_PROXIES" placeholder:"CIDR"`
	HTTPS          bool           `help:"The site is reached over HTTPS: tell browsers never to use anything else." env:"WEIR_HTTPS"`

	Drain   time.Duration `help:"How long to go on answering after SIGTERM while /readyz says no." default:"2s" env:"WEIR_DRAIN"`
	Stop    time.Duration `help:"How long requests under way may then take." default:"10s" env:"WEIR_STOP"`
	MinFree float64       `help:"Share of the disk that must be free for /readyz to say yes." default:"0.05" env:"WEIR_MIN_FREE"`
}

// Validate says everything that is wrong with the settings.
func (c Config) Validate() error {
	var wrong []error
	check := func(ok bool, format string, args ...any) {
		if !ok {
			wrong = append(wrong, fmt.Errorf(format, args...))
		}
	}
	_, _, err := net.SplitHostPort(c.Addr)
	check(err == nil, "addr: %q is not host:port", c.Addr)
	check(c.Data != "", "data: the folder must be named")
	check(c.Database == "" || strings.HasPrefix(c.Database, "postgres://") || strings.HasPrefix(c.Database, "postgresql://"),
		"database: must start with postgres://") // it may hold a password, so it is not repeated here
	check(c.MaxData >= 0, "max-data: %d is negative", c.MaxData)
	check(c.Metrics == "" || loopback(c.Metrics), "metrics: %q is not a loopback address", c.Metrics)
	check(c.LimitAll.valid(), "limit-all: must allow at least one request")
	check(c.LimitCreate.valid(), "limit-create: must allow at least one request")
	check(c.Drain >= 0 && c.Drain <= time.Minute, "drain: %v is not between 0 and 1m", c.Drain)
	check(c.Stop > 0 && c.Stop <= 5*time.Minute, "stop: %v is not between 0 and 5m", c.Stop)
	check(c.MinFree >= 0 && c.MinFree < 1, "min-free: %v is not between 0 and 1", c.MinFree)
	return errors.Join(wrong...)
}

// loopback reports whether only this machine can reach the address.
func loopback(address string) bool {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(host)
	return host == "localhost" || (ip != nil && ip.IsLoopback())
}

// Rate is so many requests in so much time, "20/5s".
type Rate struct {
	Count int
	Per   time.Duration
}

// UnmarshalText reads "20/5s".
func (r *Rate) UnmarshalText(text []byte) error {
	count, per, ok := strings.Cut(string(text), "/")
	n, err := strconv.Atoi(count)
	if !ok || err != nil {
		return fmt.Errorf("%q is not a rate such as 20/5s", text)
	}
	d, err := time.ParseDuration(per)
	if err != nil {
		return fmt.Errorf("%q is not a rate such as 20/5s", text)
	}
	*r = Rate{Count: n, Per: d}
	return nil
}

// String writes what UnmarshalText reads.
func (r Rate) String() string {
	return strconv.Itoa(r.Count) + "/" + r.Per.String()
}

func (r Rate) valid() bool {
	return r.Count > 0 && r.Per > 0
}
