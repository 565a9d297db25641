package units

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/money"
)

// Every rate has one plain form, which reads back as that rate.
func TestRatesReadBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		rate := rapid.Int64Range(1, money.MaxRate).Draw(t, "rate")
		text := formatRate(rate)
		if got, ok := parseRate(text); !ok || got != rate {
			t.Fatalf("%d is written %q and read as %d, %v", rate, text, got, ok)
		}
	})
}

// Whatever is typed, a rate is within its bounds or there is none.
func TestRatesAreBounded(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		typed := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9]{0,8}[.,]?[0-9]{0,11}`)).Draw(t, "typed")
		rate, ok := parseRate(typed)
		if ok != (rate > 0) || rate > money.MaxRate {
			t.Fatalf("%q is read as %d, %v", typed, rate, ok)
		}
		if !ok {
			return
		}
		if again, same := parseRate(formatRate(rate)); !same || again != rate {
			t.Fatalf("%q is read as %d, which is written %q", typed, rate, formatRate(rate))
		}
	})
}
