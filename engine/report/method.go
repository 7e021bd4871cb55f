package report

import (
	"strings"

	"weir/engine/diagnostic"
)

// methods are the names of methods that are words, not symbols or people.
var methods = map[string]diagnostic.Text{
	ByJob:                     {EN: "by its job", ZH: "由作业决定"},
	"idle":                    {EN: "idle", ZH: "空闲"},
	"overload":                {EN: "overload", ZH: "过载"},
	"delay":                   {EN: "delay without a queue", ZH: "无排队的时延"},
	"batch filling":           {EN: "until a batch is full", ZH: "等待凑满一批"},
	"transforms":              {EN: "transforms, inverted", ZH: "变换及其反演"},
	"gamma":                   {EN: "gamma", ZH: "伽马分布"},
	"two moments":             {EN: "two moments", ZH: "二阶矩"},
	"independent branches":    {EN: "independent branches", ZH: "独立分支"},
	"fork–join":               {EN: "fork–join", ZH: "分叉–汇合"},
	"fixed point":             {EN: "fixed point", ZH: "不动点"},
	"blocking line":           {EN: "blocking line, exact", ZH: "阻塞串联，精确"},
	"blocking":                {EN: "blocking", ZH: "阻塞"},
	"node by node":            {EN: "node by node", ZH: "逐节点"},
	"continuous batching":     {EN: "continuous batching", ZH: "连续批处理"},
	"pointwise stationary":    {EN: "pointwise stationary", ZH: "逐点平稳"},
	"fluid":                   {EN: "fluid", ZH: "流体"},
	"infinite servers":        {EN: "infinite servers", ZH: "无限服务台"},
	"time-dependent":          {EN: "time-dependent", ZH: "随时间变化"},
	"constant":                {EN: "constant", ZH: "恒定"},
	"paced":                   {EN: "paced: nobody waits", ZH: "步调受限：无人等待"},
	"factoring":               {EN: "states of failure, factored", ZH: "故障状态分解"},
	"k of n":                  {EN: "k of n", ZH: "n 中取 k"},
	"first passage":           {EN: "first passage", ZH: "首达时间"},
	"free bandwidth":          {EN: "bandwidth left over", ZH: "剩余带宽"},
	"servers follow the load": {EN: "servers follow the load", ZH: "服务台随负载增减"},
	"M/M/c priority":          {EN: "M/M/c with priorities", ZH: "带优先级的 M/M/c"},
}

// MethodName is a method in both languages. Symbols and the names of people are
// the same in both.
func MethodName(method string) diagnostic.Text {
	parts := strings.Split(method, ", ")
	var name diagnostic.Text
	for i, part := range parts {
		t, ok := methods[part]
		if !ok {
			t = diagnostic.Text{EN: part, ZH: part}
		}
		if i > 0 {
			name.EN += ", "
			name.ZH += "，"
		}
		name.EN += t.EN
		name.ZH += t.ZH
	}
	return name
}
