package browsertest

import (
	"fmt"
	"math"
	"testing"
	"time"

	"weir/app/browsertest/chrome"
	"weir/app/session"
	"weir/engine"
	"weir/engine/report"
	"weir/examples"
)

// breakable lets a test start workers that die at once: their script asks for
// a document.
const breakable = `window.Worker = class extends Worker {
	constructor(url) {
		super(window.breakWorkers ? url.replace("worker.js", "early.js") : url);
	}
};`

// here reports whether an element is shown.
func here(id string) string { return fmt.Sprintf("document.querySelector(%q)", testID(id)) }

func openExample(t *testing.T, id string) (*chrome.Page, *chrome.Browser) {
	t.Helper()
	browser, err := chrome.Launch(t.Context(), 1440, 900)
	must(t, err)
	t.Cleanup(browser.Close)
	page := browser.Page()
	watch(t, page)
	must(t, page.OnEveryDocument(breakable))
	must(t, page.Go(serve(t)+"/#example="+id))
	waitReady(t, page)
	return page, browser
}

// nativeSimulation is what the button finds of an example, played natively.
func nativeSimulation(t *testing.T, id string) *report.Simulation {
	t.Helper()
	data, err := examples.Bytes(id)
	must(t, err)
	d, err := engine.Decode(data)
	must(t, err)
	s, err := engine.NewSimulation(d, session.SimulationPlan)
	must(t, err)
	play := s.Play()
	for !play.Advance(1 << 30) {
	}
	return play.Result()
}

// The button starts a simulation that tells how far it is, can be stopped, and
// ends with a timeline, its table, and verdicts beside the closed form.
func TestSimulate(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	checker := axe(t)

	must(t, page.Click(testID("simulate")))
	must(t, page.Until(here("simulating")+"?.value > 0", patience))
	checkAccessible(t, page, checker, "simulation under way")
	must(t, page.Click(testID("simulate"))) // the same button stops it
	must(t, page.Until("!"+here("simulating"), patience))
	if complete, err := chrome.Eval[bool](page, here("simulation-found")+`?.dataset.complete === "true"`); err != nil || complete {
		t.Errorf("a simulation that was stopped is complete (%v)", err)
	}

	must(t, page.Click(testID("simulate")))
	must(t, page.Click(testID("tab:utilisation")))
	// What is over shows while more is played.
	must(t, page.Until(here("simulating")+` && document.querySelectorAll('[data-testid="drawer"] td [data-agrees]').length > 2`, patience))
	must(t, page.Click(testID("tab:timeline")))
	must(t, page.Until(here("simulation-found")+`?.dataset.complete === "true"`, 2*time.Minute))
	must(t, page.Until(here("timeline-chart"), patience))
	checkAccessible(t, page, checker, "timeline")
	must(t, page.Click(testID("timeline-table")))
	must(t, page.Until(here("timeline-rows")+`?.rows.length > 20`, patience))
	checkAccessible(t, page, checker, "timeline as a table")

	must(t, page.Click(testID("tab:latency")))
	must(t, page.Until(here("beside:p99")+`?.querySelector(".chip")`, patience))
	agrees, err := chrome.Eval[string](page, here("beside:mean")+`.querySelector("[data-agrees]").dataset.agrees`)
	must(t, err)
	if agrees != "true" {
		t.Errorf("the mean of the example differs by more than stated")
	}
	// Played by a worker for each core, it is what one thread finds natively.
	mean, err := chrome.Eval[float64](page, here("beside:mean")+`.dataset.value * 1`)
	must(t, err)
	same := false
	for _, j := range nativeSimulation(t, "customer-service").Journeys {
		same = same || float64(j.Mean.Value) == mean
	}
	if !same {
		t.Errorf("a mean of %v is found in the browser and not natively", mean)
	}
	checkAccessible(t, page, checker, "latency beside the simulation")
	must(t, page.Click(testID("tab:utilisation")))
	must(t, page.Until(`document.querySelectorAll('[data-testid="drawer"] td [data-agrees]').length > 2`, patience))
	checkAccessible(t, page, checker, "utilisation beside the simulation")

	// An edit makes it one of another design.
	must(t, page.Click(testID("row:users")+" .cell-go"))
	must(t, page.Until(here("param:rate"), patience))
	must(t, page.Fill(testID("param:rate"), "120/s"))
	must(t, page.Click(testID("tab:latency")))
	must(t, page.Until("!"+here("beside"), patience))
}

// A worker that dies is told in words, and the next one is asked.
func TestWorkerThatDies(t *testing.T) {
	page, _ := openExample(t, "customer-service")
	must(t, page.Until(here("summary")+`?.dataset.precision === "settled"`, patience))
	_, err := chrome.Eval[bool](page, "window.breakWorkers = true")
	must(t, err)
	must(t, page.Click(testID("simulate")))
	must(t, page.Until(here("simulation-failed")+"?.innerText.length > 20", patience))
	checkAccessible(t, page, axe(t), "simulation that failed")
	_, err = chrome.Eval[bool](page, "window.breakWorkers = false")
	must(t, err)
	must(t, page.Click(testID("simulate")))
	must(t, page.Until(here("simulation-found")+`?.dataset.complete === "true"`, 2*time.Minute))
}

// A design that has only a job is simulated too: its duration stands beside
// that of the closed form, with a verdict.
func TestSimulateJobs(t *testing.T) {
	page, _ := openExample(t, "recommender-training")
	must(t, page.Click(testID("simulate")))
	must(t, page.Until(here("simulation-found")+`?.dataset.complete === "true"`, 2*time.Minute))
	must(t, page.Click(testID("tab:latency")))
	must(t, page.Until(here("job-simulated:ratings")+`?.closest("tr").querySelector(".chip")`, patience))
	apart, err := chrome.Eval[float64](page, here("job-simulated:ratings")+`.dataset.value / `+here("job:ratings")+`.dataset.value - 1`)
	must(t, err)
	if !(math.Abs(apart) < 0.001) {
		t.Errorf("the job is %.2f %% off its closed form", 100*apart)
	}
	checkAccessible(t, page, axe(t), "a job beside its simulation")
}
