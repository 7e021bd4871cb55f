package measure

import (
	"weir/engine"
	"weir/engine/design"
	"weir/engine/report"
)

// Report answers the settled report of a design as it is encoded, or what the
// decoder says. The same function runs natively and in the browser, so that
// the two texts can be compared byte by byte.
func Report(content []byte) string {
	d, err := design.Decode(content)
	if err != nil {
		return err.Error()
	}
	return string(report.Encode(engine.Evaluate(d)))
}
