package flow

import (
	"cmp"
	"sort"

	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// findings gathers diagnostics.
type findings []diagnostic.Diagnostic

func words(en, zh string) diagnostic.Text { return diagnostic.Text{EN: en, ZH: zh} }

func (f *findings) add(code string, severity diagnostic.Severity, at diagnostic.Place, message diagnostic.Text) *diagnostic.Diagnostic {
	*f = append(*f, diagnostic.Diagnostic{Code: code, Severity: severity, At: at, Message: message})
	return &(*f)[len(*f)-1]
}

func (f *findings) unknownKind(node, kind string) {
	hint := design.Meant(component.Meant(kind))
	f.add("node.kind", diagnostic.Error, diagnostic.Place{Node: node},
		words("There is no kind of node “"+kind+"”; the node is left out."+hint.EN, "没有“"+kind+"”这种部件；该节点不参与计算。"+hint.ZH))
}

// unused says that nothing takes a wire of weight 0 where a node chooses by
// weight; starves is the node at its end where nothing else leads there.
func (f *findings) unused(edge, starves string) {
	if starves == "" {
		f.add("edge.unused", diagnostic.Info, diagnostic.Place{Edge: edge},
			words("Its weight is 0: nothing takes this wire.", "其权重为 0：没有任何项经过此连线。"))
		return
	}
	f.add("edge.unused", diagnostic.Warning, diagnostic.Place{Edge: edge},
		words("Its weight is 0: nothing takes this wire, and nothing else leads to “"+starves+"”. Give it a weight above 0.",
			"其权重为 0：没有任何项经过此连线，也没有其他连线通往“"+starves+"”。请设为大于 0 的权重。"))
}

func (f *findings) noNode(edge, node string) {
	f.add("edge.node", diagnostic.Error, diagnostic.Place{Edge: edge},
		words("The wire ends at a node “"+node+"” that does not exist.", "连线的一端是不存在的节点“"+node+"”。"))
}

func (f *findings) noPort(edge string, end design.End, kind *component.Kind, out bool) {
	ports, en, zh := kind.In, "in", "输入"
	if out {
		ports, en, zh = kind.Out, "out", "输出"
	}
	has := ""
	for i, p := range ports {
		if i > 0 {
			has += ", "
		}
		has += p.Name
	}
	if has == "" {
		has = "–"
	}
	f.add("edge.port", diagnostic.Error, diagnostic.Place{Edge: edge},
		words("“"+end.Node()+"” has no "+en+" port “"+end.Port()+"”; it has: "+has+".", "“"+end.Node()+"”没有"+zh+"端口“"+end.Port()+"”；现有："+has+"。"))
}

func (f *findings) noClass(edge, class string) {
	f.add("edge.class", diagnostic.Error, diagnostic.Place{Edge: edge, Class: class},
		words("The design has no class “"+class+"”.", "设计中没有类别“"+class+"”。"))
}

func (f *findings) badWeight(edge string) {
	f.add("edge.weight", diagnostic.Error, diagnostic.Place{Edge: edge},
		words("The weight of a wire must be a number of at least 0.", "连线的权重必须是不小于 0 的数。"))
}

func (f *findings) loop(ids []string) {
	f.add("flow.loop", diagnostic.Error, diagnostic.Place{Node: ids[0]},
		words("Work goes round this loop without becoming less; its nodes are left out: "+listed(ids)+". Let less than one item return for one that goes round.",
			"工作在此回路中循环而不减少，其节点已排除在外："+listed(ids)+"。应使每循环一次返回的项少于一项。"))
}

func (f *findings) nothingArrives(node string) {
	f.add("node.unconnected", diagnostic.Warning, diagnostic.Place{Node: node},
		words("Nothing is connected to its input.", "其输入没有连线。"))
}

func (f *findings) nothingLeaves(node string) {
	f.add("node.unconnected", diagnostic.Warning, diagnostic.Place{Node: node},
		words("Nothing is connected to its output: its work goes nowhere.", "其输出没有连线：工作无处可去。"))
}

func (f *findings) openPort(node string, port component.Port) {
	f.add("port.unconnected", diagnostic.Info, diagnostic.Place{Node: node},
		words("Nothing is connected to “"+port.Label.EN+"”: what leaves by it ends here.", "“"+port.Label.ZH+"”没有连线：由此离开的工作到此为止。"))
}

func (f *findings) noSource() {
	f.add("flow.source", diagnostic.Info, diagnostic.Place{},
		words("Add a source: nothing flows without one.", "请添加数据源：没有来源就没有数据流。"))
}

// severities in the order they are shown in.
var severities = map[diagnostic.Severity]int{diagnostic.Error: 0, diagnostic.Warning: 1, diagnostic.Info: 2}

// sorted orders diagnostics by severity, place and code.
func sorted(list []diagnostic.Diagnostic) []diagnostic.Diagnostic {
	sort.SliceStable(list, func(i, j int) bool {
		a, b := &list[i], &list[j]
		return cmp.Or(
			cmp.Compare(severities[a.Severity], severities[b.Severity]),
			cmp.Compare(a.At.Node, b.At.Node), cmp.Compare(a.At.Edge, b.At.Edge), cmp.Compare(a.At.Pool, b.At.Pool),
			cmp.Compare(a.Code, b.Code), cmp.Compare(a.At.Param, b.At.Param), cmp.Compare(a.At.Class, b.At.Class)) < 0
	})
	return list
}

// readClasses reads what an item of each class holds.
func (p *Plan) readClasses() {
	found := &p.ofClasses
	p.work = make([]component.Work, len(p.Classes))
	if len(p.Design.Classes) == 0 && len(p.Design.Nodes) > 0 {
		found.add("class.implied", diagnostic.Info, diagnostic.Place{},
			words("No class of work is defined; a request of 2 kB, 500 tokens in and 200 out on average is assumed, lengths spread as in everyday requests.", "尚未定义工作类别；暂按每个请求 2 kB、平均输入 500 词元、输出 200 词元计算，长度按日常请求的离散程度分布。"))
	}
	for i, id := range p.Classes {
		c := p.classes[id]
		read := func(s *design.Spread, what string, d quantity.Dimension) component.Spread {
			if s == nil {
				return component.Spread{}
			}
			mean, err := quantity.Middle(s.Mean, d, p.env.FX)
			if err != nil || mean < 0 || !(s.SCV >= 0 && s.SCV < 1e300) {
				message := words("The "+what+" must be at least 0, its spread too.", "大小及其离散程度都不能小于 0。")
				if e, ok := err.(*quantity.Error); ok {
					message = diagnostic.Text(e.Message)
				}
				found.add("class.size", diagnostic.Error, diagnostic.Place{Class: id, Param: what}, message)
				return component.Spread{}
			}
			return component.Spread{Mean: mean, SCV: s.SCV}
		}
		p.work[i] = component.Work{
			Bytes: read(c.Size, "size", quantity.Data), TokensIn: read(c.TokensIn, "tokens_in", quantity.Tokens),
			TokensOut: read(c.TokensOut, "tokens_out", quantity.Tokens), Items: 1,
		}
	}
}

// readLinks makes a wire of every edge that has a link.
func (p *Plan) readLinks() {
	found := &p.ofLinks
	p.wires = make([]*component.Wire, len(p.graph.edges))
	known := map[component.Wire]*component.Wire{} // links set up alike share one
	for i, id := range p.graph.edges {
		link := p.Design.Edges[id].Link
		if link == nil {
			continue
		}
		read := func(v quantity.Value, param string, d quantity.Dimension) float64 {
			if v.IsZero() {
				return 0
			}
			x, err := quantity.Middle(v, d, p.env.FX)
			if err == nil && x >= 0 {
				return x
			}
			message := words("It must be at least 0.", "不能小于 0。")
			if e, ok := err.(*quantity.Error); ok {
				message = diagnostic.Text(e.Message)
			}
			found.add("param.unit", diagnostic.Error, diagnostic.Place{Edge: id, Param: "link." + param}, message)
			return 0
		}
		loss := 0.0
		if link.Loss != nil {
			loss = *link.Loss
		}
		if !(loss >= 0 && loss < 1) {
			found.add("param.range", diagnostic.Error, diagnostic.Place{Edge: id, Param: "link.loss"},
				words("Loss is a ratio of at least 0 and below 1.", "丢包率须不小于 0 且小于 1。"))
			loss = 0
		}
		bandwidth := read(link.Bandwidth, "bandwidth", quantity.Bandwidth)
		if link.Pool != "" && bandwidth == 0 {
			bandwidth = p.poolBandwidth(link.Pool)
		}
		w, ok := component.NewWire(bandwidth, read(link.Latency, "latency", quantity.Time), loss, link.Protocol)
		if !ok {
			found.add("link.protocol", diagnostic.Error, diagnostic.Place{Edge: id, Param: "link.protocol"},
				words("There is no protocol “"+link.Protocol+"”.", "没有协议“"+link.Protocol+"”。"))
		}
		if known[w] == nil {
			known[w] = &w
		}
		p.wires[i] = known[w]
	}
}
