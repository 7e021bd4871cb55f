package component

import (
	"weir/engine/diagnostic"
	"weir/engine/queue"
)

// stream is what a source of requests does.
type stream struct {
	emission Emission
}

func bindRequests(p *Params) Model {
	batch := p.num("batch")
	e := Emission{Class: p.sourceClass(), Rate: p.num("rate"), SCV: p.num("burstiness")}
	peak := 1.0
	if hours := p.at("profile").list; len(hours) > 0 {
		peak = 0
		for _, x := range hours {
			peak = max(peak, x)
		}
	}
	e.Rate *= peak
	e.Alike, e.Between = batch == 1, e.SCV
	if batch > 1 {
		// Items that come in groups of X: the index of dispersion of the items is
		// E X (ca² + cX²).
		e.Bulk = queue.Law{Mean: batch, SCV: p.num("batch_scv")}
		e.SCV = batch * (e.SCV + e.Bulk.SCV)
	}
	return &stream{e}
}

// sourceClass is the class a source emits: the one it names, or the only one.
func (p *Params) sourceClass() int {
	if p.word("class") != "" {
		return p.class("class")
	}
	if len(p.env.Classes) == 1 {
		return 0
	}
	p.report("class.missing", diagnostic.Error, "class", nil,
		words("Choose the class of work this source emits.", "请选择该来源发出的工作类别。"))
	return -1
}

func (s *stream) Emit() Emission                          { return s.emission }
func (s *stream) Serve(*Load, *Service)                   {}
func (s *stream) Route(f Flow, out []Transfer) []Transfer { return onward(f, out) }

// onward passes work on as it is, by the first port.
func onward(f Flow, out []Transfer) []Transfer {
	return append(out, Transfer{Class: f.Class, Gain: 1, Batch: 1, Work: f.Work})
}

func bindDataset(p *Params) Model {
	return &stream{Emission{
		Class:  p.sourceClass(),
		SCV:    0,
		Items:  p.num("items") * p.num("epochs"),
		Serial: p.word("overlap") == "serial",
	}}
}
