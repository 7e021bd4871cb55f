package text

var english = map[string]string{
	"count.parts.one":   "{0} part",
	"count.parts.other": "{0} parts",

	"figure.unbounded": "unbounded",
	"figure.per_month": "/month",
}
