package units_test

import (
	"fmt"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

func TestUnit(t *testing.T) {
	t.Parallel()
	r := stage(t, nil)
	if _, registered, _, _ := r.of("DIAMONDS"); registered {
		t.Error("a unit is registered from the beginning")
	}
	r.owner.Says("/admin unit diamonds 2").Shows("✅ DIAMONDS has 2 decimals: one of it is 1.00 DIAMONDS")
	r.owner.Says("/admin unit Diamonds ٣").Shows("DIAMONDS has 3 decimals", "1.000 DIAMONDS")
	r.refuses("/admin unit DIAMONDS 3", "already; nothing changed")
	r.owner.Says("/admin unit coins 0").Shows("COINS has 0 decimals: one of it is 1 COINS")
	r.owner.Says("/admin unit ＢＴＣ 8").Shows("1.00000000 BTC")
	r.owner.Says("/admin unit").Shows("Which unit?")
	r.logged(`unit.set by owner: DIAMONDS ""→"2"`, `unit.set by owner: DIAMONDS "2"→"3"`,
		`unit.set by owner: COINS ""→"0"`, `unit.set by owner: BTC ""→"8"`)
	if scale, registered, _, rated := r.of("DIAMONDS"); scale != 3 || !registered || rated {
		t.Errorf("%d, %v, rated %v", scale, registered, rated)
	}
}

func TestUnitRefused(t *testing.T) {
	t.Parallel()
	r := stage(t, nil)
	for _, c := range []struct{ line, words string }{
		{"/admin unit USD 3", "USD is a currency of ISO 4217 with 2 decimals, such as 1.00 USD"},
		{"/admin unit kwd 3", "KWD is a currency of ISO 4217 with 3 decimals"},
		{"/admin unit coıns 2", "“coıns” cannot name a unit"},
		{"/admin unit 9lives 2", "cannot name a unit"},
		{"/admin unit _x 2", "cannot name a unit"},
		{"/admin unit a-b 2", "cannot name a unit"},
		{"/admin unit ABCDEFGHIJKLMNOPQ 2", "cannot name a unit"},
		{"/admin unit ماسات 2", "cannot name a unit"},
		{"/admin unit DIAMONDS 9", "scale is a whole number from 0 to 8"},
		{"/admin unit DIAMONDS -1", "scale is a whole number from 0 to 8"},
		{"/admin unit DIAMONDS two", "scale is a whole number from 0 to 8"},
	} {
		r.refuses(c.line, c.words)
	}
	for _, code := range []string{"USD", "KWD", "DIAMONDS", "COINS", "COıNS"} {
		if _, registered, _, _ := r.of(code); registered {
			t.Errorf("%s is registered", code)
		}
	}
}

func TestScaleOfAUsedUnitIsFixed(t *testing.T) {
	t.Parallel()
	used := map[string]int{"COINS": 0}
	r := stage(t, used)
	r.refuses("/admin unit coins 2", "There are deals in COINS with 0 decimals, such as 1 COINS, so that is fixed")
	r.owner.Says("/admin unit coins 0").Shows("✅ COINS has 0 decimals")
	r.owner.Says("/admin unit gems 2").Shows("✅")
	used["GEMS"] = 2
	r.refuses("/admin unit gems 3", "There are deals in GEMS with 2 decimals")
	r.refuses("/admin unit gems 2", "already")
	if scale, registered, _, _ := r.of("GEMS"); scale != 2 || !registered {
		t.Errorf("%d, %v", scale, registered)
	}
}

// Of several owners who set one unit at once each sees what the one before set.
func TestUnitsAreSetOneAfterAnother(t *testing.T) {
	t.Parallel()
	r := stage(t, nil)
	var all sync.WaitGroup
	for scale := range money.MaxScale + 1 {
		all.Go(func() { r.stage.Person(bottest.D, "owner").Says(fmt.Sprintf("/admin unit gems %d", scale)) })
	}
	all.Wait()
	list, old := r.log(), ""
	for i, said := range list {
		var now string
		if _, err := fmt.Sscanf(said, `unit.set by owner: GEMS `+fmt.Sprintf("%q", old)+`→%q`, &now); err != nil {
			t.Fatalf("event %d of %q does not follow %q: %v", i, list, old, err)
		}
		old = now
	}
	if scale, _, _, _ := r.of("GEMS"); len(list) != money.MaxScale+1 || fmt.Sprint(scale) != old {
		t.Errorf("%d, log %q", scale, list)
	}
}

// What the app answers is what core/money reads amounts with.
func TestMoneyTakesTheScale(t *testing.T) {
	t.Parallel()
	r := stage(t, nil)
	r.owner.Says("/admin unit gems 2")
	err := r.stage.Store.Read(t.Context(), func(tx *store.Tx) error {
		known := money.NewUnits(func(code string) (int, bool) {
			scale, registered, err := r.service.Scale(tx, code)
			return scale, registered && err == nil
		})
		amounts, err := money.Parse("12.34gems", known, money.DefaultUnit)
		if err != nil || len(amounts) != 1 || amounts[0].Plain() != "12.34 GEMS" {
			t.Errorf("%v", amounts)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
