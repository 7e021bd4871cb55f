package design

import (
	"cmp"
	"maps"
	"slices"
	"sort"
	"strings"
	"unicode"

	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// Check finds what is wrong with a design as a document: ids that nobody
// could type, groups, scenarios and objectives of parts that are not there,
// currencies without a rate. What nodes, edges and classes say is found where
// it is understood, by packages component and flow. Findings come in a
// stable order.
func Check(d *Design) []diagnostic.Diagnostic {
	c := checker{d: d}
	for id := range d.Classes {
		c.id(id, diagnostic.Place{Class: id})
	}
	for id, p := range d.Pools {
		c.pool(id, p)
	}
	for id := range d.Nodes {
		c.id(id, diagnostic.Place{Node: id})
	}
	for id, e := range d.Edges {
		c.edge(id, e)
	}
	for id, g := range d.Groups {
		c.group(id, g)
	}
	for id, s := range d.Scenarios {
		c.scenario(id, s)
	}
	for i := range d.Objectives {
		c.objective(i, &d.Objectives[i])
	}
	c.money()
	sort.SliceStable(c.found, func(i, j int) bool { return byPlace(&c.found[i], &c.found[j]) < 0 })
	return c.found
}

func byPlace(a, b *diagnostic.Diagnostic) int {
	return cmp.Or(
		cmp.Compare(a.At.Class, b.At.Class), cmp.Compare(a.At.Pool, b.At.Pool), cmp.Compare(a.At.Node, b.At.Node),
		cmp.Compare(a.At.Edge, b.At.Edge), cmp.Compare(a.At.Group, b.At.Group), cmp.Compare(a.At.Scenario, b.At.Scenario),
		cmp.Compare(a.At.Param, b.At.Param), cmp.Compare(a.Code, b.Code))
}

type checker struct {
	d     *Design
	found []diagnostic.Diagnostic
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

var poolKinds = []string{"compute", "storage", "network"}

func (c *checker) pool(id string, p *Pool) {
	at := diagnostic.Place{Pool: id}
	c.id(id, at)
	if !slices.Contains(poolKinds, p.Kind) {
		c.fault("pool.kind", at, "A pool is of kind compute, storage or network, not “"+p.Kind+"”.", "资源池的种类是 compute、storage 或 network，而不是“"+p.Kind+"”。")
	}
	switch u, err := quantity.Middle(p.Units, quantity.None, nil); {
	case p.Units.IsZero():
	case err != nil:
		c.fault("pool.units", at, "A pool holds a number of units, such as 16 or 8..16.", "资源池的数量应为数字，例如 16 或 8..16。")
	case u < 0:
		c.fault("pool.units", at, "A pool cannot hold fewer than 0 units.", "资源池的数量不能小于 0。")
	}
}

func (c *checker) edge(id string, e *Edge) {
	at := diagnostic.Place{Edge: id}
	c.id(id, at)
	if e.Link == nil || e.Link.Pool == "" {
		return
	}
	if _, ok := c.d.Pools[e.Link.Pool]; !ok {
		missing(c, "pool.unknown", at, "pool", "资源池", e.Link.Pool, c.d.Pools)
	}
}

// missing reports a reference to nothing, and what was perhaps meant.
func missing[V any](c *checker, code string, at diagnostic.Place, what, zh, id string, among map[string]V) {
	known := slices.Sorted(maps.Keys(among))
	en, cn := "There is no "+what+" “"+id+"”.", "没有名为“"+id+"”的"+zh+"。"
	hint := Meant(Nearest(id, known))
	c.fault(code, at, en+hint.EN, cn+hint.ZH)
}

// Meant asks whether a name was meant, as an end to what is said of another;
// nothing where there is none.
func Meant(name string) quantity.Text {
	if name == "" {
		return quantity.Text{}
	}
	return quantity.Text{EN: " Did you mean “" + name + "”?", ZH: "是否指“" + name + "”？"}
}

func (c *checker) group(id string, g *Group) {
	at := diagnostic.Place{Group: id}
	c.id(id, at)
	for _, n := range g.Nodes {
		if _, ok := c.d.Nodes[n]; !ok {
			missing(c, "group.node", at, "node", "节点", n, c.d.Nodes)
		}
	}
	for _, inner := range g.Groups {
		if _, ok := c.d.Groups[inner]; !ok {
			missing(c, "group.group", at, "group", "分组", inner, c.d.Groups)
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
	for key := range s.Set {
		at.Param = key
		if _, _, ok := SplitKey(c.d, key); !ok {
			node, _, _ := strings.Cut(key, ".")
			missing(c, "scenario.node", at, "node", "节点", node, c.d.Nodes)
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
		missing(c, "objective.class", at, "class", "类别", o.Class, c.d.Classes)
	}
	if _, ok := c.d.Nodes[o.Node]; o.Node != "" && !ok {
		missing(c, "objective.node", at, "node", "节点", o.Node, c.d.Nodes)
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
	for currency, r := range s.FX {
		if !(r.PerUSD > 0) {
			c.fault("settings.fx", diagnostic.Place{Param: "fx." + currency}, "An exchange rate must be above 0.", "汇率必须大于 0。")
		}
	}
}
