package rep

// Tier is a range of scores.
type Tier string

// The tiers, from 750, 600, 400 and 200.
const (
	Excellent Tier = "excellent"
	Good      Tier = "good"
	Fair      Tier = "fair"
	Poor      Tier = "poor"
	VeryPoor  Tier = "very_poor"
)

const (
	// most is the New mass that counts at all: strangers alone carry nobody far.
	most = 2 * unit
	// doubt is the mass that pulls every score to the middle.
	doubt = 10 * unit
)

// positive is the mass that speaks for a person.
func (m Mass) positive() int64 { return m.Est + min(m.New, most) }

// Score returns 500 + round(500(P−N)/(P+N+10^7)), half away from zero: 500 for
// nothing known, never below 0 or above 1000.
func (m Mass) Score() int64 {
	p, n := m.positive(), m.Neg
	over, under := 2*500*(p-n), 2*(p+n+doubt)
	if over < 0 {
		return 500 - (-over+under/2)/under
	}
	return 500 + (over+under/2)/under
}

// Evidence returns (P+N)/(P+N+10^7) in percent, rounded: how much the score
// rests on.
func (m Mass) Evidence() int64 {
	known := m.positive() + m.Neg
	return (200*known + known + doubt) / (2 * (known + doubt))
}

// TierOf returns the tier of a score.
func TierOf(score int64) Tier {
	switch {
	case score >= 750:
		return Excellent
	case score >= 600:
		return Good
	case score >= 400:
		return Fair
	case score >= 200:
		return Poor
	}
	return VeryPoor
}

// Sign returns the tier's emoji, which never stands without its word.
func (t Tier) Sign() string {
	switch t {
	case Excellent:
		return "🌟"
	case Good:
		return "✅"
	case Fair:
		return "🟡"
	case Poor:
		return "🟠"
	}
	return "🔴"
}
