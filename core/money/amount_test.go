package money_test

import (
	"errors"
	"math"
	"math/big"
	"testing"

	"github.com/parleybot/parley/core/money"
	"pgregory.net/rapid"
)

func TestPoints(t *testing.T) {
	t.Parallel()
	const usd = 1_000_000_000 // one point per dollar
	tests := []struct {
		amount money.Amount
		rate   int64
		want   int64
	}{
		{money.Amount{Minor: 50000, Unit: "USD", Scale: 2}, usd, 50000},
		{money.Amount{Minor: 1, Unit: "USD", Scale: 2}, usd, 1},
		{money.Amount{Minor: 1999, Unit: "KWD", Scale: 3}, usd, 199},
		{money.Amount{Minor: 7, Unit: "DIAMONDS"}, 5_000_000, 3},
		{money.Amount{Minor: 7, Unit: "DIAMONDS"}, 0, 0},
		{money.Amount{Minor: 7, Unit: "DIAMONDS"}, -1, 0},
		{money.Amount{Minor: money.MaxWhole, Unit: "X"}, money.MaxRate, money.MaxPoints},
		{money.Amount{Minor: math.MaxInt64, Unit: "X"}, math.MaxInt64, money.MaxPoints},
		{money.Amount{Minor: 100_000_000_000_000_000, Unit: "GOLD", Scale: 8}, usd, 100_000_000_000},
	}
	for _, tt := range tests {
		if got := tt.amount.Points(tt.rate); got != tt.want {
			t.Errorf("%s at %d: got %d, want %d", tt.amount.Plain(), tt.rate, got, tt.want)
		}
	}
}

func TestPointsIsTheExactFloor(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := drawAmount(t)
		rate := rapid.Int64Range(1, money.MaxRate).Draw(t, "rate")
		exact := new(big.Int).Mul(big.NewInt(a.Minor), big.NewInt(rate))
		exact.Quo(exact, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(a.Scale+7)), nil))
		want := money.MaxPoints
		if exact.Cmp(big.NewInt(want)) < 0 {
			want = exact.Int64()
		}
		if got := a.Points(rate); got != want {
			t.Fatalf("%s at %d: got %d, want %d", a.Plain(), rate, got, want)
		}
	})
}

// TestAddRefusesUnlikeUnits is invariant I25.
func TestAddRefusesUnlikeUnits(t *testing.T) {
	t.Parallel()
	five := money.Amount{Minor: 500, Unit: "USD", Scale: 2}
	sum, err := five.Add(money.Amount{Minor: 1, Unit: "USD", Scale: 2})
	if err != nil || sum.Plain() != "5.01 USD" {
		t.Fatalf("got %s, %v", sum.Plain(), err)
	}
	for _, other := range []money.Amount{{Minor: 1, Unit: "EUR", Scale: 2}, {Minor: 1, Unit: "USD", Scale: 3}} {
		if _, err := five.Add(other); !errors.Is(err, money.ErrUnlike) {
			t.Errorf("added %s: %v", other.Plain(), err)
		}
	}
	if _, err := five.Add(money.Amount{Minor: math.MaxInt64 - 499, Unit: "USD", Scale: 2}); !errors.Is(err, money.ErrOverflow) {
		t.Errorf("overflow gave %v", err)
	}
	if _, err := five.Add(money.Amount{Minor: math.MaxInt64 - 500, Unit: "USD", Scale: 2}); err != nil {
		t.Errorf("the largest sum gave %v", err)
	}
}

func TestNumberAndWhole(t *testing.T) {
	t.Parallel()
	tests := []struct {
		amount money.Amount
		number string
		whole  int64
	}{
		{money.Amount{Minor: 123450, Unit: "USD", Scale: 2}, "1234.50", 1235},
		{money.Amount{Minor: 5, Unit: "USD", Scale: 2}, "0.05", 1},
		{money.Amount{Minor: 100, Unit: "USD", Scale: 2}, "1.00", 1},
		{money.Amount{Minor: 101, Unit: "USD", Scale: 2}, "1.01", 2},
		{money.Amount{Minor: 7, Unit: "DIAMONDS"}, "7", 7},
		{money.Amount{Minor: 1, Unit: "GOLD", Scale: 8}, "0.00000001", 1},
		{money.Amount{Unit: "USD", Scale: 2}, "0.00", 0},
	}
	for _, tt := range tests {
		if got := tt.amount.Number(); got != tt.number {
			t.Errorf("number: got %s, want %s", got, tt.number)
		}
		if got := tt.amount.Whole(); got != tt.whole {
			t.Errorf("whole of %s: got %d, want %d", tt.number, got, tt.whole)
		}
	}
}
