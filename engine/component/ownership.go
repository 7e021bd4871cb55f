package component

import (
	"weir/engine/diagnostic"
	"weir/engine/portable"
	"weir/engine/quantity"
)

// Ownership is what a thing costs that is bought rather than rented.
type Ownership struct {
	Price    float64 // USD
	Lifetime float64 // s until it is replaced, worth nothing then
	Interest float64 // a year, on what is not yet written off
	Upkeep   float64 // a year, by the price: space, staff, spare parts; power comes beside it
}

const year = 8760 * 3600.0 // s: twelve months of 730 h

// PerSecond is the cost of a second, in use or not: the annuity
//
//	price·i/(1 − (1+i)^−n) a year over n years at interest i, price/n where i = 0,
//
// and the upkeep. USD/s.
func (o Ownership) PerSecond() float64 {
	if !(o.Lifetime > 0) {
		return 0
	}
	n := o.Lifetime / year
	rate := 1 / n
	if o.Interest > 0 {
		rate = o.Interest / -portable.Expm1(-n*portable.Log1p(o.Interest))
	}
	return o.Price * (rate + o.Upkeep) / year
}

// owning is how what is bought is paid for.
func owning() []Param {
	return []Param{
		{Key: "purchase", Section: sectionMoney, Dimension: quantity.Money, Advanced: true,
			Label: words("Purchase price", "购置价格"),
			Help:  words("Of one server or device, with its share of racks and switches. Counts where it is owned.", "单台服务器或设备的价格，含其机架与交换机份额。仅在自有时计入。"),
			Min:   0, Max: 1e12},
		{Key: "lifetime_owned", Section: sectionMoney, Dimension: quantity.Time, Advanced: true,
			Label:   words("Written off over", "折旧年限"),
			Help:    words("Time until it is replaced. 35040 h are four years.", "更换前的使用时间。35040 小时为四年。"),
			Default: quantity.Str("35040 h"), Min: 3600, Max: 1e10},
		{Key: "interest", Section: sectionMoney, Advanced: true,
			Label:   words("Interest a year", "年利率"),
			Help:    words("On the money tied up: 0.06 = 6 %.", "占用资金的利率：0.06 即 6 %。"),
			Default: quantity.Num(0.06), Min: 0, Max: 1},
		{Key: "upkeep", Section: sectionMoney, Advanced: true,
			Label:   words("Space and staff a year", "年场地与人员费用"),
			Help:    words("As a share of the purchase price, spare parts included. Power is counted beside it.", "与购置价格之比，含备件。电费另计。"),
			Default: quantity.Num(0.05), Min: 0, Max: 10},
	}
}

// owned reads whether what the node runs on is owned, and its cost a second.
func (p *Params) owned() (usd float64, owned bool) {
	if p.word("term") != "owned" {
		return 0, false
	}
	if !p.given("purchase") {
		p.report("price.purchase", diagnostic.Error, "purchase", nil,
			words("What is owned has a purchase price: enter it.", "自有设备须填写购置价格。"))
	}
	return Ownership{p.num("purchase"), p.num("lifetime_owned"), p.num("interest"), p.num("upkeep")}.PerSecond(), true
}

// Owned reads the same of a pool's parameters; false where it is rented. What
// cannot be read is taken as not given.
func Owned(params map[string]quantity.Value, fx quantity.FX) (usd float64, owned bool) {
	if term, _ := params["term"].Text(); term != "owned" {
		return 0, false
	}
	read := func(key string, dimension quantity.Dimension, byDefault float64) float64 {
		if x, err := quantity.Middle(params[key], dimension, fx); err == nil && x >= 0 && !params[key].IsZero() {
			return x
		}
		return byDefault
	}
	return Ownership{
		read("purchase", quantity.Money, 0), read("lifetime_owned", quantity.Time, 4*year),
		read("interest", quantity.None, 0.06), read("upkeep", quantity.None, 0.05),
	}.PerSecond(), true
}
