// Package quantity reads and writes numbers with units. In memory every
// quantity is a float64 in the SI base unit of its dimension, money in US
// dollars; what the user wrote is kept in a Value for echo.
//
// A unit is a product and quotient of the atoms in units.go: "Gbit/s",
// "$/GB/month", "tokens/s". A month is 730 hours, a year 8,760. Prefixes are
// decimal (k, M, G …) or binary (Ki, Mi, Gi …) and case matters, because
// "mb" could be four different things.
//
// Units are checked against the dimension a parameter asks for; what does
// not fit is a *Error that says what was expected, in both languages.
package quantity

import "strings"

// Text is one sentence or name in both languages of the product.
type Text struct {
	EN string `json:"en"`
	ZH string `json:"zh"`
}

// In returns the text in the language "zh" or, for anything else, English.
func (t Text) In(lang string) string {
	if strings.HasPrefix(lang, "zh") {
		return t.ZH
	}
	return t.EN
}

// Dimension is what a quantity measures.
type Dimension uint8

// The dimensions of Weir and their base units.
const (
	None          Dimension = iota // ratio or count
	Time                           // s
	Data                           // B
	Bandwidth                      // B/s
	Rate                           // 1/s
	Work                           // FLOP
	Compute                        // FLOP/s
	Power                          // W
	Energy                         // J
	Money                          // USD
	MoneyRate                      // USD/s
	MoneyEnergy                    // USD/J
	MoneyData                      // USD/B
	MoneyDataTime                  // USD/(B·s)
	CarbonEnergy                   // kg/J
	Mass                           // kg
	Tokens                         // tokens; a plain number will do
	TokenRate                      // tokens/s
	Length                         // m
	dimensions
)

// powers are the exponents of the base measures in a unit.
type powers struct {
	time, data, work, energy, money, mass, token, length int8
}

func (p powers) plus(q powers, sign int8) powers {
	return powers{
		p.time + sign*q.time, p.data + sign*q.data, p.work + sign*q.work, p.energy + sign*q.energy,
		p.money + sign*q.money, p.mass + sign*q.mass, p.token + sign*q.token, p.length + sign*q.length,
	}
}

// dimensionTable says of each dimension what it is made of, what it is
// called, and how one is written.
var dimensionTable = [dimensions]struct {
	powers  powers
	name    Text
	example string
	unit    string // base unit
}{
	None:          {powers{}, Text{"a plain number", "纯数字"}, "0.3", ""},
	Time:          {powers{time: 1}, Text{"a time", "时间"}, "2 ms", "s"},
	Data:          {powers{data: 1}, Text{"an amount of data", "数据量"}, "5 TB", "B"},
	Bandwidth:     {powers{data: 1, time: -1}, Text{"a bandwidth", "带宽"}, "1.5 GB/s", "B/s"},
	Rate:          {powers{time: -1}, Text{"a rate", "速率"}, "300/s", "/s"},
	Work:          {powers{work: 1}, Text{"an amount of computing", "计算量"}, "2 TFLOP", "FLOP"},
	Compute:       {powers{work: 1, time: -1}, Text{"a computing speed", "计算速度"}, "989 TFLOP/s", "FLOP/s"},
	Power:         {powers{energy: 1, time: -1}, Text{"a power", "功率"}, "700 W", "W"},
	Energy:        {powers{energy: 1}, Text{"an energy", "能量"}, "3 kWh", "J"},
	Money:         {powers{money: 1}, Text{"an amount of money", "金额"}, "$25,000", "$"},
	MoneyRate:     {powers{money: 1, time: -1}, Text{"a price per time", "按时间计的价格"}, "$3.20/h", "$/s"},
	MoneyEnergy:   {powers{money: 1, energy: -1}, Text{"a price per energy", "电价"}, "$0.10/kWh", "$/J"},
	MoneyData:     {powers{money: 1, data: -1}, Text{"a price per amount of data", "按数据量计的价格"}, "$0.09/GB", "$/B"},
	MoneyDataTime: {powers{money: 1, data: -1, time: -1}, Text{"a price per stored data and time", "存储价格"}, "$0.023/GB/month", "$/B/s"},
	CarbonEnergy:  {powers{mass: 1, energy: -1}, Text{"a carbon intensity", "碳强度"}, "0.4 kg/kWh", "kg/J"},
	Mass:          {powers{mass: 1}, Text{"a mass", "质量"}, "12 kg", "kg"},
	Tokens:        {powers{token: 1}, Text{"a number of tokens", "token 数"}, "2000", "tokens"},
	TokenRate:     {powers{token: 1, time: -1}, Text{"a token rate", "token 速率"}, "500 tokens/s", "tokens/s"},
	Length:        {powers{length: 1}, Text{"a distance", "距离"}, "40 km", "m"},
}

// Name returns what the dimension is called: "a bandwidth".
func (d Dimension) Name() Text { return dimensionTable[d].name }

// Example returns one quantity of the dimension as a user would write it.
func (d Dimension) Example() string { return dimensionTable[d].example }

// Unit returns the base unit figures of the dimension are in: "B/s".
func (d Dimension) Unit() string { return dimensionTable[d].unit }

// Error says why a text is not the quantity asked for. Code is stable:
// quantity.syntax, quantity.unit (unknown), quantity.dimension (of another
// kind), quantity.missing_unit, quantity.range (not finite),
// quantity.currency (no exchange rate), quantity.form (not a string or number).
type Error struct {
	Code    string
	Message Text
}

func (e *Error) Error() string { return e.Message.EN }

func fail(code, en, zh string) *Error { return &Error{Code: code, Message: Text{EN: en, ZH: zh}} }

// Valid reports whether d is a dimension at all.
func (d Dimension) Valid() bool { return d < dimensions }
