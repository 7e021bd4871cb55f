package component

import (
	"math"
	"sort"
	"strconv"
	"strings"

	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
	"weir/engine/report"
)

// Env is what a node may look at beside itself.
type Env struct {
	Classes map[string]int // index of each class of the design
	FX      quantity.FX
	Prices  map[string]quantity.Value // the design's price book
	Pools   map[string]*design.Pool
}

// setting is one parameter as read: in base units where it is a number.
type setting struct {
	num  float64
	text string
	list []float64
	set  bool // given, by the node or as a default
}

// Params are the parameters of one node.
type Params struct {
	kind     *Kind
	node     *design.Node
	env      *Env
	taken    []override // what the node sets, of no class
	byClass  []override
	Findings []Finding
	Prices   []report.Price
}

// override is a parameter that the node itself sets.
type override struct {
	param, class int
	setting
}

// schema is what reading a kind's parameters needs, made once.
type schema struct {
	index    map[string]int
	defaults []setting
}

func init() {
	for _, k := range kinds {
		s := schema{index: make(map[string]int, len(k.Params)), defaults: make([]setting, len(k.Params))}
		for i := range k.Params {
			s.index[k.Params[i].Key] = i
			v, bad := read(&k.Params[i], k.Params[i].Default, nil)
			if bad != nil {
				panic("component: default of " + k.ID + "." + k.Params[i].Key + ": " + bad.Message.EN)
			}
			s.defaults[i] = v
		}
		k.schema = s
	}
}

// ReadParams reads a node's parameters: its own over the kind's defaults.
// What cannot be read is reported and the default stands in.
func ReadParams(k *Kind, n *design.Node, env *Env) *Params {
	s := &k.schema
	p := &Params{kind: k, node: n, env: env}
	for key, v := range n.Params {
		p.take(s, key, v)
	}
	if len(p.Findings) > 1 {
		f := p.Findings
		sort.Slice(f, func(i, j int) bool { return f[i].Param+" "+f[i].Code < f[j].Param+" "+f[j].Code })
	}
	if len(p.byClass) > 1 {
		l := p.byClass
		sort.Slice(l, func(i, j int) bool {
			return l[i].param < l[j].param || l[i].param == l[j].param && l[i].class < l[j].class
		})
	}
	return p
}

func (p *Params) take(s *schema, key string, v quantity.Value) {
	base, class, perClass := strings.Cut(key, ".")
	i, ok := s.index[base]
	if !ok || perClass && !p.kind.Params[i].PerClass {
		hint := design.Meant(p.kind.meant(base, ok))
		p.report("param.unknown", diagnostic.Warning, key, nil,
			words("“"+p.kind.Name.EN+"” has no parameter “"+key+"”; it is ignored."+hint.EN, "“"+p.kind.Name.ZH+"”没有参数“"+key+"”，已忽略。"+hint.ZH))
		return
	}
	spec := &p.kind.Params[i]
	x, problem := read(spec, v, p.env.FX)
	if problem != nil {
		p.report(problem.code, diagnostic.Error, key, problem.fix, problem.Message)
		return
	}
	if !perClass {
		if x.set {
			p.taken = append(p.taken, override{param: i, setting: x})
		}
		return
	}
	c, known := p.env.Classes[class]
	if !known {
		p.report("param.class", diagnostic.Error, key, nil,
			words("The design has no class “"+class+"”.", "设计中没有类别“"+class+"”。"))
		return
	}
	p.byClass = append(p.byClass, override{i, c, x})
}

// meant is the parameter that a wrong key was perhaps meant for: the one it
// names where that is one for all classes, else one written nearly so.
func (k *Kind) meant(key string, known bool) string {
	if known {
		return key
	}
	keys := make([]string, len(k.Params))
	for i := range k.Params {
		keys[i] = k.Params[i].Key
	}
	return design.Nearest(key, keys)
}

func (p *Params) report(code string, severity diagnostic.Severity, param string, fix *Fix, message Text) {
	p.Findings = append(p.Findings, Finding{Code: code, Severity: severity, Param: param, Message: message, Fix: fix})
}

// problem is why a value is not what its parameter asks for.
type problem struct {
	code    string
	Message Text
	fix     *Fix
}

// read reads a value as its parameter asks. Null is "not given".
func read(spec *Param, v quantity.Value, fx quantity.FX) (setting, *problem) {
	switch {
	case v.Form() == quantity.Null:
		return setting{}, nil
	case spec.Length > 0:
		return readList(spec, v)
	case len(spec.Choices) > 0:
		return readChoice(spec, v)
	case spec.Catalog != "":
		if word, ok := v.Text(); ok {
			return setting{text: word, set: word != ""}, nil
		}
		return setting{}, wrongForm(spec, words("a name", "名称"))
	}
	if r, ok := quantity.RangeOf(v); ok {
		return readRange(spec, r, fx)
	}
	x, err := quantity.Resolve(v, spec.Dimension, fx)
	if err != nil {
		return setting{}, unreadable(err)
	}
	return within(spec, x)
}

// readRange reads a range: where one number is asked for, its middle stands
// in for it, rounded down where only whole numbers will do.
func readRange(spec *Param, r quantity.Range, fx quantity.FX) (setting, *problem) {
	low, high, err := quantity.ResolveRange(r, spec.Dimension, fx)
	if err != nil {
		return setting{}, unreadable(err)
	}
	for _, end := range []float64{low, high} {
		if _, bad := within(spec, end); bad != nil {
			return setting{}, bad
		}
	}
	middle := low + (high-low)/2
	if spec.Integer {
		middle = math.Floor(middle)
	}
	return within(spec, middle)
}

// Range returns the ends of a value that is a range the parameter can take.
func (spec *Param) Range(v quantity.Value, fx quantity.FX) (quantity.Range, bool) {
	r, ok := quantity.RangeOf(v)
	if !ok || spec.Length > 0 || len(spec.Choices) > 0 || spec.Catalog != "" {
		return quantity.Range{}, false
	}
	_, bad := readRange(spec, r, fx)
	return r, bad == nil
}

func unreadable(err error) *problem {
	message := words(err.Error(), err.Error())
	if e, ok := err.(*quantity.Error); ok {
		message = Text(e.Message)
	}
	return &problem{code: "param.unit", Message: message}
}

// within checks the range of a number.
func within(spec *Param, x float64) (setting, *problem) {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return setting{}, wrongForm(spec, words("a finite number", "有限的数值"))
	}
	if spec.Min != spec.Max && (x < spec.Min || x > spec.Max) {
		bound, value := "at least ", spec.Min
		zh := "至少为 "
		if x > spec.Max {
			bound, zh, value = "at most ", "至多为 ", spec.Max
		}
		to := spec.written(value)
		return setting{}, &problem{code: "param.range",
			Message: words(spec.Label.EN+" must be "+bound+shown(to)+".", spec.Label.ZH+zh+shown(to)+"。"),
			fix:     &Fix{Param: spec.Key, Value: to, Label: words("Set "+shown(to), "改为 "+shown(to))}}
	}
	if spec.Integer && x != math.Trunc(x) {
		to := quantity.Num(math.Max(math.Round(x), spec.Min))
		return setting{}, &problem{code: "param.integer",
			Message: words(spec.Label.EN+" must be a whole number.", spec.Label.ZH+"必须为整数。"),
			fix:     &Fix{Param: spec.Key, Value: to, Label: words("Set "+shown(to), "改为 "+shown(to))}}
	}
	return setting{num: x, set: true}, nil
}

// written is a number in base units as a value of the parameter.
func (spec *Param) written(x float64) quantity.Value {
	if spec.Dimension == quantity.None {
		return quantity.Num(x)
	}
	return Written(x, spec.Dimension)
}

// Written is a quantity in base units as an author would write it.
func Written(x float64, d quantity.Dimension) quantity.Value {
	if d == quantity.None || d == quantity.Tokens {
		return quantity.Num(x)
	}
	return quantity.Str(strconv.FormatFloat(x, 'g', 6, 64) + " " + d.Unit())
}

func shown(v quantity.Value) string {
	if s, ok := v.Text(); ok {
		return s
	}
	return v.String()
}

func readList(spec *Param, v quantity.Value) (setting, *problem) {
	items := v.List()
	if v.Form() != quantity.List || len(items) != spec.Length && len(items) != 0 {
		n := strconv.Itoa(spec.Length)
		return setting{}, wrongForm(spec, words("a list of "+n+" numbers", n+" 个数的列表"))
	}
	s := setting{list: make([]float64, len(items)), set: len(items) > 0}
	for i, item := range items {
		x, ok := item.Float()
		if !ok {
			return setting{}, wrongForm(spec, words("a list of numbers", "数的列表"))
		}
		if _, bad := within(spec, x); bad != nil {
			return setting{}, bad
		}
		s.list[i] = x
	}
	return s, nil
}

func readChoice(spec *Param, v quantity.Value) (setting, *problem) {
	word, ok := v.Text()
	if x, number := v.Float(); number { // "zero": 1 is as good as "1"
		word, ok = strconv.FormatFloat(x, 'g', -1, 64), true
	}
	if !ok {
		return setting{}, wrongForm(spec, words("one of its choices", "其选项之一"))
	}
	for _, c := range spec.Choices {
		if c.Value == word {
			return setting{text: word, set: true}, nil
		}
	}
	all := make([]string, len(spec.Choices))
	for i, c := range spec.Choices {
		all[i] = c.Value
	}
	first := spec.Default
	return setting{}, &problem{code: "param.choice",
		Message: words(spec.Label.EN+": “"+word+"” is not one of "+strings.Join(all, ", ")+".", spec.Label.ZH+"：“"+word+"”不在可选值中："+strings.Join(all, "、")+"。"),
		fix:     &Fix{Param: spec.Key, Value: first, Label: words("Use "+shown(first), "改用 "+shown(first))}}
}

func wrongForm(spec *Param, want Text) *problem {
	return &problem{code: "param.form",
		Message: words(spec.Label.EN+" must be "+want.EN+".", spec.Label.ZH+"必须是"+want.ZH+"。")}
}

func (p *Params) at(key string) *setting { return p.setting(p.kind.schema.index[key]) }

// setting is the node's own, else the kind's default. It is called hundreds of
// times over, and would be as many times in the browser's program.
//
//go:noinline
func (p *Params) setting(i int) *setting {
	for k := range p.taken {
		if p.taken[k].param == i {
			return &p.taken[k].setting
		}
	}
	return &p.kind.schema.defaults[i]
}

// num, whole, word and given read a parameter by its key.
func (p *Params) num(key string) float64 { return p.at(key).num }

func (p *Params) whole(key string) int { return int(p.at(key).num) }

func (p *Params) word(key string) string { return p.at(key).text }

func (p *Params) given(key string) bool { return p.at(key).set }

// each is a parameter that may be set per class.
type each struct {
	all     float64
	classes []classValue
}

type classValue struct {
	class int
	value float64
}

func (p *Params) each(key string) each {
	i := p.kind.schema.index[key]
	e := each{all: p.setting(i).num}
	for _, o := range p.byClass {
		if o.param == i {
			e.classes = append(e.classes, classValue{o.class, o.num})
		}
	}
	return e
}

// of is the value for a class.
func (e *each) of(class int) float64 {
	for i := range e.classes {
		if e.classes[i].class == class {
			return e.classes[i].value
		}
	}
	return e.all
}

// class is the index of the class a parameter names; -1 where it names none.
func (p *Params) class(key string) int {
	name := p.word(key)
	if name == "" {
		return -1
	}
	if c, ok := p.env.Classes[name]; ok {
		return c
	}
	p.report("class.unknown", diagnostic.Error, key, nil,
		words("The design has no class “"+name+"”.", "设计中没有类别“"+name+"”。"))
	return -1
}
