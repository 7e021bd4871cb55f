package ai

// Serving is what a deployment does under a load. Rates and powers are of
// the whole deployment (all replicas); memory is of one device.
type Serving struct {
	Fits bool // the weights leave room for at least one sequence

	Weights    float64 // bytes of weights on one device
	Overhead   float64 // bytes kept for activations, graphs and the runtime
	KVPerToken float64 // bytes one token adds to the cache of one replica (all its devices)
	KVRoom     float64 // bytes for the cache on one device
	Room       int     // sequences of mean length one replica can hold
	Slots      int     // sequences one replica runs at once: min(Room, MaxBatch)

	PromptAlone float64 // s, prefill of one prompt on an idle replica
	PromptBound Bound
	StepTime    float64 // s, one decode step at the load's batch
	StepBound   Bound
	Step        StepSplit // where the decode step goes
	Batch       float64   // sequences per attention rank in a step

	TTFTAlone Figure // s, request to first token on an idle deployment
	TTFT      Figure // s, at the load, waiting included
	TPOT      Figure // s per output token after the first (the usual definition)
	TPOTAll   Figure // s per output token over the whole request, first token included
	Latency   Figure // s, request to last token at the load

	Throughput  Figure  // output tokens/s
	Requests    float64 // requests/s carried
	Saturation  Figure  // requests/s beyond which the queue grows without bound
	Utilisation float64 // offered rate / saturation, 1 when closed, static or offline at the limit
	InFlight    float64 // requests in service
	Wait        float64 // s from arrival until the prefill starts, for a place and for the iteration under way (part of TTFT)
	WaitSCV     float64 // squared coefficient of variation of that time

	Servers     int     // slots of all replicas: the station's servers
	ServiceMean float64 // s a request holds its slot at the load
	ServiceSCV  float64 // squared coefficient of variation of that time

	In          float64 // tokens of a prompt, mean
	PrefixHit   float64 // share of the prompts' tokens found in caches
	PromptShare float64 // share of the busy devices' time that prompts take, the rest is decoding

	Power          float64 // W of all devices at the load
	EnergyPerToken float64 // J per output token, devices only

	Devices    int
	Calibrated bool // comparable published measurements stand behind the figures
	Why        Text // why not, where not
}

// StepSplit is the time of a decode step by what it goes into, seconds.
type StepSplit struct {
	Weights, Attention, Experts, Network, Launch float64
}

// Point is one point of a load curve.
type Point struct {
	Rate        float64 // requests/s offered
	TTFT        float64 // s, +Inf at and beyond saturation
	TPOT        float64 // s
	Latency     float64 // s
	Throughput  float64 // output tokens/s carried
	Utilisation float64
	Power       float64 // W
}
