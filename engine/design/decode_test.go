package design_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"weir/engine/design"
)

// wrap puts a node's parameters into a document.
func wrap(params string) string {
	return `{"weir":1,"nodes":{"n":{"at":[0,0],"kind":"proc.cpu","params":` + params + `}}}`
}

// entries repeats a member of a table so many times, each with its own id.
func entries(table, part string, n int) string {
	var b strings.Builder
	b.WriteString(`{"weir":1,"` + table + `":{`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `"i%d":%s`, i, part)
	}
	return b.String() + "}}"
}

// badDocuments is what is refused, with the place and the words of each
// refusal in both languages.
var badDocuments = []struct {
	name, text string
	kind       error
	at         string // line:column path
	en, zh     string
}{
	{"nothing", "", design.ErrSyntax, "1:1", "ends too early", "意外结束"},
	{"blank", " \n\t ", design.ErrSyntax, "2:3", "ends too early", "意外结束"},
	{"not JSON", "hello", design.ErrSyntax, "1:1", "expected a value, found “h”", "应为一个值，却是“h”"},
	{"a list", `[1]`, design.ErrType, "1:1", "expected an object, found a list", "应为对象，却是列表"},
	{"null", `null`, design.ErrType, "1:1", "expected an object, found null", "应为对象，却是空值 null"},
	{"not closed", `{"weir":1`, design.ErrSyntax, "1:10", "ends too early", "意外结束"},
	{"no colon", `{"weir" 1}`, design.ErrSyntax, "1:9 weir", "“:” after the key", "应为键之后应有“:”"},
	{"no quotes", `{weir:1}`, design.ErrSyntax, "1:2", "a key in double quotes", "双引号括起的键"},
	{"single quotes", `{'weir':1}`, design.ErrSyntax, "1:2", "a key in double quotes", "双引号括起的键"},
	{"trailing comma", `{"weir":1,}`, design.ErrSyntax, "1:10", "comma with nothing after", "逗号之后没有内容"},
	{"trailing comma in a list", wrap(`{"l":[1,2,]}`), design.ErrSyntax, "1:72 nodes.n.params.l", "comma with nothing after", "逗号之后没有内容"},
	{"no comma", `{"weir":1 "title":"x"}`, design.ErrSyntax, "1:11", "expected “,” or “}”", "应为“,”或“}”"},
	{"comment", "{\n// two\n\"weir\":1}", design.ErrSyntax, "2:1", "a key in double quotes", "双引号括起的键"},
	{"trailing data", `{"weir":1} {}`, design.ErrSyntax, "1:12", "something follows", "多余内容"},
	{"two documents", "{\"weir\":1}\n{\"weir\":1}\n", design.ErrSyntax, "2:1", "something follows", "多余内容"},
	{"byte order mark", "\ufeff{\"weir\":1}", design.ErrSyntax, "1:1", "byte order mark", "字节顺序标记"},
	{"Latin-1", "{\"weir\":1,\n\"title\":\"caf\xe9\"}", design.ErrEncoding, "2:13", "not valid UTF-8", "不是有效的 UTF-8"},
	{"cut inside a letter", "{\"title\":\"\xe4\xbd\"}", design.ErrEncoding, "1:11", "not valid UTF-8", "不是有效的 UTF-8"},
	{"line break in a string", "{\"title\":\"a\nb\"}", design.ErrSyntax, "1:12 title", "control character", "控制字符"},
	{"string not closed", `{"title":"a`, design.ErrSyntax, "1:10 title", "not closed", "没有结束"},
	{"bad escape", `{"title":"\x41"}`, design.ErrSyntax, "1:11 title", "not an escape", "不是 JSON 的转义"},
	{"half a surrogate", `{"title":"\ud83d!"}`, design.ErrSyntax, "1:11 title", "not an escape", "不是 JSON 的转义"},
	{"leading zero", wrap(`{"c":012}`), design.ErrSyntax, "1:68 nodes.n.params.c", "not a number", "不是 JSON 的数字"},
	{"bare point", wrap(`{"c":1.}`), design.ErrSyntax, "1:68 nodes.n.params.c", "not a number", "不是 JSON 的数字"},
	{"plus sign", wrap(`{"c":+1}`), design.ErrSyntax, "1:68 nodes.n.params.c", "expected a value, found “+”", "应为一个值，却是“+”"},
	{"NaN", wrap(`{"c":NaN}`), design.ErrSyntax, "1:68 nodes.n.params.c", "found “N”", "却是“N”"},
	{"infinite", wrap(`{"c":1e999}`), design.ErrNumber, "1:68 nodes.n.params.c", "too large", "数值过大"},
	{"infinite position", `{"weir":1,"nodes":{"n":{"at":[0,-1e400],"kind":"x"}}}`, design.ErrNumber, "1:33 nodes.n.at[1]", "too large", "数值过大"},
	{"no version", `{"title":"x"}`, design.ErrVersion, "1:1", `lacks "weir": 1`, `缺少 "weir": 1`},
	{"newer version", `{"weir":2,"layers":[]}`, design.ErrVersion, "1:2 weir", "version 2 is not known", "不认识文档版本 2"},
	{"version with a fraction", `{"weir":1.5}`, design.ErrNumber, "1:9 weir", "whole number", "应为整数"},
	{"huge version", `{"weir":12345678901234567890}`, design.ErrNumber, "1:9 weir", "too large", "数值过大"},
	{"version in quotes", `{"weir":"1"}`, design.ErrType, "1:9 weir", "expected a number, found a text", "应为数字，却是带引号的文本"},
	{"unknown field", `{"weir":1,"colour":"red"}`, design.ErrUnknownField, "1:11", "known are classes, edges", "已知字段：classes、edges"},
	{"wrong case", `{"weir":1,"Nodes":{}}`, design.ErrUnknownField, "1:11", "did you mean “nodes”", "是否指“nodes”"},
	{"mistyped", "{\"weir\":1,\n \"nodes\":{\"n\":{\"kind\":\"x\",\n  \"parms\":{}}}}", design.ErrUnknownField, "3:3 nodes.n", "did you mean “params”", "是否指“params”"},
	{"unknown field of an edge", `{"weir":1,"edges":{"e":{"source":"a"}}}`, design.ErrUnknownField, "1:25 edges.e", "unknown field “source”", "未知字段“source”"},
	{"duplicate field", `{"weir":1,"weir":1}`, design.ErrDuplicate, "1:11 weir", "“weir” is given twice", "“weir”重复出现"},
	{"duplicate node", `{"weir":1,"nodes":{"a":{"kind":"x"},"a":{"kind":"y"}}}`, design.ErrDuplicate, "1:37 nodes.a", "given twice", "重复出现"},
	{"duplicate node by escape", `{"weir":1,"nodes":{"a":{"kind":"x"},"\u0061":{"kind":"y"}}}`, design.ErrDuplicate, "1:37 nodes.a", "“a” is given twice", "“a”重复出现"},
	{"duplicate among many", strings.TrimSuffix(entries("groups", "{}", 40), "}}") + `,"i7":{}}}`, design.ErrDuplicate, "1:371 groups.i7", "“i7” is given twice", "“i7”重复出现"},
	{"duplicate parameter", wrap(`{"c":1,"c":2}`), design.ErrDuplicate, "1:70 nodes.n.params.c", "given twice", "重复出现"},
	{"nodes as a list", `{"weir":1,"nodes":[]}`, design.ErrType, "1:19 nodes", "expected an object, found a list", "应为对象，却是列表"},
	{"node is null", `{"weir":1,"nodes":{"n":null}}`, design.ErrType, "1:24 nodes.n", "expected an object, found null", "应为对象，却是空值 null"},
	{"title is a number", `{"weir":1,"title":7}`, design.ErrType, "1:19 title", "expected a text in quotes, found a number", "应为带引号的文本，却是数字"},
	{"position of three", `{"weir":1,"nodes":{"n":{"at":[0,0,0],"kind":"x"}}}`, design.ErrType, "1:30 nodes.n.at", "exactly 2", "恰好含 2 项"},
	{"position of one", `{"weir":1,"nodes":{"n":{"at":[0],"kind":"x"}}}`, design.ErrType, "1:30 nodes.n.at", "exactly 2", "恰好含 2 项"},
	{"end of an edge as text", `{"weir":1,"edges":{"e":{"from":"a.out"}}}`, design.ErrType, "1:32 edges.e.from", "a list of 2, found a text", "含 2 项的列表"},
	{"flag as a number", `{"weir":1,"edges":{"e":{"async":1}}}`, design.ErrType, "1:33 edges.e.async", "expected true or false", "应为布尔值 true 或 false"},
	{"parameter is an object", wrap(`{"c":{"value":1}}`), design.ErrType, "1:68 nodes.n.params.c", `such as 4 or "2 TB"`, `例如 4 或 "2 TB"`},
	{"object inside a list", wrap(`{"c":[{}]}`), design.ErrType, "1:69 nodes.n.params.c[0]", `such as 4 or "2 TB"`, `例如 4 或 "2 TB"`},
	{"title too long", `{"weir":1,"title":"` + strings.Repeat("长", 201) + `"}`, design.ErrLimit, "1:19 title", "at most 200", "最多 200 个字符"},
	{"id too long", `{"weir":1,"nodes":{"` + strings.Repeat("n", 201) + `":{}}}`, design.ErrLimit, "1:20 nodes." + strings.Repeat("n", 40) + "…", "at most 200", "最多 200 个字符"},
	{"too many nodes", entries("nodes", `{"kind":"x"}`, 10_001), design.ErrLimit, "1:208910 nodes.i10000", "too many nodes: at most 10,000", "最多 10,000 个 nodes"},
	{"too many edges", entries("edges", `{}`, 40_001), design.ErrLimit, "1:468910 edges.i40000", "too many edges: at most 40,000", "最多 40,000 个 edges"},
	{"too many classes", entries("classes", `{}`, 65), design.ErrLimit, "1:588 classes.i64", "too many classes: at most 64", "最多 64 个 classes"},
	{"too many values", wrap(`{"c":[` + strings.Repeat("1,", 250_000) + `1]}`), design.ErrLimit, "1:500067 nodes.n.params.c[249999]", "at most 250,000", "最多 250,000 个参数值"},
	{"too many parameters in one node", strings.Replace(entries("nodes", "1", 1001), `"nodes":{`, `"nodes":{"n":{"kind":"x","params":{`, 1) + "}}", design.ErrLimit, "1:8936 nodes.n.params.i1000", "too many parameters: at most 1,000", "最多 1,000 个 parameters"},
	{"too deep", wrap(`{"c":` + strings.Repeat("[", 1_000_000)), design.ErrLimit, "1:76 nodes.n.params.c[0][0][0][0][0][0][0][0]", "at most 8", "最多 8 层嵌套列表"},
	{"too large", `{"weir":1,"title":"` + strings.Repeat(" ", 4<<20), design.ErrLimit, "1:1", "at most 4,194,304", "最多 4,194,304 字节"},
}

func TestBadDocuments(t *testing.T) {
	if len(badDocuments) < 40 {
		t.Fatalf("%d cases", len(badDocuments))
	}
	for _, c := range badDocuments {
		t.Run(c.name, func(t *testing.T) {
			d, err := design.Decode([]byte(c.text))
			var e *design.Error
			if d != nil || !errors.As(err, &e) {
				t.Fatalf("got %v, %v", d, err)
			}
			if !errors.Is(err, c.kind) || !strings.HasPrefix(e.Code, "document.") {
				t.Errorf("%s wraps %v, want %v", e.Code, e.Kind, c.kind)
			}
			if at := strings.TrimSpace(fmt.Sprintf("%d:%d %s", e.At.Line, e.At.Column, e.At.Path)); at != c.at {
				t.Errorf("at %s, want %s", at, c.at)
			}
			if !strings.Contains(e.Error(), c.en) {
				t.Errorf("English: %s", e.Error())
			}
			if !strings.Contains(e.In("zh-CN"), c.zh) {
				t.Errorf("Chinese: %s", e.In("zh-CN"))
			}
		})
	}
}
