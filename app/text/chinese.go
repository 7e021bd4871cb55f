package text

var chinese = map[string]string{
	"count.parts.other": "{0} 个部件",

	"figure.unbounded": "无上限",
	"figure.per_month": "/月",
}
