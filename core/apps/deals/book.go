package deals

import (
	"cmp"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// Options are the settings of the app. They hold where a community has not set
// its own.
type Options struct {
	MaxOpen   int   // open deals of a person in a community; 0 takes 10
	MaxVolume int64 // points, or whole unrated units, a day; 0 takes 50,000
	// MediatorRole is the name of the role whose holders mediate where a
	// community names no other; "" takes communities.DefaultMediatorRole.
	MediatorRole string
	// Units answers for units that an owner registered; nil where there are none.
	Units func(tx *store.Tx, code string) (scale int, ok bool)
	// Opens reports whether a start link leads people of a platform to the bot.
	// Nil takes it for all, so that a link is shown wherever there is one.
	Opens func(chat.Platform) bool
}

// book is where everything that happens to a deal is written: the deal, its
// event and its notices, in the transaction of whoever caused it.
type book struct{ Options }

func newBook(o Options) *book {
	if o.MaxOpen == 0 {
		o.MaxOpen = 10
	}
	if o.MaxVolume == 0 {
		o.MaxVolume = 50_000
	}
	o.MediatorRole = cmp.Or(o.MediatorRole, communities.DefaultMediatorRole)
	if o.Opens == nil {
		o.Opens = func(chat.Platform) bool { return true }
	}
	return &book{o}
}

// origin is who acted, by which way and under which request key, as the audit
// log records it.
type origin struct{ person, via, key string }

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
	return d, b.record(tx, o, d, event,
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
	return after, event, b.record(tx, o, after, event, texts...)
}

// record appends an event of a deal to the audit log.
func (b *book) record(tx *store.Tx, o origin, d Deal, e Event, texts ...audit.Text) error {
	actor := audit.Actor(o.person)
	if e.By == Neither {
		actor = audit.System
	}
	_, err := audit.Append(tx, audit.Event{
		Type: e.Type, Deal: d.ID, DealSeq: e.Version, From: string(e.From), To: string(e.To),
		Actor: actor, As: e.as(), Community: d.Community, Via: o.via, Req: o.key,
		D: e.fields(d), Texts: texts,
	})
	return wrap("record "+e.Type, err)
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

// caps are the limits in a community.
func (b *book) caps() Caps { return Caps{MaxOpen: b.MaxOpen, MaxVolume: b.MaxVolume} }

// checkCreate refuses, with a fault, a deal over the initiator's limits.
func (b *book) checkCreate(tx *store.Tx, person, community, counterparty string, t Terms, dayStart, dayEnd time.Time) error {
	use := Use{}
	var err error
	if use.Open, err = openUse(tx, person, community); err != nil {
		return err
	}
	if use.Pair, err = pairUse(tx, person, counterparty); err != nil {
		return err
	}
	if use.Points, use.Whole, err = volumeUse(tx, person, community, dayStart); err != nil {
		return err
	}
	return b.caps().CheckCreate(use, t, dayEnd)
}

// checkJoin refuses, with a fault, that a counterparty takes on one more deal.
func (b *book) checkJoin(tx *store.Tx, person, community string) error {
	open, err := openUse(tx, person, community)
	if err != nil {
		return err
	}
	return b.caps().CheckOpen(open)
}
