package engine_test

import (
	"fmt"
	"testing"

	"weir/engine"
	"weir/engine/flow"
	"weir/engine/quantity"
	"weir/engine/report"
	"weir/engine/sample"
)

// BenchmarkEvaluate goes from bytes to a Report.
func BenchmarkEvaluate(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			data, err := engine.Encode(sample.Plant(n))
			if err != nil {
				b.Fatal(err)
			}
			b.ReportAllocs()
			for b.Loop() {
				d, err := engine.Decode(data)
				if err != nil {
					b.Fatal(err)
				}
				engine.NewEvaluator().Evaluate(d)
			}
		})
	}
}

// BenchmarkSolve goes from a compiled plan to a Report.
func BenchmarkSolve(b *testing.B) {
	plan := flow.Compile(sample.Plant(1000), nil)
	b.ReportAllocs()
	for b.Loop() {
		engine.Answer(flow.Solve(plan, nil), report.Fast)
	}
}

// BenchmarkEdit changes one parameter of one node after another.
func BenchmarkEdit(b *testing.B) {
	d := sample.Plant(1000)
	ids := flow.Compile(d, nil).Nodes()
	e := engine.NewEvaluator()
	e.Evaluate(d)
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		d = engine.Set(d, map[string]quantity.Value{ids[i%len(ids)] + ".availability": quantity.Num(0.99)})
		e.Evaluate(d)
	}
}
