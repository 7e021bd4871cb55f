//go:build js && wasm

package canvas

import "weir/engine/component"

var (
	wordCanvas = component.Text{EN: "Design canvas", ZH: "设计画布"}
	wordGroup  = component.Text{EN: "Group", ZH: "编组"}
	wordPart   = component.Text{EN: "part", ZH: "部件"}
	wordParts  = component.Text{EN: "parts", ZH: "个部件"}
)

// portWords names what flows through a port.
var portWords = map[component.PortType]component.Text{
	component.Request: {EN: "requests", ZH: "请求"},
	component.Vector:  {EN: "vectors", ZH: "向量"},
	component.Records: {EN: "records", ZH: "数据记录"},
	component.Any:     {EN: "anything", ZH: "任意数据"},
}
