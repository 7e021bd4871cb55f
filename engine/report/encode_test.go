package report

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"weir/engine/quantity"
)

// full fills every field that can be filled with something of its own, so
// that a field the writer forgets shows.
func full(v reflect.Value, next *int) {
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		full(v.Elem(), next)
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[quantity.Value]() {
			v.Set(reflect.ValueOf(quantity.Str("4 kB")))
			return
		}
		for i := range v.NumField() {
			full(v.Field(i), next)
		}
	case reflect.Map:
		m := reflect.MakeMap(v.Type())
		for _, id := range []string{"b", "a"} {
			e := reflect.New(v.Type().Elem()).Elem()
			full(e, next)
			m.SetMapIndex(reflect.ValueOf(id), e)
		}
		v.Set(m)
	case reflect.Slice:
		s := reflect.MakeSlice(v.Type(), 2, 2)
		full(s.Index(0), next)
		full(s.Index(1), next)
		v.Set(s)
	case reflect.String:
		*next++
		v.SetString("s" + string(rune('a'+*next%26)))
	case reflect.Float64:
		*next++
		v.SetFloat(float64(*next) / 8)
	case reflect.Int:
		*next++
		v.SetInt(int64(*next))
	case reflect.Bool:
		v.SetBool(true)
	}
}

// The hand-written encoder writes every field the types declare, and what it
// writes reads back as the same report.
func TestEncodeWritesEverything(t *testing.T) {
	var want Report
	n := 0
	full(reflect.ValueOf(&want).Elem(), &n)
	data := Encode(&want)
	var got Report
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("read back:\n%s\nwritten:\n%s", Encode(&got), data)
	}
	if string(Encode(&got)) != string(data) {
		t.Error("equal reports are not equal bytes")
	}
}

func TestEncodeNull(t *testing.T) {
	r := Report{Summary: Summary{Headroom: NA, CostPerMonth: Unbounded, PowerW: Number(math.Copysign(0, -1))}}
	var got struct {
		Summary map[string]any `json:"summary"`
		Nodes   map[string]any `json:"nodes"`
		Jobs    []any          `json:"jobs"`
	}
	if err := json.Unmarshal(Encode(&r), &got); err != nil {
		t.Fatal(err)
	}
	if got.Summary["headroom"] != nil || got.Summary["cost_per_month"] != nil || got.Summary["power_w"] != 0.0 {
		t.Errorf("%v", got.Summary)
	}
	if got.Nodes == nil || got.Jobs == nil {
		t.Error("empty maps and lists must be {} and [], not null")
	}
}
