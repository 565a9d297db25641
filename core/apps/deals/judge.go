package deals

import (
	"slices"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// judged returns the deal that the caller is to decide, and in which role. That
// is staff of the deal's own community, wherever the command is typed; whoever
// is none learns no more than of a deal that does not exist. A party never
// decides, by whatever linked account, nor does somebody whom a party appointed.
func (b *book) judged(tx *store.Tx, r *app.Request) (d Deal, role string, err error) {
	if d, err = b.named(tx, r, r.Text("deal_id")); err != nil {
		return Deal{}, "", err
	}
	role, err = b.judgeOf(tx, r, d)
	if err == nil && role == "" {
		err = missed(tx, r)
	}
	if err != nil {
		return Deal{}, "", err
	}
	return d, role, nil
}

// judgeOf returns the role in which the caller may decide a deal, "" for who is no
// staff. Staff who may not decide this one, and parties, get the refusal as a
// fault. What is shown goes by it as well as what is allowed.
func (b *book) judgeOf(tx *store.Tx, r *app.Request, d Deal) (role string, err error) {
	if d.SideOf(r.Person.ID) != Neither {
		return "", fault.New(fault.Role, "deals.refuse.own_judge")
	}
	if role, err = b.staff(tx, r, d); err != nil || role != "mediator" {
		return role, err
	}
	named, err := appointed(tx, d, r.Person.ID)
	if err == nil && named {
		err = fault.New(fault.Role, "deals.refuse.appointed")
	}
	return role, err
}

// offersDecision reports whether the caller is shown the way to a decision: may
// decide, and there is something that can be decided now.
func (b *book) offersDecision(tx *store.Tx, r *app.Request, d Deal) (bool, error) {
	role, err := b.judgeOf(tx, r, d)
	if _, refused := fault.As(err); refused {
		return false, nil
	}
	return role != "" && len(decisions(tx, d)) > 0, err
}

// appointed reports whether a person was named a mediator by one of a deal's
// parties after it was made. Those who were named before stood on the card that
// both agreed to.
func appointed(tx *store.Tx, d Deal, person string) (bool, error) {
	if d.Community == "" {
		return false, nil
	}
	by, at, err := communities.NamedBy(tx, d.Community, person)
	if err != nil || at.Before(d.CreatedAt) {
		return false, err
	}
	// Whoever named the mediator may have been another person then, by a link.
	for _, party := range []string{d.A.Person, d.B.Person} {
		if same, err := accounts.Once(tx, party, by); same || err != nil {
			return same, err
		}
	}
	return false, nil
}

// results are what a mediator can decide of a disputed deal.
func results() []Status { return []Status{Active, Completed, Defaulted} }

// atBoth is how people name both sides.
const atBoth = "both"

func faults() []string { return []string{string(SideA), string(SideB), atBoth} }

// readFault reads whose fault it was; nothing said means both.
func readFault(typed string) string {
	if typed == string(SideA) || typed == string(SideB) {
		return typed
	}
	return Both
}

// decisions are those of results that are possible now.
func decisions(tx *store.Tx, d Deal) []Status {
	return slices.DeleteFunc(results(), func(result Status) bool {
		_, _, err := Apply(d, Command{Act: ActResolve, Result: result, AtFault: Both}, tx.Now())
		return err != nil
	})
}
