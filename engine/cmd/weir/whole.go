package main

import (
	"errors"
	"math"
	"strconv"
)

// whole is a whole number as people write it: 100000 or 1e5.
type whole int

// exactly is up to where a float64 holds every whole number.
const exactly = 1 << 53

func (w *whole) UnmarshalText(text []byte) error {
	n, err := strconv.Atoi(string(text))
	if err != nil {
		x, broken := strconv.ParseFloat(string(text), 64)
		if broken != nil || x != math.Trunc(x) || math.Abs(x) > exactly {
			return errors.New("expected a whole number such as 100000 or 1e5, not " + strconv.Quote(string(text)))
		}
		n = int(x)
	}
	*w = whole(n)
	return nil
}

// seed is a whole number of 64 bits, not below 0.
type seed uint64

func (s *seed) UnmarshalText(text []byte) error {
	n, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil {
		var w whole
		if err := w.UnmarshalText(text); err != nil {
			return err
		}
		if w < 0 {
			return errors.New("expected a whole number such as 100000 or 1e5, not " + strconv.Quote(string(text)))
		}
		n = uint64(w)
	}
	*s = seed(n)
	return nil
}
