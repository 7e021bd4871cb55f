// Package total adds up what the nodes of a solved design amount to: money,
// power and carbon, availability, the allocation objective, and whether the
// design meets its objectives.
package total

import (
	"weir/engine/component"
	"weir/engine/design"
	"weir/engine/diagnostic"
	"weir/engine/quantity"
)

// Month is the length of a month in seconds: 730 hours.
const Month = 730 * 3600.0

// Rates are what turns resources into money and carbon.
type Rates struct {
	HoursPerMonth float64 // rented things run so long
	Electricity   float64 // USD/J
	PUE           float64 // facility power by IT power, ≥ 1
	Carbon        float64 // kg/J
	FX            quantity.FX
}

// Defaults for designs that do not say: industrial electricity and a grid near
// the world's mean, an efficient hall (the survey mean is 1.54, Uptime 2025).
const (
	defaultElectricity = 0.10 / 3.6e6 // $0.10/kWh
	defaultPUE         = 1.3
	defaultCarbon      = 0.4 / 3.6e6 // 0.4 kg/kWh
)

// ReadRates reads the settings; what cannot be read is reported and its
// default taken.
func ReadRates(s *design.Settings) (Rates, []diagnostic.Diagnostic) {
	r := Rates{HoursPerMonth: 730, Electricity: defaultElectricity, PUE: defaultPUE, Carbon: defaultCarbon, FX: Exchange(s)}
	var found []diagnostic.Diagnostic
	number := func(key string, given *float64, low, high float64, to *float64) {
		if given == nil {
			return
		}
		if !(*given >= low && *given <= high) {
			found = append(found, setting(key, quantity.Text{
				EN: key + " must lie between " + quantity.Digits(low, 3) + " and " + quantity.Digits(high, 3) + ".",
				ZH: key + " 须在 " + quantity.Digits(low, 3) + " 与 " + quantity.Digits(high, 3) + " 之间。",
			}))
			return
		}
		*to = *given
	}
	price := func(key string, given quantity.Value, dim quantity.Dimension, to *float64) {
		if given.Form() == quantity.Null {
			return
		}
		x, err := quantity.Resolve(given, dim, r.FX)
		if err == nil && x < 0 {
			err = &quantity.Error{Code: "quantity.range", Message: quantity.Text{EN: "it cannot be negative", ZH: "不能为负"}}
		}
		if err != nil {
			e, _ := err.(*quantity.Error)
			found = append(found, setting(key, quantity.Text{EN: key + ": " + e.Message.EN + ".", ZH: key + "：" + e.Message.ZH + "。"}))
			return
		}
		*to = x
	}
	number("hours_per_month", s.HoursPerMonth, 0, 744, &r.HoursPerMonth)
	number("pue", s.PUE, 1, 10, &r.PUE)
	price("electricity", s.Electricity, quantity.MoneyEnergy, &r.Electricity)
	price("carbon", s.Carbon, quantity.CarbonEnergy, &r.Carbon)
	return r, found
}

func setting(key string, message quantity.Text) diagnostic.Diagnostic {
	return diagnostic.Diagnostic{Code: "settings." + key, Severity: diagnostic.Error, At: diagnostic.Place{Param: key}, Message: message}
}

// Exchange returns the design's exchange rates.
func Exchange(s *design.Settings) quantity.FX {
	fx := quantity.FX{}
	for currency, rate := range s.FX {
		fx[currency] = rate.PerUSD
	}
	return fx
}

// PerMonth is what a cost comes to in a month, USD: rented things for the
// hours they run; what is owned or stored, and the traffic at the load, all the
// time; and the electricity of what is owned (a rent includes it).
func (r Rates) PerMonth(c component.Cost) float64 {
	usd := (c.Kept + c.Traffic) * Month
	if !c.Owned {
		usd += c.Rent * r.HoursPerMonth * 3600
	} else {
		usd += c.Rent*Month + c.Power*r.PUE*r.Electricity*r.HoursPerMonth*3600
	}
	return usd
}

// CarbonPerMonth is kg of CO2 equivalent a month for a power in W before PUE.
func (r Rates) CarbonPerMonth(power float64) float64 {
	return power * r.PUE * r.Carbon * r.HoursPerMonth * 3600
}
