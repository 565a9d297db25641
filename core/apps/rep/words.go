package rep

import (
	"strconv"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Line says how a person stands in a few words, for the cards of deals: "607 ✅
// Good, 1 deal". Every viewer sees the same.
func (s *Service) Line(tx *store.Tx, person, _ string) (chat.Node, error) {
	l, err := current(tx)
	if err != nil {
		return chat.Node{}, err
	}
	v, err := l.view(person, allNetworks)
	return v.line(), err
}

// view is how a person stands on a network, or on all of them.
type view struct {
	network string
	mass    Mass
	counts  counts
}

func (l ledger) view(person, network string) (v view, err error) {
	v.network = network
	if v.mass, err = l.mass(person, network, dayOf(l.tx.Now())); err != nil {
		return view{}, err
	}
	v.counts, err = l.counted(person, network)
	return v, err
}

// unproven reports that nothing speaks for or against the person.
func (v view) unproven() bool {
	return v.counts.Completed == 0 && v.mass.positive()+v.mass.Neg == 0
}

func (v view) line() chat.Node {
	if v.unproven() {
		return chat.T("rep.unproven", v.args())
	}
	return chat.T("rep.line", v.args())
}

// args are the score and the tier, and as the count the completed deals.
func (v view) args() chat.Args {
	score := v.mass.Score()
	tier := TierOf(score)
	return chat.Args{
		"score": chat.Number(int(score)), "sign": chat.Text(tier.Sign()), "tier": chat.T("rep.tier." + string(tier)),
		"count": number(v.counts.Completed),
	}
}

func number(n int64) chat.Node { return chat.Number(int(n)) }

// networkNode names a network; only "Other" is a word that languages differ in.
func networkNode(network string) chat.Node {
	if network == "Other" {
		return chat.T("rep.network.other")
	}
	return chat.Text(network)
}

// massText is a mass in units with two decimals and its sign, as in "+2.71".
func massText(micro int64) string {
	sign := "+"
	if micro < 0 {
		sign, micro = "−", -micro
	}
	hundredths := (micro + unit/200) / (unit / 100)
	return sign + strconv.FormatInt(hundredths/100, 10) + "." + strconv.FormatInt(100+hundredths%100, 10)[1:]
}
