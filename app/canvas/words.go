package canvas

import "weir/engine/component"

// What the canvas itself says.
var (
	chipWords = map[mark]component.Text{
		bottleneck:   {EN: "Bottleneck", ZH: "瓶颈"},
		overloaded:   {EN: "Overloaded", ZH: "过载"},
		pacing:       {EN: "Slowest stage", ZH: "最慢阶段"},
		faulty:       {EN: "Error", ZH: "错误"},
		uncalibrated: {EN: "Uncalibrated", ZH: "未校准"},
		bypassed:     {EN: "Bypassed", ZH: "已旁路"},
	}
	wordData     = component.Text{EN: "Data", ZH: "数据量"}
	wordCarried  = component.Text{EN: "Carried", ZH: "实际处理"}
	wordPasses   = component.Text{EN: "Work passes through untouched", ZH: "工作项原样通过"}
	wordUnknown  = component.Text{EN: "Unknown kind of part", ZH: "未知部件类型"}
	wordYes      = component.Text{EN: "yes", ZH: "是"}
	wordNo       = component.Text{EN: "no", ZH: "否"}
	wordIn       = component.Text{EN: "in", ZH: "入"}
	wordOut      = component.Text{EN: "out", ZH: "出"}
	wordLoad     = component.Text{EN: "utilisation", ZH: "利用率"}
	wordNote     = component.Text{EN: "Comment", ZH: "注释"}
	wordUndone   = component.Text{EN: "Undone: ", ZH: "已撤销："}
	wordRedone   = component.Text{EN: "Redone: ", ZH: "已重做："}
	wordCut      = component.Text{EN: "Let go of on nothing, the connection is gone. Undo brings it back.", ZH: "连线在空白处松开，已断开；可撤销。"}
	wordHeldFast = component.Text{EN: "Locked in place: unlock it to move it.", ZH: "位置已锁定；解锁后才能移动。"}
	// wordSelected has its number in front.
	wordSelected = component.Text{EN: "parts selected", ZH: "个部件已选中"}
	wordLocked   = component.Text{EN: "locked", ZH: "已锁定"}
)
