package main

import (
	"strings"
	"testing"
)

func TestTallyCountsTestsAndShowsOnlyFailures(t *testing.T) {
	events := `{"Action":"run","Package":"p","Test":"TestA"}
{"Action":"output","Package":"p","Test":"TestA","Output":"quiet\n"}
{"Action":"pass","Package":"p","Test":"TestA","Elapsed":0.1}
{"Action":"output","Package":"p","Test":"TestB","Output":"loud\n"}
{"Action":"fail","Package":"p","Test":"TestB","Elapsed":0.1}
{"Action":"skip","Package":"p","Test":"TestC","Elapsed":0}
{"Action":"fail","Package":"p","Elapsed":0.3}
`
	var (
		count tally
		shown strings.Builder
	)
	count.read(strings.NewReader(events), &shown)
	if count.passed != 1 || count.failed != 2 {
		t.Errorf("counted %+v, want 1 passed and 2 failed (a skip is a failure)", count)
	}
	if got := shown.String(); strings.Contains(got, "quiet") || !strings.Contains(got, "loud") {
		t.Errorf("shown output must hold the failure and only that:\n%s", got)
	}
}

func TestTallyShowsBuildFailures(t *testing.T) {
	var (
		count tally
		shown strings.Builder
	)
	count.read(strings.NewReader(`{"ImportPath":"p","Action":"build-output","Output":"p.go:1: undefined: x\n"}`), &shown)
	if !strings.Contains(shown.String(), "undefined: x") {
		t.Errorf("a compiler message was lost: %q", shown.String())
	}
}
