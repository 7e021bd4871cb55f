package component

import (
	"math"

	"weir/engine/diagnostic"
	"weir/engine/portable"
	"weir/engine/quantity"
	"weir/engine/queue"
)

// faint is the rate below which nothing comes in the life of a data centre,
// items/s.
const faint = 1e-9

// stream is what a source of requests does.
type stream struct {
	emission Emission
}

func bindRequests(p *Params) Model {
	batch := p.num("batch")
	e := Emission{Class: p.sourceClass(), Rate: p.num("rate"), SCV: p.num("burstiness")}
	if e.Rate > 0 && e.Rate < faint {
		p.report("source.faint", diagnostic.Warning, "rate", &Fix{Param: "rate", Value: quantity.Str("1/s"), Label: words("Set 1/s", "改为 1/s")},
			words("Less than one item in 30 years: below any rate of use. Is the unit meant?", "每 30 年不足一项：低于任何有意义的速率。单位是否有误？"))
	}
	if e.Day = p.day(); e.Day != nil {
		e.Rate *= e.Day.Peak
	}
	e.Alike, e.Between = batch == 1, e.SCV
	if batch > 1 {
		// Items that come in groups of X: the index of dispersion of the items is
		// E X (ca² + cX²).
		e.Bulk = queue.Law{Mean: batch, SCV: p.num("batch_scv")}
		e.SCV = batch * (e.SCV + e.Bulk.SCV)
	}
	if m := p.whole("retries"); m > 0 && p.num("timeout") > 0 {
		e.Retry = Retry{Most: m, After: p.num("timeout"), Pause: p.num("backoff"), Cancel: p.word("late") == "cancelled"}
	}
	return &stream{e}
}

// day is how the rate moves over a day: by the factors given, else as a sine.
func (p *Params) day() *Day {
	d := &Day{}
	hours, swing := p.at("profile").list, p.num("swing")
	if len(hours) == 0 && swing == 0 {
		return nil
	}
	copy(d.Hours[:], hours)
	if len(hours) == 0 {
		d.Swing = swing
		for h := range d.Hours {
			d.Hours[h] = 1 + swing*meanCosine(float64(h)-p.num("peak_hour"))
		}
	}
	for _, x := range d.Hours {
		d.Peak = max(d.Peak, x)
		d.Mean += x / 24
	}
	if d.Peak == 0 {
		return d // nothing comes, at any hour
	}
	for h := range d.Hours {
		d.Hours[h] /= d.Peak
	}
	d.Mean /= d.Peak
	return d
}

// meanCosine is the mean of cos(2πt/24) over the hour that begins at t.
func meanCosine(t float64) float64 {
	a, _ := portable.Sincos(2 * math.Pi * (t + 1) / 24)
	b, _ := portable.Sincos(2 * math.Pi * t / 24)
	return (a - b) * 24 / (2 * math.Pi)
}

// bindUsers: the rate is what a closed network makes of the users, so the
// source says only how many they are.
func bindUsers(p *Params) Model {
	return &stream{Emission{Class: p.sourceClass(), SCV: 1, Between: 1, Users: p.whole("users"), Think: p.num("think")}}
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

func (s *stream) Emit() Emission { return s.emission }

// At is the source at a factor of its peak rate, the same all day.
func (s *stream) At(factor float64) Model {
	still := *s
	still.emission.Rate *= factor
	still.emission.Day = nil
	return &still
}

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
