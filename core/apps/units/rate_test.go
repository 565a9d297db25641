package units_test

import (
	"testing"

	"github.com/parleybot/parley/core/money"
)

func TestRate(t *testing.T) {
	t.Parallel()
	r := stage(t, nil)
	if _, _, rate, rated := r.of("USD"); rate != 1_000_000_000 || !rated {
		t.Errorf("USD: %d, %v", rate, rated)
	}
	r.owner.Says("/admin rate diamonds").Shows("DIAMONDS has no rate", "/admin rate DIAMONDS 0.0125")
	r.owner.Says("/admin rate diamonds 0.0125").Shows("✅ Points for one DIAMONDS from now on: 0.0125. Deals that were made before keep theirs")
	r.refuses("/admin rate DIAMONDS 0.01250", "are 0.0125 already; nothing changed")
	if _, registered, rate, rated := r.of("DIAMONDS"); registered || rate != 12_500_000 || !rated {
		t.Errorf("DIAMONDS: %d, %v, registered %v", rate, rated, registered)
	}
	// 1,000 diamonds at 0.0125 are 12.5 points.
	_, _, rate, _ := r.of("DIAMONDS")
	if points := (money.Amount{Minor: 1000, Unit: "DIAMONDS"}).Points(rate); points != 1250 {
		t.Errorf("1000 DIAMONDS: %d hundredths of a point", points)
	}
	r.owner.Says("/admin rate diamonds").Shows("Points for one DIAMONDS: 0.0125").Presses("Take the rate away").Shows("✅ DIAMONDS counts no points")
	r.refuses("/admin rate DIAMONDS off", "DIAMONDS has no rate; nothing changed")
	for _, points := range []string{"OFF", "off", "2", "0.999999999", "nonsense"} {
		r.refuses("/admin rate usd "+points, "One point is worth 1 USD by definition")
	}
	r.refuses("/admin rate USD 1", "are 1 already; nothing changed")
	if _, _, rate, rated := r.of("USD"); rate != 1_000_000_000 || !rated {
		t.Errorf("USD: %d, %v", rate, rated)
	}
	r.owner.Says("/admin rate").Shows("Which unit?")
	r.logged(`rate.set by owner: DIAMONDS ""→"0.0125"`, `rate.set by owner: DIAMONDS "0.0125"→""`)
}

func TestRateBounds(t *testing.T) {
	t.Parallel()
	r := stage(t, nil)
	for _, points := range []string{
		"0", "0.0", "0.000000000", "0.0000000001", "1000000.000000001", "1000001", "10000000", "-1", "+1", "1e3", "1,5", "1,000",
		".5", "5.", "007", "00.5", "1_000", "nan", "1.2.3", "1/2", "off!",
	} {
		r.refuses("/admin rate GEMS "+points, "is not a rate", "from 0.000000001 to 1000000", "0.0125")
	}
	r.refuses("/admin rate coıns 1", "cannot name a unit")
	if _, _, _, rated := r.of("GEMS"); rated {
		t.Error("a refused rate was kept")
	}
	for _, c := range []struct {
		points string
		want   int64
	}{
		{"0.000000001", 1},
		{"1000000", money.MaxRate},
		{"999999.999999999", money.MaxRate - 1},
		{"1000000.000000000", money.MaxRate},
		{"٠٫٥", 500_000_000},
		{"1.10", 1_100_000_000},
	} {
		r.owner.Says("/admin rate GEMS " + c.points).Shows("✅")
		if _, _, rate, rated := r.of("GEMS"); rate != c.want || !rated {
			t.Errorf("%s: %d, %v", c.points, rate, rated)
		}
	}
}

func TestArabic(t *testing.T) {
	t.Parallel()
	r := stage(t, map[string]int{"COINS": 0})
	reader := r.owner.Speaking("ar")
	reader.Says("/admin unit gems 2").Shows("✅ GEMS لها خانتان عشريتان", "1.00 GEMS")
	reader.Says("/admin unit coins 2").Shows("توجد صفقات بوحدة COINS بلا خانات عشرية")
	reader.Says("/admin rate gems 0.5").Shows("نقاط الواحدة من GEMS من الآن: 0.5")
}
