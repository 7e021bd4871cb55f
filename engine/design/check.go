package design

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode"

	"weir/engine/diagnostic"
)

// Check finds what is wrong with the shape of a design: references to parts
// that are not there, ids and names nobody could type, shares and weights out
// of range. What parameters, ports and loads say is found where they are
// understood, by packages component and flow. Findings come in the order of
// the document's keys.
func Check(d *Design) []diagnostic.Diagnostic {
	c := checker{d: d}
	each(d.Classes, c.class)
	each(d.Pools, c.pool)
	each(d.Nodes, c.node)
	each(d.Edges, c.edge)
	each(d.Groups, c.group)
	each(d.Scenarios, c.scenario)
	for i := range d.Objectives {
		c.objective(i, &d.Objectives[i])
	}
	c.money()
	return c.found
}

type checker struct {
	d     *Design
	found []diagnostic.Diagnostic
}

func each[V any](m map[string]V, f func(string, V)) {
	for _, id := range slices.Sorted(maps.Keys(m)) {
		f(id, m[id])
	}
}

func (c *checker) add(code string, s diagnostic.Severity, at diagnostic.Place, en, zh string) {
	c.found = append(c.found, diagnostic.Diagnostic{Code: code, Severity: s, At: at, Message: diagnostic.Text{EN: en, ZH: zh}})
}

func (c *checker) fault(code string, at diagnostic.Place, en, zh string) {
	c.add(code, diagnostic.Error, at, en, zh)
}

// id checks that an id can be typed, seen and linked to.
func (c *checker) id(id string, at diagnostic.Place) {
	invisible := func(r rune) bool { return !unicode.IsPrint(r) }
	if id == "" || strings.TrimSpace(id) != id || strings.ContainsFunc(id, invisible) {
		c.fault("id.invalid", at, "An id must not be empty, begin or end with a space, or hold invisible characters.", "标识不能为空，首尾不能有空格，也不能含不可见字符。")
	}
}

func (c *checker) class(id string, cl *Class) {
	at := diagnostic.Place{Class: id}
	c.id(id, at)
	for _, s := range []*Spread{cl.Size, cl.TokensIn, cl.TokensOut} {
		if s != nil && s.SCV < 0 {
			c.fault("class.spread", at, "A squared coefficient of variation cannot be negative.", "变异系数的平方不能为负。")
		}
	}
}

var poolKinds = []string{"compute", "storage", "network"}

func (c *checker) pool(id string, p *Pool) {
	at := diagnostic.Place{Pool: id}
	c.id(id, at)
	if !slices.Contains(poolKinds, p.Kind) {
		c.fault("pool.kind", at, "A pool is of kind compute, storage or network, not “"+p.Kind+"”.", "资源池的种类是 compute、storage 或 network，而不是“"+p.Kind+"”。")
	}
	if p.Units < 0 {
		c.fault("pool.units", at, "A pool cannot hold fewer than 0 units.", "资源池的数量不能小于 0。")
	}
}

func (c *checker) node(id string, n *Node) {
	at := diagnostic.Place{Node: id}
	c.id(id, at)
	draw := n.Pool
	if draw == nil {
		return
	}
	if _, ok := c.d.Pools[draw.ID]; !ok {
		c.missing("pool.unknown", at, "pool", "资源池", draw.ID, slices.Collect(maps.Keys(c.d.Pools)))
	}
	switch {
	case draw.Units != nil && draw.Share != nil:
		c.fault("pool.draw", at, "A node takes whole units or a share of a pool, not both.", "节点从资源池取整数单位或份额，二者不可兼有。")
	case draw.Share != nil && !(*draw.Share >= 0 && *draw.Share <= 1):
		c.fault("pool.share", at, "A share of a pool lies between 0 and 1.", "资源池的份额须在 0 与 1 之间。")
	case draw.Units != nil && !(*draw.Units >= 0):
		c.fault("pool.units", at, "A node cannot take fewer than 0 units.", "节点不能取少于 0 个单位。")
	}
}

func (c *checker) edge(id string, e *Edge) {
	at := diagnostic.Place{Edge: id}
	c.id(id, at)
	for _, end := range []End{e.From, e.To} {
		if _, ok := c.d.Nodes[end.Node()]; !ok {
			c.missing("edge.node", at, "node", "节点", end.Node(), slices.Collect(maps.Keys(c.d.Nodes)))
		}
	}
	for _, class := range e.Classes {
		if _, ok := c.d.Classes[class]; !ok {
			c.missing("edge.class", at, "class", "类别", class, slices.Collect(maps.Keys(c.d.Classes)))
		}
	}
	if e.Weight != nil && *e.Weight < 0 {
		c.fault("edge.weight", at, "A weight cannot be negative.", "权重不能为负。")
	}
	if l := e.Link; l != nil {
		if l.Loss != nil && !(*l.Loss >= 0 && *l.Loss < 1) {
			c.fault("link.loss", at, "The ratio of packets lost lies between 0 and 1.", "丢包率须在 0 与 1 之间。")
		}
		if _, ok := c.d.Pools[l.Pool]; l.Pool != "" && !ok {
			c.missing("pool.unknown", at, "pool", "资源池", l.Pool, slices.Collect(maps.Keys(c.d.Pools)))
		}
	}
}

// missing reports a reference to nothing, and what was perhaps meant.
func (c *checker) missing(code string, at diagnostic.Place, what, zh, id string, known []string) {
	slices.Sort(known)
	en, cn := "There is no "+what+" “"+id+"”.", "没有名为“"+id+"”的"+zh+"。"
	if near := nearest(id, known); near != "" {
		en, cn = en+" Did you mean “"+near+"”?", cn+"是否指“"+near+"”？"
	}
	c.fault(code, at, en, cn)
}

func (c *checker) group(id string, g *Group) {
	at := diagnostic.Place{Group: id}
	c.id(id, at)
	for _, n := range g.Nodes {
		if _, ok := c.d.Nodes[n]; !ok {
			c.missing("group.node", at, "node", "节点", n, slices.Collect(maps.Keys(c.d.Nodes)))
		}
	}
	for _, inner := range g.Groups {
		if _, ok := c.d.Groups[inner]; !ok {
			c.missing("group.group", at, "group", "分组", inner, slices.Collect(maps.Keys(c.d.Groups)))
		}
	}
	if c.inside(id) {
		c.fault("group.cycle", at, "A group cannot lie inside itself.", "分组不能包含自身。")
	}
}

// inside reports whether a group can be reached from itself.
func (c *checker) inside(id string) bool {
	seen := map[string]bool{}
	next := slices.Clone(c.d.Groups[id].Groups)
	for len(next) > 0 {
		g := next[len(next)-1]
		next = next[:len(next)-1]
		if g == id {
			return true
		}
		if inner := c.d.Groups[g]; inner != nil && !seen[g] {
			seen[g] = true
			next = append(next, inner.Groups...)
		}
	}
	return false
}

func (c *checker) scenario(id string, s *Scenario) {
	at := diagnostic.Place{Scenario: id}
	c.id(id, at)
	for _, key := range slices.Sorted(maps.Keys(s.Set)) {
		at.Param = key
		if _, _, ok := SplitKey(c.d, key); !ok {
			node, _, _ := strings.Cut(key, ".")
			c.missing("scenario.node", at, "node", "节点", node, slices.Collect(maps.Keys(c.d.Nodes)))
		}
	}
}

// SplitKey takes a key "node.param" of a scenario apart. The node must be in
// the design; where ids hold dots, the longest that fits is meant.
func SplitKey(d *Design, key string) (node, param string, ok bool) {
	for i := strings.LastIndexByte(key, '.'); i > 0; i = strings.LastIndexByte(key[:i], '.') {
		if _, ok := d.Nodes[key[:i]]; ok && i+1 < len(key) {
			return key[:i], key[i+1:], true
		}
	}
	return "", "", false
}

func (c *checker) objective(i int, o *Objective) {
	at := diagnostic.Place{Objective: &i}
	if _, ok := c.d.Classes[o.Class]; o.Class != "" && !ok {
		c.missing("objective.class", at, "class", "类别", o.Class, slices.Collect(maps.Keys(c.d.Classes)))
	}
	if _, ok := c.d.Nodes[o.Node]; o.Node != "" && !ok {
		c.missing("objective.node", at, "node", "节点", o.Node, slices.Collect(maps.Keys(c.d.Nodes)))
	}
	if o.Weight != nil && *o.Weight < 0 {
		c.fault("objective.weight", at, "A weight cannot be negative.", "权重不能为负。")
	}
}

// money checks the currency figures are shown in and the exchange rates.
func (c *checker) money() {
	s := &c.d.Settings
	currency := cmp.Or(s.Currency, "USD")
	at := diagnostic.Place{Param: "currency"}
	if currency != "USD" && currency != "CNY" {
		c.fault("settings.currency", at, "Figures can be shown in USD or CNY, not in “"+currency+"”.", "金额可用 USD 或 CNY 显示，不支持“"+currency+"”。")
	} else if _, ok := s.FX[currency]; currency != "USD" && !ok {
		c.add("settings.currency", diagnostic.Warning, at, "Figures stay in USD until the settings hold an exchange rate for "+currency+".", "设置中尚无 "+currency+" 的汇率，金额仍以 USD 显示。")
	}
	each(s.FX, func(currency string, r Rate) {
		if !(r.PerUSD > 0) {
			c.fault("settings.fx", diagnostic.Place{Param: "fx." + currency}, "An exchange rate must be above 0.", "汇率必须大于 0。")
		}
	})
}
