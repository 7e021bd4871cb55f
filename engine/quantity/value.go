package quantity

// Value is one scalar of a design as its author wrote it: a number, a string
// (often a quantity with its unit, "2 TB"), a truth value, or a list of
// values. The zero Value is null. Values are immutable.
type Value struct {
	form Form
	text string
	num  float64
	flag bool
	list []Value
}

// Form tells which JSON form a Value has.
type Form uint8

// The forms of a Value.
const (
	Null Form = iota
	Number
	String
	Bool
	List
)

// Num, Str, Flag and Items make Values.
func Num(x float64) Value     { return Value{form: Number, num: x} }
func Str(s string) Value      { return Value{form: String, text: s} }
func Flag(b bool) Value       { return Value{form: Bool, flag: b} }
func Items(vs ...Value) Value { return Value{form: List, list: vs} }

// Form returns the JSON form of v.
func (v Value) Form() Form { return v.form }

// Float returns the number of a Number, else 0 and false.
func (v Value) Float() (float64, bool) { return v.num, v.form == Number }

// Text returns the string of a String, else "" and false.
func (v Value) Text() (string, bool) { return v.text, v.form == String }

// Truth returns the truth value of a Bool, else false and false.
func (v Value) Truth() (bool, bool) { return v.flag, v.form == Bool }

// List returns the items of a List, else nil. The caller must not change it.
func (v Value) List() []Value { return v.list }

// Equal reports whether two Values are written the same way.
func (v Value) Equal(o Value) bool {
	if v.form != o.form || v.text != o.text || v.num != o.num || v.flag != o.flag || len(v.list) != len(o.list) {
		return false
	}
	for i := range v.list {
		if !v.list[i].Equal(o.list[i]) {
			return false
		}
	}
	return true
}
