// Package quantity reads and writes numbers with units. In memory every
// quantity is a float64 in the base unit of its dimension; the user's own
// words are kept in Value for echo.
package quantity

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
	Tokens                         // tokens
	TokenRate                      // tokens/s
)
