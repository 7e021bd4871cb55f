package quantity

import (
	"math"
	"strconv"
	"strings"
)

// Availability writes a ratio between 0 and 1 so that its nines show: 0.9993
// is "99.93 %". It is rounded down, never to promise more than there is.
func Availability(x float64) string {
	if x >= 1 {
		return "100" + nbsp + "%"
	}
	const slack = 1e-9 // 0.9993·10⁴ is 9992.999… in binary
	places := 1
	for places < 9 && 1-x <= math.Pow10(-places-2)*(1+10*slack) {
		places++
	}
	scale := math.Pow10(places)
	floor := math.Floor(x*100*scale*(1+slack/10)) / scale
	s := strconv.FormatFloat(floor, 'f', places, 64)
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".") + nbsp + "%"
}
