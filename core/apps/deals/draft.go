package deals

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/civil"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// The names of what a wizard's session knows: the steps, and three facts that
// nobody is asked for.
const (
	stepCommunity = "community"
	stepNetwork   = "network"
	stepMine      = "mine"
	stepTheirs    = "theirs"
	stepType      = "type"
	stepAmount    = "amount"
	stepDue       = "due"
	stepReview    = "review"

	factWith  = "with"  // the counterparty's account; "" for an invitation
	factHome  = "home"  // the community where it is not asked for; "" for none
	factAsked = "asked" // set where the community is a question
)

// draft is what the answers of a wizard come to.
type draft struct {
	proposal  Proposal
	usernames [2]string
	community communities.Community // zero for none
	with      accounts.Identity     // zero for an invitation
	loc       *time.Location
}

func (d draft) invitation() bool { return d.with.PersonID == "" }

// readDraft reads the answers of a session. Whether they may become a deal is
// checkDraft's to say: a session may be old, and its review can still be read.
func (b *book) readDraft(tx *store.Tx, r *app.Request, s *app.State) (draft, error) {
	d := draft{usernames: [2]string{s.Get(stepMine), s.Get(stepTheirs)}}
	var err error
	if d.community, d.loc, err = communityOf(tx, s); err != nil {
		return d, err
	}
	if d.with, err = counterpartyOf(tx, s); err != nil {
		return d, err
	}
	terms := Terms{Network: s.Get(stepNetwork), Type: s.Get(stepType), Zone: d.loc.String()}
	amounts, err := b.readAmount(tx, s.Get(stepAmount))
	if err != nil {
		return d, err
	}
	terms.Amount = amounts[0]
	rate, rated, err := b.Rates(tx, terms.Amount.Unit)
	if err != nil {
		return d, err
	}
	if rated {
		terms.Rated, terms.Points = true, terms.Amount.Points(rate)
	}
	if terms.DueDate, err = civil.Parse(s.Get(stepDue)); err != nil {
		return d, err
	}
	terms.DueAt = civil.End(terms.DueDate, d.loc)
	d.proposal = Proposal{
		Terms: terms, Community: d.community.ID,
		A: Party{Person: r.Person.ID, Identity: r.Identity.Ref},
		B: Party{Person: d.with.PersonID, Identity: d.with.Ref},
	}
	return d, nil
}

// checkDraft refuses, with a fault, what may not become a deal now.
func (b *book) checkDraft(tx *store.Tx, r *app.Request, d draft) error {
	if !d.invitation() {
		if err := checkCounterparty(tx, r, d.with); err != nil {
			return err
		}
	}
	today := civil.Of(tx.Now(), d.loc)
	if _, err := readDue(d.proposal.DueDate.String(), today); err != nil {
		return err
	}
	return b.checkCreate(tx, r.Person.ID, d.community.ID, d.with.PersonID, d.proposal.Terms,
		civil.End(today.AddDays(-1), d.loc), civil.End(today, d.loc))
}

// communityOf is the community of a session and its zone; without one the
// defaults of the installation hold.
func communityOf(tx *store.Tx, s *app.State) (communities.Community, *time.Location, error) {
	id := s.Get(factHome)
	if s.Get(factAsked) != "" {
		id = s.Get(stepCommunity)
	}
	if id == "" {
		return communities.Community{}, time.UTC, nil
	}
	c, err := communities.Get(tx, id)
	if err != nil {
		return c, nil, err
	}
	loc, err := civil.LoadZone(c.Zone)
	return c, loc, err
}

func counterpartyOf(tx *store.Tx, s *app.State) (accounts.Identity, error) {
	if s.Get(factWith) == "" {
		return accounts.Identity{}, nil
	}
	ref, ok := chat.ParseUserRef(s.Get(factWith))
	id, err := accounts.Lookup(tx, ref)
	if !ok || errors.Is(err, store.ErrNotFound) {
		return id, fault.New(fault.Input, "deals.refuse.person")
	}
	return id, err
}

// checkCounterparty refuses, with a fault, people with whom there can be no
// deal. That somebody blocked somebody is nobody's business, so it sounds like
// any other reason.
func checkCounterparty(tx *store.Tx, r *app.Request, other accounts.Identity) error {
	if other.Bot {
		return fault.New(fault.Input, "deals.refuse.bot")
	}
	if other.PersonID == r.Person.ID {
		return fault.New(fault.Input, "deals.refuse.oneself")
	}
	no, err := barred(tx, r.Person.ID, other.PersonID)
	if err != nil {
		return err
	}
	if no {
		return fault.New(fault.Role, "deals.refuse.person")
	}
	return nil
}

// barred reports whether one person may make no new deal with another: they are
// one by now, one has blocked the other, or an owner the other.
func barred(tx *store.Tx, one, other string) (bool, error) {
	if one == other {
		return true, nil
	}
	person, err := accounts.Get(tx, other)
	if err != nil || person.Blocked {
		return true, err
	}
	return accounts.AnyBlock(tx, one, other)
}
