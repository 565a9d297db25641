package rep

import "testing"

func TestWorth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		points int64
		late   bool
		k      int64
		want   int64
	}{
		{50000, false, 1, 2707570},
		{50000, true, 1, 1353785},
		{50000, true, 3, 451261},
		{0, false, 1, 1000000},
		{0, false, 2, 500000},
	} {
		if got := worth(c.points, c.late, c.k); got != c.want {
			t.Errorf("worth(%d, %v, %d) = %d, want %d", c.points, c.late, c.k, got, c.want)
		}
	}
	sum := int64(0)
	for k := range int64(10) {
		sum += worth(50000, false, k+1)
	}
	if sum != 7930384 {
		t.Errorf("ten with one partner: %d", sum)
	}
}

func TestGain(t *testing.T) {
	t.Parallel()
	const p, day = 2707570, 20777
	rich := standing{first: day - 30, mass: Mass{Est: 5 * unit, Direct: 3 * unit, Lent: 800_000}}
	young, poor, bad, spent := rich, rich, rich, rich
	young.first++
	poor.mass.Direct--
	bad.mass.Neg = 50 * unit
	spent.mass.Lent = 4 * unit
	never := standing{mass: rich.mass}
	fresh := Mass{New: p / 4}
	for name, c := range map[string]struct {
		policy  Policy
		other   standing
		want    Mass
		lent    int64
		partner string
	}{
		"open":           {Open, standing{}, Mass{Est: p}, 0, ""},
		"open, verified": {Open, standing{verified: true}, Mass{Est: p}, 0, ""},
		"verified":       {Rooted, standing{verified: true}, Mass{Est: p, Direct: p}, 0, partnerVerified},
		"established":    {Rooted, rich, Mass{Est: 2200000, New: 126892}, 2200000, partnerEstablished},
		"nothing left":   {Rooted, spent, fresh, 0, partnerEstablished},
		"29 days":        {Rooted, young, fresh, 0, partnerNew},
		"never active":   {Rooted, never, fresh, 0, partnerNew},
		"too little":     {Rooted, poor, fresh, 0, partnerNew},
		"of bad repute":  {Rooted, bad, fresh, 0, partnerNew},
		"nobody":         {Rooted, standing{}, fresh, 0, partnerNew},
	} {
		m, lent, partner := gain(c.policy, p, c.other, day)
		if m != c.want || lent != c.lent || partner != c.partner {
			t.Errorf("%s: %+v, lent %d, %q", name, m, lent, partner)
		}
	}
}

func TestLoss(t *testing.T) {
	t.Parallel()
	if got := loss(Penalised, 50000); got != (Mass{Neg: 2707570}) {
		t.Errorf("overdue: %+v", got)
	}
	if got := loss(Defaulted, 50000); got != (Mass{Neg: 8122710}) {
		t.Errorf("default: %+v", got)
	}
}

// The order of contributions is that of what is left of them, today as in a year.
func TestRank(t *testing.T) {
	t.Parallel()
	type one struct {
		m   Mass
		day int64
	}
	all := []one{{Mass{Neg: 8122710}, 20000}, {Mass{Est: 2707570}, 20777}, {Mass{Est: 1353785}, 20900}, {Mass{New: 250000}, 20901}, {Mass{Est: 4000000}, 20500}}
	for _, a := range all {
		for _, b := range all {
			for _, later := range []int64{20901, 21266} {
				left, right := a.m.faded(a.day, later), b.m.faded(b.day, later)
				x, y := left.Est+left.New+left.Neg, right.Est+right.New+right.Neg
				if x > y && rank(a.m, a.day) <= rank(b.m, b.day) {
					t.Errorf("on day %d %d and %d are left, but %+v ranks below %+v", later, x, y, a, b)
				}
			}
		}
	}
	if rank(Mass{}, 20777) != 0 {
		t.Error("nothing has a rank")
	}
}

func TestMassText(t *testing.T) {
	t.Parallel()
	for micro, want := range map[int64]string{2707570: "+2.71", -8122710: "−8.12", 0: "+0.00", 4999: "+0.00", 5000: "+0.01", -50000: "−0.05", 999999: "+1.00"} {
		if got := massText(micro); got != want {
			t.Errorf("%d is shown as %s, want %s", micro, got, want)
		}
	}
}
