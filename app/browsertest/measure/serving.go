package measure

import (
	"weir/engine/ai"
	"weir/engine/catalog"
)

// predictions is how many predictions are timed together: one is too short
// for a browser's clock.
const predictions = 500

// serving times the prediction of one LLM deployment and its load curve of
// fifty points. Names are without a place where it is native.
func serving(place string) []Figure {
	m, _ := catalog.FindModel("deepseek-ai/DeepSeek-V3")
	dev, _ := catalog.FindDevice("h200")
	d := ai.Deployment{Model: &m, Device: &dev, Engine: ai.VLLM, TP: 8, Weights: ai.FP8}
	l := ai.Load{Rate: 2, In: ai.Spread{Mean: 2000, SCV: .5}, Out: ai.Spread{Mean: 400, SCV: 1}}
	one := Time(Repeats, func() {
		for range predictions {
			ai.Serve(d, l)
		}
	})
	for i := range one {
		one[i] *= 1000 / float64(predictions) // ms for all to us for one
	}
	suffix := ""
	if place != "native" {
		suffix = place + "_"
	}
	return []Figure{
		Of("predict_"+suffix+"us", "us", one),
		Of("load_curve_50_"+suffix+"ms", "ms", Time(Repeats, func() { ai.Curve(d, l, 50) })),
	}
}
