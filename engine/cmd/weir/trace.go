package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"weir/engine/ai/requests"
	"weir/engine/design"
	"weir/engine/quantity"
)

type traceCommand struct {
	File string `arg:"" help:"${trace_file}"`
}

// traceParts is what a trace amounts to, as parts of a design: a class, the
// parameters of its source, and those of the model that serves it.
type traceParts struct {
	Requests  int                       `json:"requests"`
	Class     design.Class              `json:"class"`
	Source    map[string]quantity.Value `json:"source"`
	Inference map[string]quantity.Value `json:"inference,omitempty"`
}

// Run reads a trace of requests and prints the parts of a design it amounts to.
func (c traceCommand) Run(t *terminal) error {
	f, err := os.Open(filepath.Clean(c.File))
	if err != nil {
		return err
	}
	defer f.Close()
	tr, err := requests.Read(f)
	if e := (*requests.Error)(nil); errors.As(err, &e) {
		return said(c.File+": "+e.Message.EN, c.File+"："+e.Message.ZH)
	}
	if err != nil {
		return err
	}
	parts := traceParts{
		Requests: tr.Requests,
		Class: design.Class{
			TokensIn:  &design.Spread{Mean: quantity.Num(tr.In.Mean), SCV: tr.In.SCV},
			TokensOut: &design.Spread{Mean: quantity.Num(tr.Out.Mean), SCV: tr.Out.SCV},
		},
		Source: map[string]quantity.Value{"rate": quantity.Str(plain(tr.Rate) + "/s"), "burstiness": quantity.Num(tr.SCV)},
	}
	if tr.Sessions.Turns > 1 {
		parts.Inference = map[string]quantity.Value{"turns": quantity.Num(tr.Sessions.Turns), "gap": quantity.Str(plain(tr.Sessions.Gap) + " s")}
	}
	e := json.NewEncoder(t.out)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(parts)
}

func plain(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
