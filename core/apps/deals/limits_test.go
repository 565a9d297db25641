package deals

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/money"
)

func TestCaps(t *testing.T) {
	t.Parallel()
	caps := Settings{MaxOpen: 2, MaxVolume: 100}
	usd := func(hundredths int64) Terms {
		return Terms{Amount: money.Amount{Minor: hundredths, Unit: "USD", Scale: 2}, Rated: true, Points: hundredths}
	}
	coins := func(minor int64, scale int) Terms {
		return Terms{Amount: money.Amount{Minor: minor, Unit: "COINS", Scale: scale}}
	}
	tests := map[string]struct {
		use     Use
		terms   Terms
		refused string
	}{
		"nothing used":                 {Use{}, usd(1), ""},
		"one place left":               {Use{Open: 1}, usd(1), ""},
		"no place left":                {Use{Open: 2}, usd(1), "deals.limit.open"},
		"over the cap already":         {Use{Open: 7}, usd(1), "deals.limit.open"},
		"a third proposal":             {Use{Pair: 2}, usd(1), ""},
		"a fourth proposal":            {Use{Pair: 3}, usd(1), "deals.limit.pair"},
		"all of the volume":            {Use{}, usd(100_00), ""},
		"a cent too much":              {Use{}, usd(100_01), "deals.limit.volume"},
		"the rest of the volume":       {Use{Points: 60_00}, usd(40_00), ""},
		"a cent more than the rest":    {Use{Points: 60_01}, usd(40_00), "deals.limit.volume"},
		"units have their own pool":    {Use{Points: 100_00}, coins(100, 0), ""},
		"one unit too many":            {Use{Whole: 1}, coins(100, 0), "deals.limit.units"},
		"a part counts as a whole one": {Use{Whole: 99}, coins(101, 2), "deals.limit.units"},
		"just one more":                {Use{Whole: 99}, coins(100, 2), ""},
		"and points do not count":      {Use{Whole: 100}, usd(100_00), ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := caps.CheckCreate(test.use, test.terms, start.Add(time.Hour))
			f, refused := fault.As(err)
			if refused != (test.refused != "") {
				t.Fatalf("got %v", err)
			}
			if refused && (f.Phrase.Key != test.refused || f.Code != fault.Limit) {
				t.Errorf("refused by %s", f.Phrase.Key)
			}
		})
	}
}

func TestNoteCap(t *testing.T) {
	t.Parallel()
	if err := checkNotes(NoteCap - 1); err != nil {
		t.Error(err)
	}
	if err := checkNotes(NoteCap); !fault.Is(err, fault.Limit) {
		t.Errorf("got %v", err)
	}
}
