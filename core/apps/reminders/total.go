package reminders

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/parleybot/parley/core/chat"
)

// unit is what amounts are counted in. Amounts of unlike units are never added.
type unit struct {
	code  string
	scale int
}

// totals says what all deals come to, unit by unit.
func totals(open []Deal) chat.Node {
	sums := map[unit]*big.Int{}
	var units []unit
	for _, d := range open {
		u := unit{d.Unit, d.Scale}
		if sums[u] == nil {
			sums[u], units = new(big.Int), append(units, u)
		}
		sums[u].Add(sums[u], big.NewInt(d.Minor))
	}
	slices.SortFunc(units, func(a, b unit) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.scale, b.scale))
	})
	var list []chat.Node
	for i, u := range units {
		if i > 0 {
			list = append(list, chat.Text(" · "))
		}
		list = append(list, u.amount(sums[u]))
	}
	return chat.Span(list...)
}

// amount shows a sum. One that is beyond 63 bits of the smallest units, which
// takes dozens of the largest deals there can be, is shown in whole units.
func (u unit) amount(sum *big.Int) chat.Node {
	if sum.IsInt64() {
		return chat.Amount(sum.Int64(), u.code, u.scale)
	}
	ten := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(u.scale)), nil)
	return chat.Amount(new(big.Int).Quo(sum, ten).Int64(), u.code, 0)
}
