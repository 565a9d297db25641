package conform

import (
	"encoding/json"
	"errors"
	"math"
	"strconv"
)

// formats are the ones of Discord's file that JSON Schema does not define; date
// and time and addresses are checked by the library itself. A format says
// nothing about values of another type than its own.
func formats() map[string]func(any) error {
	return map[string]func(any) error{
		"snowflake": onText(func(s string) error {
			// A snowflake is an unsigned 64-bit number whose topmost bit is never set
			// within the life of the epoch (2015-01-01, 42 bits of milliseconds).
			_, err := strconv.ParseInt(s, 10, 64)
			return err
		}),
		"nonce":  onText(func(string) error { return nil }),
		"int32":  onWhole(32),
		"int64":  onWhole(64),
		"double": onNumber(func(n json.Number) error { _, err := n.Float64(); return err }),
	}
}

func onText(check func(string) error) func(any) error {
	return func(v any) error {
		if s, ok := v.(string); ok {
			return check(s)
		}
		return nil
	}
}

func onNumber(check func(json.Number) error) func(any) error {
	return func(v any) error {
		if n, ok := v.(json.Number); ok {
			return check(n)
		}
		return nil
	}
}

// onWhole takes every spelling of a whole number that fits: 1.0 is one too.
func onWhole(bits int) func(any) error {
	return onNumber(func(n json.Number) error {
		if _, err := strconv.ParseInt(n.String(), 10, bits); err == nil {
			return nil
		}
		f, err := n.Float64()
		if err != nil {
			return err
		}
		if bound := math.Ldexp(1, bits-1); f != math.Trunc(f) || f < -bound || f >= bound {
			return errors.New("does not fit")
		}
		return nil
	})
}
