package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"weir/engine"
	"weir/engine/diagnostic"
)

type checkCommand struct {
	File string `arg:"" help:"${file}"`
}

// Run lists the findings about a design; errors make it fail.
func (c checkCommand) Run(t *terminal) error {
	d, err := t.read(c.File)
	if err != nil {
		return err
	}
	found := engine.Validate(d)
	if len(found) == 0 {
		t.say(t.out, diagnostic.Text{
			EN: fmt.Sprintf("Nothing wrong: %d nodes, %d edges.", len(d.Nodes), len(d.Edges)),
			ZH: fmt.Sprintf("没有问题：%d 个节点，%d 条连线。", len(d.Nodes), len(d.Edges)),
		})
		return nil
	}
	t.findings(found, "")
	if slices.ContainsFunc(found, isError) {
		return errFaulty
	}
	return nil
}

func isError(d diagnostic.Diagnostic) bool { return d.Severity == diagnostic.Error }

// findings prints each finding on a line: how bad, where, what, its code; and
// under it what would cure it.
func (t *terminal) findings(found []diagnostic.Diagnostic, indent string) {
	t.tell(t.out, found, indent)
}

func (t *terminal) tell(to io.Writer, found []diagnostic.Diagnostic, indent string) {
	rank := map[diagnostic.Severity]int{diagnostic.Error: 0, diagnostic.Warning: 1, diagnostic.Info: 2}
	found = slices.Clone(found)
	slices.SortStableFunc(found, func(a, b diagnostic.Diagnostic) int { return cmp.Compare(rank[a.Severity], rank[b.Severity]) })
	rows := newTable("", "", "")
	for _, d := range found {
		rows.add(severityNames[string(d.Severity)].In(t.lang), place(d.At), d.Message.In(t.lang)+" ["+d.Code+"]")
		if d.Fix != nil {
			rows.add("", "", "→ "+d.Fix.Label.In(t.lang)+changes(d.Fix))
		}
	}
	rows.write(to, indent)
}

// place names what a finding is about as a scenario would: "llm.tp".
func place(at diagnostic.Place) string {
	var parts []string
	for _, part := range []string{at.Group, at.Scenario, at.Pool, at.Class, at.Node, at.Edge, at.Param} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if at.Objective != nil {
		parts = append(parts, "objectives["+strconv.Itoa(*at.Objective)+"]")
	}
	return strings.Join(parts, ".")
}

func changes(fix *diagnostic.Fix) string {
	var parts []string
	for _, key := range slices.Sorted(maps.Keys(fix.Set)) {
		parts = append(parts, key+" = "+written(fix.Set[key]))
	}
	if len(parts) == 0 {
		return ""
	}
	return " (" + strings.Join(parts, ", ") + ")"
}
