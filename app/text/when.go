package text

import (
	"strconv"
	"time"
)

// When writes a moment the way a list of files does.
func (l Lang) When(t time.Time) string {
	if l == ZH {
		return t.Format("2006") + "年" + strconv.Itoa(int(t.Month())) + "月" + strconv.Itoa(t.Day()) + "日 " + t.Format("15:04")
	}
	return t.Format("2 Jan 2006, 15:04")
}
