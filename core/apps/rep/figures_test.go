package rep

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"
	"math/big"
	"testing"
)

// The published table of weights, whole.
func TestWeights(t *testing.T) {
	t.Parallel()
	h := sha256.New()
	var word [4]byte
	before := int64(0)
	for v := range int64(maxPoints + 1) {
		w := Weight(v)
		if w < before {
			t.Fatalf("w(%d) = %d is less than the one before", v, w)
		}
		before = w
		binary.BigEndian.PutUint32(word[:], uint32(w))
		h.Write(word[:])
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != "661ef6a3a689615b373f73ed96b3f25d8f34664b6e8ad72bbd2e5e18ce957e15" {
		t.Errorf("SHA-256 of the table: %s", got)
	}
	for v, want := range map[int64]int64{
		-5: 1000000, 0: 1000000, 1: 1000434, 1000: 1301030, 9000: 2000000, 50000: 2707570, 999000: 4000000, math.MaxInt64: 4000000,
	} {
		if got := Weight(v); got != want {
			t.Errorf("w(%d) = %d, want %d", v, got, want)
		}
	}
}

// The factors of days, against integer arithmetic alone: 2T−1 and 2T+1 enclose
// 2^(17+r/180).
func TestFactors(t *testing.T) {
	t.Parallel()
	sum := int64(0)
	for r, f := range factors {
		sum += f
		want := new(big.Int).Lsh(big.NewInt(1), uint(17*halfLife+r))
		under := new(big.Int).Exp(big.NewInt(2*f-1), big.NewInt(halfLife), nil)
		over := new(big.Int).Exp(big.NewInt(2*f+1), big.NewInt(halfLife), nil)
		if under.Cmp(want) > 0 || over.Cmp(want) <= 0 {
			t.Errorf("T[%d] = %d is not rounded", r, f)
		}
	}
	if factors[0] != 65536 || factors[90] != 92682 || factors[179] != 130568 || sum != 16985977 {
		t.Errorf("T[0] %d, T[90] %d, T[179] %d, sum %d", factors[0], factors[90], factors[179], sum)
	}
}

// The table of cases that people are told.
func TestScores(t *testing.T) {
	t.Parallel()
	w := Weight(50000)
	for name, c := range map[string]struct {
		mass Mass
		want int64
	}{
		"nothing":                         {Mass{}, 500},
		"500 USD on time":                 {Mass{Est: 2707570}, 607},
		"12 days later":                   {Mass{Est: 2585279}, 603},
		"180 days later":                  {Mass{Est: 1353785}, 560},
		"360 days later":                  {Mass{Est: 676892}, 532},
		"ten partners":                    {Mass{Est: 10 * w}, 865},
		"ten partners and a default":      {Mass{Est: 10 * w, Neg: 3 * w}, 710},
		"ten with one partner":            {Mass{Est: 7930384}, 721},
		"late":                            {Mass{Est: 1353785}, 560},
		"late, the third":                 {Mass{Est: 451261}, 522},
		"a partner with budget 2200000":   {Mass{Est: 2200000, New: 126892}, 594},
		"100 largest, fresh partners":     {Mass{New: 100000000}, 583},
		"only a default":                  {Mass{Neg: 8122710}, 276},
		"only overdue":                    {Mass{Neg: 2707570}, 393},
		"a tie, rounded up":               {Mass{Est: 6000000}, 688},
		"a tie, rounded down":             {Mass{Neg: 6000000}, 312},
		"as much as there can be":         {Mass{Est: 1 << 46}, 1000},
		"as much against as there can be": {Mass{Neg: 1 << 46}, 0},
	} {
		if got := c.mass.Score(); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

func TestTiersAndEvidence(t *testing.T) {
	t.Parallel()
	for score, want := range map[int64]Tier{
		1000: Excellent, 750: Excellent, 749: Good, 600: Good, 599: Fair, 400: Fair, 399: Poor, 200: Poor, 199: VeryPoor, 0: VeryPoor,
	} {
		if got := TierOf(score); got != want || got.Sign() == "" {
			t.Errorf("%d is %s, want %s", score, got, want)
		}
	}
	for want, m := range map[int64]Mass{0: {}, 21: {Est: 2707570}, 50: {Est: 6 * unit, Neg: 4 * unit}, 17: {New: 50 * unit}, 100: {Neg: 1 << 46}} {
		if got := m.Evidence(); got != want {
			t.Errorf("evidence of %+v is %d %%, want %d %%", m, got, want)
		}
	}
}

// What is left of 500 USD on time of day 20777.
func TestDecay(t *testing.T) {
	t.Parallel()
	m := Mass{Est: Weight(50000)}
	for later, want := range map[int64]int64{0: 2707570, 12: 2585279, 180: 1353785, 360: 676892} {
		if got := m.faded(20777, 20777+later).Est; got != want {
			t.Errorf("after %d days %d is left, want %d", later, got, want)
		}
	}
	const day = 20880 // begins an epoch
	old := []bucket{{epochOf(day) - oldest, Mass{Est: 1 << 40}}, {epochOf(day) - oldest - 1, Mass{Est: 1 << 60}}, {epochOf(day) + 1, Mass{Est: 1 << 60}}}
	if got, err := read(old, day); err != nil || got.Est != 1<<40>>20/factors[0] {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestSumsAreChecked(t *testing.T) {
	t.Parallel()
	full := Mass{Neg: math.MaxInt64}
	if _, err := full.plus(Mass{Neg: 1}); err == nil {
		t.Error("a sum overflowed unseen")
	}
	if _, err := (Mass{Est: 5}).plus(Mass{Est: -6}); err == nil {
		t.Error("more was taken back than there was")
	}
	if _, err := read([]bucket{{100, full}, {100, full}}, 100*halfLife); err == nil {
		t.Error("networks together overflowed unseen")
	}
	if _, err := read([]bucket{{100, full}, {101, full}}, 101*halfLife); err == nil {
		t.Error("epochs together overflowed unseen")
	}
}
