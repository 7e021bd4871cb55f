package cases

import (
	"regexp"
	"strconv"
)

// release is a version as numbers that order: major, minor, patch, how ripe
// (development, alpha, beta, candidate with their number, then the release
// itself), post-release.
type release [5]int

// ripe is the fourth number of a release proper, above all candidates.
const ripe = 1 << 20

var (
	versionForm = regexp.MustCompile(`^v?(\d+)\.(\d+)(?:\.(\d+))?(?:[.-]?(dev|a|b|rc)(\d+))?(?:[.-]?post(\d+))?`)
	ripeness    = map[string]int{"dev": 0, "a": 1 << 16, "b": 2 << 16, "rc": 3 << 16}
)

// readRelease reads a version as engines write it ("1.2.0rc6.post3",
// "v0.5.9-cu130", "1.0 (PyTorch backend)"); false where there is none.
func readRelease(s string) (r release, ok bool) {
	m := versionForm.FindStringSubmatch(s)
	if m == nil {
		return r, false
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(m[i]) // digits only; a part that is not there counts as 0
		return n
	}
	r = release{number(1), number(2), number(3), ripe, number(6)}
	if m[4] != "" {
		r[3] = ripeness[m[4]] + number(5)
	}
	return r, true
}

// before reports whether r is older than s.
func (r release) before(s release) bool {
	for i := range r {
		if r[i] != s[i] {
			return r[i] < s[i]
		}
	}
	return false
}

// within reports whether a version is at least since and before the other;
// blanks leave an end open. Words that are no version, and none at all, count
// as the latest release: what nobody dates is mostly of today.
func within(version, since, before string) bool {
	v, known := readRelease(version)
	from, _ := readRelease(since) // nothing is before the first
	if known && v.before(from) {
		return false
	}
	to, limited := readRelease(before)
	return !limited || known && v.before(to)
}
