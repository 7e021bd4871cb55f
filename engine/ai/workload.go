package ai

// Workload is a network that is no language model, by what one item costs.
type Workload struct {
	ID     string
	Label  Text
	Flops  float64 // per item, two for each multiply-add
	Params float64 // read once a batch
	Tables float64 // parameters of embedding tables: kept on the device, read by row
	Move   float64 // bytes of activations and table rows moved per item, 16 bits
	Layers int     // groups of kernels launched one after the other
	Source string
}

// rowTraffic is the bytes of activations a transformer moves a token, channel
// and layer.
const rowTraffic = 24

// Workloads are vision, speech and recommendation networks with their work as
// published. Activations are written once and read once, 2 B each; those of
// transformers by rowTraffic.
var Workloads = []Workload{
	{
		ID: "resnet-50", Label: Text{EN: "ResNet-50, 224 × 224", ZH: "ResNet-50，224 × 224"},
		Flops: 2 * 4.145e9, Params: 25557032, Move: 2 * 2 * 11.115e6, Layers: 53,
		Source: "He et al. 2016; parameters of torchvision, FLOPs and activations of mmengine's complexity analysis",
	},
	{
		ID: "vit-b-16", Label: Text{EN: "ViT-B/16, 224 × 224", ZH: "ViT-B/16，224 × 224"},
		Flops: 12 * transformerFlops(197, 768), Params: 86567656, Move: rowTraffic * 197 * 768 * 12, Layers: 12,
		Source: "Dosovitskiy et al. 2021, table 1: 12 layers of 768, 197 tokens; parameters of torchvision",
	},
	{
		ID: "vit-l-16", Label: Text{EN: "ViT-L/16, 224 × 224", ZH: "ViT-L/16，224 × 224"},
		Flops: 24 * transformerFlops(197, 1024), Params: 304326632, Move: rowTraffic * 197 * 1024 * 24, Layers: 24,
		Source: "Dosovitskiy et al. 2021, table 1: 24 layers of 1024, 197 tokens; parameters of torchvision",
	},
	{
		ID: "whisper-large-v3", Label: Text{EN: "Whisper large-v3 encoder, 30 s of speech", ZH: "Whisper large-v3 编码器，30 秒语音"},
		Flops:  32*transformerFlops(1500, 1280) + 2*3*(3000*128*1280+1500*1280*1280),
		Params: 32*12*1280*1280 + 3*(128*1280+1280*1280), Move: rowTraffic * 1500 * 1280 * 32, Layers: 34,
		Source: "Radford et al. 2022, table 1: 32 layers of 1280, 1500 frames after two convolutions of width 3; 128 mel bands",
	},
	{
		ID: "dlrm", Label: Text{EN: "DLRM, Criteo 1 TB", ZH: "DLRM，Criteo 1 TB"},
		Flops:  2 * (dlrmMLP + 27*26/2*128),
		Params: dlrmMLP, Tables: 204184588 * 128, Move: 2*26*128 + 2*2*4096, Layers: 9,
		Source: "Naumov et al. 2019; MLPerf: 26 tables of 128, rows capped at 40 million; bottom 13-512-256-128, top 479-1024-1024-512-256-1",
	},
}

// dlrmMLP is the weights of the two perceptrons of MLPerf's DLRM.
const dlrmMLP = 13*512 + 512*256 + 256*128 + 479*1024 + 1024*1024 + 1024*512 + 512*256 + 256

// transformerFlops is a layer of n tokens and width h, four times h inside:
// 24·n·h² + 4·n²·h (Narayanan et al. 2021).
func transformerFlops(n, h float64) float64 { return 24*n*h*h + 4*n*n*h }

// FindWorkload returns the network with the id.
func FindWorkload(id string) (*Workload, bool) {
	for i := range Workloads {
		if Workloads[i].ID == id {
			return &Workloads[i], true
		}
	}
	return nil, false
}
