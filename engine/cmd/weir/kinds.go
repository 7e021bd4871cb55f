package main

import (
	"fmt"
	"math"
	"strings"

	"weir/engine"
	"weir/engine/component"
	"weir/engine/quantity"
)

type kindsCommand struct {
	Kind string `arg:"" optional:"" help:"${kind}"`
}

// Run lists the kinds by family, or explains one.
func (c kindsCommand) Run(t *terminal) error {
	if c.Kind == "" {
		t.listKinds()
		return nil
	}
	k, ok := component.Lookup(c.Kind)
	if !ok {
		return said("there is no kind “"+c.Kind+"”; “weir kinds” lists them", "没有部件种类“"+c.Kind+"”；运行“weir kinds”查看全部")
	}
	t.explain(k)
	return nil
}

func (t *terminal) listKinds() {
	for _, family := range component.Families {
		rows := newTable("", "", "")
		for _, k := range engine.Kinds() {
			if k.Family == family.ID {
				rows.add(k.ID, k.Name.In(t.lang), k.Summary.In(t.lang))
			}
		}
		if rows.empty() {
			continue
		}
		t.say(t.out, family.Name)
		rows.write(t.out, "  ")
		fmt.Fprintln(t.out)
	}
}

// explain prints what a kind is, its ports and its parameters.
func (t *terminal) explain(k *component.Kind) {
	zh := t.lang == "zh"
	pick := func(en, cn string) string {
		if zh {
			return cn
		}
		return en
	}
	fmt.Fprintf(t.out, "%s  %s\n\n%s\n\n", k.ID, k.Name.In(t.lang), k.Doc.In(t.lang))
	ports := newTable(pick("Port", "端口"), pick("Direction", "方向"), pick("Type", "类型"), pick("Name", "名称"))
	for _, p := range k.In {
		ports.add(p.Name, pick("in", "输入"), string(p.Type), p.Label.In(t.lang))
	}
	for _, p := range k.Out {
		ports.add(p.Name, pick("out", "输出"), string(p.Type), p.Label.In(t.lang))
	}
	if !ports.empty() {
		ports.write(t.out, "")
		fmt.Fprintln(t.out)
	}
	params := newTable(pick("Parameter", "参数"), pick("Default", "默认值"), pick("Range", "范围"), pick("Meaning", "含义"))
	for i := range k.Params {
		p := &k.Params[i]
		params.add(p.Key, written(p.Default), bounds(p, t.lang), meaning(p, t.lang))
	}
	if !params.empty() {
		params.write(t.out, "")
	}
}

func written(v quantity.Value) string {
	if s, ok := v.Text(); ok {
		return s
	}
	if v.IsZero() {
		return ""
	}
	return v.String()
}

func meaning(p *component.Param, lang string) string {
	label, help := p.Label.In(lang), p.Help.In(lang)
	switch {
	case help == "":
		return label
	case lang == "zh":
		return label + "：" + help
	}
	return label + ": " + help
}

// bounds says what a parameter may be: one of some words, or a range.
func bounds(p *component.Param, lang string) string {
	switch {
	case len(p.Choices) > 0:
		var words []string
		for _, c := range p.Choices {
			words = append(words, c.Value)
		}
		return strings.Join(words, " | ")
	case p.Catalog != "":
		return p.Catalog
	case p.Min == p.Max:
		return ""
	}
	const huge = 1e15
	low, high := quantity.Format(p.Min, p.Dimension, lang), quantity.Format(p.Max, p.Dimension, lang)
	switch {
	case p.Max >= huge || math.IsInf(p.Max, 1):
		return "≥ " + low
	case p.Min <= -huge:
		return "≤ " + high
	}
	return low + " … " + high
}
