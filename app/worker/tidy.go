package worker

import (
	"bytes"
	"fmt"
	"strings"

	"weir/app/layout"
	"weir/engine/design"
)

// Tidy lays a design out: TidyQuestion -> Places.
const Tidy Job = "tidy"

// TidyQuestion asks where the nodes with these ids go, or all if ids is nil,
// in a design given by its canonical bytes.
func TidyQuestion(ids []string, design []byte) []byte {
	return append([]byte(strings.Join(ids, " ")+"\n"), design...)
}

func tidy(question []byte, tell func(float64, []byte)) ([]byte, error) {
	first, rest, ok := bytes.Cut(question, []byte("\n"))
	if !ok {
		return nil, errQuestion
	}
	d, err := design.Decode(rest)
	if err != nil {
		return nil, err
	}
	var only []string
	if len(first) > 0 {
		only = strings.Fields(string(first))
	}
	places := layout.Tidy(d, only, func(share float64) { tell(share, nil) })
	var out bytes.Buffer
	for id, at := range places {
		fmt.Fprintln(&out, id, at[0], at[1])
	}
	return out.Bytes(), nil
}

// Places reads the answer to a TidyQuestion; nil if it is damaged.
func Places(answer []byte) map[string][2]float64 {
	places := map[string][2]float64{}
	for line := range strings.Lines(string(answer)) {
		var id string
		var at [2]float64
		if n, err := fmt.Sscan(line, &id, &at[0], &at[1]); n != 3 || err != nil {
			return nil
		}
		places[id] = at
	}
	return places
}
