package app

import (
	"strconv"
	"strings"

	"weir/engine"
	"weir/engine/diagnostic"
	"weir/engine/report"

	"github.com/maxence-charriere/go-app/v9/pkg/app"
)

// trials are what the fixes offered for a design would come to, each tried
// once on a copy of it.
type trials struct {
	report *report.Report
	said   map[string]string
}

// trialLimit is how many fixes of one answer are tried: each is an evaluation,
// and the gravest findings come first.
const trialLimit = 3

// trialNodes is how many nodes a design may have for its fixes to be tried on
// the page.
const trialNodes = 300

// outcome says what a fix would come to and what it costs. It is worked out
// when the answer is settled, so that no evaluation but the design's own is
// in the way of typing, and fast: the p99 is about what it will be.
func (d *Desk) outcome(f diagnostic.Diagnostic) string {
	r := d.Report()
	if r == nil || r.Precision != report.Settled || d.Load() != 1 || len(d.Design().Nodes) > trialNodes {
		return ""
	}
	if d.trials.report != r {
		d.trials = trials{r, map[string]string{}}
	}
	key := f.Code + " " + fixKey(f.Fix)
	said, tried := d.trials.said[key]
	if !tried && len(d.trials.said) < trialLimit {
		said = d.foretell(f, r, d.Sketch(engine.Set(d.Design(), f.Fix.Set)))
		d.trials.said[key] = said
	}
	return said
}

// fixKey tells fixes apart.
func fixKey(f *diagnostic.Fix) string {
	var b strings.Builder
	for _, key := range sortedKeys(f.Set) {
		b.WriteString(key + "=" + f.Set[key].String() + " ")
	}
	return b.String()
}

// foretell says what a fix changes: the load of the part it is about, the p99
// of the busiest journey, the cost.
func (d *Desk) foretell(f diagnostic.Diagnostic, now, then *report.Report) string {
	var parts []string
	if n := then.Nodes[f.At.Node]; n != nil && f.Code == "flow.overload" {
		parts = append(parts, d.say("problems.load", d.Lang().Ratio(float64(n.Utilisation))))
	}
	if a, b := mainJourney(now), mainJourney(then); a != nil && b != nil && b.LatencyS.P99.Finite() && a.LatencyS.P99 != b.LatencyS.P99 {
		parts = append(parts, d.say("problems.about", d.metricName(report.Objective{Metric: "latency_p99"}), d.Lang().Duration(float64(b.LatencyS.P99))))
	}
	parts = append(parts, d.priceOf(float64(then.Summary.CostPerMonth)-float64(now.Summary.CostPerMonth)))
	return d.say("problems.then", d.Lang().List(parts...))
}

// priceOf says what a change costs a month.
func (d *Desk) priceOf(usd float64) string {
	switch {
	case usd > 0:
		return "+" + d.Lang().PerMonth(usd, d.currency())
	case usd < 0:
		return "−" + d.Lang().PerMonth(-usd, d.currency())
	}
	return d.say("problems.same_cost")
}

// fixButton applies the fix of a finding and says what it comes to.
func (d *Desk) fixButton(i int, f diagnostic.Diagnostic) []app.UI {
	label := d.in(f.Fix.Label)
	fix := app.Button().Type("button").Class("btn-link").DataSet("testid", idFix+strconv.Itoa(i)).
		OnClick(press(func() { d.applyFix(f) }), f.Code, f.At.Node, f.At.Edge, label, i).Text(label)
	said := d.outcome(f)
	return []app.UI{fix, when(said != "", func() app.UI {
		return app.Span().DataSet("testid", idOutcome+strconv.Itoa(i)).Text(" " + said)
	})}
}
