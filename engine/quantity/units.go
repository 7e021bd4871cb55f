package quantity

import "strings"

// atom is one unit without quotients: its size in base units, what it
// measures, and the currency if it is money.
type atom struct {
	size     float64
	of       powers
	currency string
}

const (
	minute = 60.0
	hour   = 3600.0
	day    = 24 * hour
	month  = 730 * hour
	year   = 8760 * hour
	kWh    = 3.6e6
)

var (
	isTime   = powers{time: 1}
	isData   = powers{data: 1}
	isRate   = powers{data: 1, time: -1}
	isWork   = powers{work: 1}
	isSpeed  = powers{work: 1, time: -1}
	isEnergy = powers{energy: 1}
	isPower  = powers{energy: 1, time: -1}
	isMoney  = powers{money: 1}
	isMass   = powers{mass: 1}
	isToken  = powers{token: 1}
	isLength = powers{length: 1}
)

// prefixed units take the prefixes named after them.
var prefixed = []struct {
	names    string
	size     float64
	of       powers
	prefixes string
}{
	{"s", 1, isTime, "n u µ μ m"},
	{"B", 1, isData, "k K M G T P E Ki Mi Gi Ti Pi Ei"},
	{"bit b", 1.0 / 8, isData, "k K M G T P Ki Mi Gi Ti"},
	{"Bps", 1, isRate, "k K M G T P"},
	{"bps", 1.0 / 8, isRate, "k K M G T P"},
	{"FLOP", 1, isWork, "k M G T P E Z Y"},
	{"FLOPS FLOPs/s", 1, isSpeed, "k M G T P E Z"},
	{"OP", 1, isWork, "k M G T P E"},
	{"OPS", 1, isSpeed, "k M G T P E"},
	{"W", 1, isPower, "m k M G T"},
	{"J", 1, isEnergy, "m k M G T"},
	{"Wh", hour, isEnergy, "k M G T"},
	{"g", 1e-3, isMass, "m k"},
	{"m", 1, isLength, "k"},
	{"token tokens tok", 1, isToken, "k M G T"},
}

// plain units stand as they are. Counted things have no dimension: "300
// requests/s" is a rate.
var plain = []struct {
	names string
	atom  atom
}{
	{"sec second seconds 秒", atom{1, isTime, ""}},
	{"毫秒", atom{1e-3, isTime, ""}},
	{"微秒", atom{1e-6, isTime, ""}},
	{"min mins minute minutes 分钟 分", atom{minute, isTime, ""}},
	{"h hr hrs hour hours 小时 时", atom{hour, isTime, ""}},
	{"d day days 天 日", atom{day, isTime, ""}},
	{"wk week weeks 周", atom{7 * day, isTime, ""}},
	{"mo month months 月 个月", atom{month, isTime, ""}},
	{"y yr yrs year years 年", atom{year, isTime, ""}},
	{"Hz", atom{1, powers{time: -1}, ""}},
	{"kHz", atom{1e3, powers{time: -1}, ""}},
	{"rps qps", atom{1, powers{time: -1}, ""}},
	{"byte bytes 字节", atom{1, isData, ""}},
	{"bits", atom{1.0 / 8, isData, ""}},
	{"t tonne tonnes 吨", atom{1000, isMass, ""}},
	{"千克 公斤 kgCO2 kgCO2e", atom{1, isMass, ""}},
	{"度", atom{kWh, isEnergy, ""}},
	{"$ USD US$ 美元", atom{1, isMoney, "USD"}},
	{"¥ CNY RMB 元 人民币", atom{1, isMoney, "CNY"}},
	{"%", atom{0.01, powers{}, ""}},
	{"x × ×", atom{1, powers{}, ""}},
	{"k K thousand 千", atom{1e3, powers{}, ""}},
	{"M million 百万", atom{1e6, powers{}, ""}},
	{"billion", atom{1e9, powers{}, ""}},
	{"万", atom{1e4, powers{}, ""}},
	{"亿", atom{1e8, powers{}, ""}},
	{"item items request requests req query queries record records row rows sample samples image images file files message messages msg IO IOs op ops 个 条 次 项", atom{1, powers{}, ""}},
	{"IOPS iops", atom{1, powers{time: -1}, ""}},
}

var prefixSize = map[string]float64{
	"n": 1e-9, "u": 1e-6, "µ": 1e-6, "μ": 1e-6, "m": 1e-3, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15, "E": 1e18, "Z": 1e21, "Y": 1e24,
	"Ki": 1 << 10, "Mi": 1 << 20, "Gi": 1 << 30, "Ti": 1 << 40, "Pi": 1 << 50, "Ei": 1 << 60,
}

// atoms is every unit that can be written, by its spelling.
var atoms = buildAtoms()

func buildAtoms() map[string]atom {
	all := make(map[string]atom, 512)
	for _, u := range prefixed {
		for _, name := range strings.Fields(u.names) {
			all[name] = atom{u.size, u.of, ""}
			for _, p := range strings.Fields(u.prefixes) {
				all[p+name] = atom{u.size * prefixSize[p], u.of, ""}
			}
		}
	}
	for _, u := range plain {
		for _, name := range strings.Fields(u.names) {
			all[name] = u.atom
		}
	}
	return all
}

// suggest finds the spelling of a unit that differs from what was written in
// nothing but case, and fits the dimension wanted where one does.
func suggest(unit string, want Dimension) string {
	best := ""
	for name := range atoms {
		if !strings.EqualFold(name, unit) {
			continue
		}
		fits := atoms[name].of == dimensionTable[want].powers
		bestFits := best != "" && atoms[best].of == dimensionTable[want].powers
		if best == "" || fits && !bestFits || fits == bestFits && name < best {
			best = name
		}
	}
	return best
}
