package rep

// Policy says whose deals count in full.
type Policy string

// The policies. It is Rooted from the first person that an owner verifies.
const (
	Open   Policy = "open"   // everybody's
	Rooted Policy = "rooted" // those of verified persons, and of people who earned it from them
)

// What a partner was when the deal was completed; "" under Open.
const (
	partnerVerified    = "verified"
	partnerEstablished = "established"
	partnerNew         = "new"
)

// Who is established was first active so many days ago, has received so much
// straight from verified persons, and scores so high.
const (
	establishedDays   = 30
	establishedDirect = 3 * unit
	establishedScore  = 400
)

// recent is the days for which a completed deal makes the pair's next ones count
// less.
const recent = 180

// standing is how a person stood just before an event.
type standing struct {
	verified bool
	first    int64 // day of the first activation, 0 for none
	mass     Mass  // over all networks
}

func (s standing) established(day int64) bool {
	return s.first > 0 && day-s.first >= establishedDays &&
		s.mass.Direct >= establishedDirect && s.mass.Score() >= establishedScore
}

// worth is the mass of a completed deal before it is known whose it is: k is 1
// more than the pair's recent completed deals.
func worth(points int64, late bool, k int64) int64 {
	p := Weight(points)
	if late {
		p /= 2
	}
	return p / k
}

// gain says what a completed deal of mass p brings, and what the counterparty
// lends for it.
func gain(policy Policy, p int64, counterparty standing, day int64) (m Mass, lent int64, partner string) {
	switch {
	case policy == Open:
		return Mass{Est: p}, 0, ""
	case counterparty.verified:
		return Mass{Est: p, Direct: p}, 0, partnerVerified
	case counterparty.established(day):
		lent = min(p, max(0, counterparty.mass.Direct-counterparty.mass.Lent))
		return Mass{Est: lent, New: (p - lent) / 4}, lent, partnerEstablished
	}
	return Mass{New: p / 4}, 0, partnerNew
}

// loss says what an overdue deal, or a default, costs.
func loss(kind Kind, points int64) Mass {
	w := Weight(points)
	if kind == Defaulted {
		w *= 3
	}
	return Mass{Neg: w}
}

// rank orders contributions by what is left of them: halving takes halfLife
// days, whatever the mass, so their order is the same on every day.
func rank(m Mass, day int64) int64 {
	total := m.Est + m.New + m.Neg
	if total <= 0 {
		return 0
	}
	return int64(log2(uint64(total))>>16) + day<<32/halfLife
}
