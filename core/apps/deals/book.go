package deals

import (
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// book is where everything that happens to a deal is written: the deal, its
// event and its notices, in the transaction of whoever caused it.
type book struct{ Options }

func newBook(o Options) *book { return &book{o.filled()} }

// origin is who acted, by which way and under which request key, as the audit
// log records it. role is that of a mediator, "" for parties and the clock.
type origin struct{ person, via, key, role string }

func originOf(r *app.Request) origin {
	return origin{person: r.Person.ID, via: string(r.Identity.Ref.Platform), key: r.Key}
}

const handleTries = 8

// open records a new deal with the usernames of both parties. The terms and
// the limits are the caller's to check. BUSY when no free handle turned up.
func (b *book) open(tx *store.Tx, o origin, p Proposal, usernames [2]string) (Deal, error) {
	p.ID = tx.NewID()
	for try := 0; ; try++ {
		if try == handleTries {
			return Deal{}, fault.New(fault.Busy, "deals.refuse.handles")
		}
		var random [handleBytes]byte
		tx.Random(random[:])
		p.Handle = formatHandle(random[:])
		taken, err := handleTaken(tx, p.Handle)
		if err != nil {
			return Deal{}, err
		}
		if !taken {
			break
		}
	}
	d, event := Open(p, tx.Now())
	if err := insertDeal(tx, d); err != nil {
		return Deal{}, err
	}
	return d, b.record(tx, o, Deal{}, d, event,
		audit.Text{Kind: textUsernameA, Text: usernames[0], Author: o.person},
		audit.Text{Kind: textUsernameB, Text: usernames[1], Author: o.person})
}

// act applies one command to a deal and records it: one accepted command, one
// event. It returns the deal as it stands now.
func (b *book) act(tx *store.Tx, o origin, d Deal, c Command, texts ...audit.Text) (Deal, Event, error) {
	after, event, err := Apply(d, c, tx.Now())
	if err != nil {
		return Deal{}, Event{}, err
	}
	if err := updateDeal(tx, d, after); err != nil {
		return Deal{}, Event{}, err
	}
	return after, event, b.record(tx, o, d, after, event, texts...)
}

// record appends an event of a deal to the audit log and tells the subscribers.
func (b *book) record(tx *store.Tx, o origin, before, after Deal, e Event, texts ...audit.Text) error {
	actor, as := audit.Actor(o.person), e.as()
	switch {
	case e.Type == EventResolved:
		as = o.role
	case e.By == Neither:
		actor = audit.System
	}
	policy, err := b.Policy(tx)
	if err != nil {
		return err
	}
	logged, err := audit.Append(tx, audit.Event{
		Type: e.Type, Deal: after.ID, DealSeq: e.Version, From: string(e.From), To: string(e.To),
		Actor: actor, As: as, Community: after.Community, Via: o.via, Policy: policy, Req: o.key,
		D: e.fields(after), Texts: texts,
	})
	if err != nil {
		return wrap("record "+e.Type, err)
	}
	happened := Happening{Before: before, After: after, Event: e, Seq: logged.Seq, At: logged.At}
	for _, tell := range b.Subscribers {
		if err := tell(tx, happened); err != nil {
			return wrap("tell of "+e.Type, err)
		}
	}
	return nil
}

// sweep does what time alone has done to a deal, before anybody acts on it.
func (b *book) sweep(tx *store.Tx, o origin, d Deal) (Deal, error) {
	if !d.SweepDue(tx.Now()) {
		return d, nil
	}
	after, event, err := b.act(tx, o, d, Command{Act: ActSweep})
	if err != nil {
		return Deal{}, err
	}
	return after, b.tellSwept(tx, after, event)
}

// checkCreate refuses, with a fault, a deal over the initiator's limits.
func (b *book) checkCreate(tx *store.Tx, person, community, counterparty string, t Terms, dayStart, dayEnd time.Time) error {
	limits, err := b.Settings(tx, community)
	if err != nil {
		return err
	}
	use := Use{}
	if use.Open, err = openUse(tx, person, community); err != nil {
		return err
	}
	if use.Pair, err = pairUse(tx, person, counterparty); err != nil {
		return err
	}
	if use.Points, use.Whole, err = volumeUse(tx, person, community, dayStart); err != nil {
		return err
	}
	return limits.CheckCreate(use, t, dayEnd)
}

// checkJoin refuses, with a fault, that a counterparty takes on one more deal.
func (b *book) checkJoin(tx *store.Tx, person, community string) error {
	limits, err := b.Settings(tx, community)
	if err != nil {
		return err
	}
	open, err := openUse(tx, person, community)
	if err != nil {
		return err
	}
	return limits.CheckOpen(open)
}

// checkCooldown refuses, with a fault, a dispute too soon after the last one.
func (b *book) checkCooldown(tx *store.Tx, person, community string) error {
	limits, err := b.Settings(tx, community)
	if err != nil {
		return err
	}
	last, err := lastDispute(tx, person, community)
	if err != nil {
		return err
	}
	return limits.CheckCooldown(last, tx.Now())
}
