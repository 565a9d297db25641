package deals

import (
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

// How often somebody may name a deal that is not theirs, or a code that is
// wrong, before guessing has to pause.
const (
	missesAnHour = 20
	codesAnHour  = 5
	guessWindow  = time.Hour
)

// find returns the deal that the argument deal_id names and the caller's side.
// Unknown and foreign deals look the same. It changes nothing.
func (b *book) find(tx *store.Tx, r *app.Request) (Deal, Side, error) {
	d, err := b.named(tx, r, r.Text("deal_id"))
	if err != nil {
		return Deal{}, Neither, err
	}
	side := d.SideOf(r.Person.ID)
	if side == Neither {
		return Deal{}, Neither, missed(tx, r)
	}
	return d, side, nil
}

// mine is find for a command that changes something: what is due by the clock
// happens first.
func (b *book) mine(tx *store.Tx, r *app.Request) (Deal, Side, error) {
	d, side, err := b.find(tx, r)
	if err != nil {
		return Deal{}, Neither, err
	}
	d, err = b.sweep(tx, originOf(r), d)
	return d, side, err
}

// named returns the deal of a handle, whoever asks.
func (b *book) named(tx *store.Tx, r *app.Request, typed string) (Deal, error) {
	handle, ok := ParseHandle(typed)
	if !ok {
		return Deal{}, refuseHandle()
	}
	d, err := loadByHandle(tx, handle)
	if errors.Is(err, store.ErrNotFound) {
		return Deal{}, missed(tx, r)
	}
	return d, err
}

// staff reports whether the caller may look at a deal of others: in its
// community, not in the one where the command is typed.
func (b *book) staff(tx *store.Tx, r *app.Request, d Deal) (role string, err error) {
	if r.Owner != nil && r.Owner(r.Person.ID) {
		return "owner", nil
	}
	if d.Community == "" {
		return "", nil
	}
	standing, err := communities.StandingOf(tx, d.Community, r.Person.ID)
	switch {
	case err != nil:
		return "", err
	case standing.Administrator:
		return "administrator", nil
	case standing.Mediator:
		return "mediator", nil
	}
	return "", nil
}

// missed refuses a deal that is not the caller's and counts the try. After too
// many, nothing but one's own deals is found for an hour.
func missed(tx *store.Tx, r *app.Request) error {
	return guessed(tx, "deals.deal:"+r.Person.ID, missesAnHour, fault.New(fault.NotFound, "deals.refuse.not_found").On("deal_id"))
}

// wrongCode refuses a code that is not valid and counts the try.
func wrongCode(tx *store.Tx, r *app.Request) error {
	return guessed(tx, codeKey(r), codesAnHour, fault.New(fault.NotFound, "deals.refuse.invitation"))
}

func codeKey(r *app.Request) string { return "deals.code:" + r.Identity.Ref.String() }

func guessed(tx *store.Tx, key string, most int, refusal *fault.Fault) error {
	if err := checkGuesses(tx, key, most); err != nil {
		return err
	}
	return app.Refuse(refusal, func(tx *store.Tx) error { return accounts.Bump(tx, key, guessWindow) })
}

func checkGuesses(tx *store.Tx, key string, most int) error {
	n, freesAt, err := accounts.Count(tx, key, guessWindow)
	if err != nil || n < most {
		return err
	}
	return fault.New(fault.Limit, "deals.limit.tries", chat.Args{"when": chat.Time(freesAt, chat.StyleRelative)})
}

// asOf is the deal as it stands at an instant, for readers who cannot record
// that the clock moved it.
func asOf(d Deal, now time.Time) Deal {
	after, _, err := Apply(d, Command{Act: ActSweep}, now)
	if err != nil {
		return d
	}
	return after
}
