package sim

import (
	"strconv"
	"strings"
)

// date reads a date and time (2026-11-27 08:30:00.5, a T between them, a Z or
// an offset such as +08:00 after) as seconds since 1970, leap seconds apart.
// Package time would bring the clock into the engine.
func date(text string) (seconds float64, ok bool) {
	if len(text) < 19 || text[10] != ' ' && text[10] != 'T' {
		return 0, false
	}
	year, month, day, ok1 := three(text[:10], '-')
	clock, zone, ok2 := offset(text[11:])
	if !ok1 || !ok2 || len(clock) < 8 {
		return 0, false
	}
	hour, minute, second, ok3 := three(clock[:8], ':')
	if !ok3 || month < 1 || month > 12 || day < 1 || day > days(year, month) || hour > 23 || minute > 59 || second > 60 {
		return 0, false
	}
	fraction := 0.0
	if rest := clock[8:]; rest != "" {
		var err error
		if fraction, err = strconv.ParseFloat("0"+rest, 64); err != nil || rest[0] != '.' || strings.ContainsAny(rest, "eExX_+-") {
			return 0, false
		}
	}
	total := sinceEpoch(year, month, day)*86400 + hour*3600 + minute*60 + second - zone
	return float64(total) + fraction, true
}

// three reads numbers such as 2026-11-27 or 08:30:00, of fixed width.
func three(text string, between byte) (a, b, c int, ok bool) {
	parts := strings.Split(text, string(between))
	if len(parts) != 3 {
		return 0, 0, 0, false
	}
	var n [3]int
	for i, p := range parts {
		if len(p) != 2 && (i > 0 || len(p) != 4) {
			return 0, 0, 0, false
		}
		for _, d := range []byte(p) {
			if d < '0' || d > '9' {
				return 0, 0, 0, false
			}
			n[i] = n[i]*10 + int(d-'0')
		}
	}
	return n[0], n[1], n[2], true
}

// offset splits what follows the clock off it: the zone, in seconds east.
func offset(text string) (clock string, zone int, ok bool) {
	if rest, utc := strings.CutSuffix(text, "Z"); utc {
		return rest, 0, true
	}
	at := strings.LastIndexAny(text, "+-")
	if at < 0 {
		return text, 0, true
	}
	hours, minutes, _, ok := three(text[at+1:]+":00", ':')
	zone = hours*3600 + minutes*60
	if text[at] == '-' {
		zone = -zone
	}
	return text[:at], zone, ok && hours <= 14 && minutes <= 59
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

func days(year, month int) int {
	switch month {
	case 2:
		if leap(year) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// sinceEpoch is the days from 1970-01-01.
func sinceEpoch(year, month, day int) int {
	y := year - 1
	total := 365*y + y/4 - y/100 + y/400 - 719162
	for m := 1; m < month; m++ {
		total += days(year, m)
	}
	return total + day - 1
}
