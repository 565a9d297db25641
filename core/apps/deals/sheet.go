package deals

import (
	"cmp"
	"errors"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// The kinds of texts that people write on a deal. They stand in hashed bytes:
// never rename one.
const (
	textUsernameA = "username_a"
	textUsernameB = "username_b"
	textNote      = "note"
	textReason    = "reason"
)

// sheet is a deal with all that a reader sees of it and the deal itself does
// not hold: words, names, where it belongs. What was erased is "".
type sheet struct {
	Deal
	usernames [2]string // A's and B's, on the deal's network
	names     [2]string // display names
	community string    // its name; "" where a deal belongs to none
	mediators []string  // names of those who mediate there
	role      string    // the name of the role whose holders mediate there
	adminA    bool      // A administers the community
	barred    bool      // a new deal between the two would be refused
	reason    string    // why it was cancelled, in a party's words
	notes     []note
	acted     [2]time.Time // when A and B last did something to the deal
}

// note is what a party added to the record.
type note struct {
	by   Side
	at   time.Time
	text string
}

// loadSheet reads what belongs to a deal. Who mediates matters to somebody who
// is about to agree, so it is looked up while the deal is pending only; whether
// it could be proposed again, once it is cancelled.
func (b *book) loadSheet(tx *store.Tx, d Deal) (sheet, error) {
	events, err := audit.OfDeal(tx, d.ID)
	if err != nil {
		return sheet{}, err
	}
	return b.sheetOf(tx, d, events)
}

func (b *book) sheetOf(tx *store.Tx, d Deal, events []audit.Record) (sheet, error) {
	s := sheet{Deal: d}
	for _, e := range events {
		switch e.As {
		case asPartyA:
			s.acted[0] = e.At
		case asPartyB:
			s.acted[1] = e.At
		}
		for _, text := range e.Texts {
			s.read(e, text)
		}
	}
	for i, party := range []Party{d.A, d.B} {
		name, err := nameOf(tx, party)
		if err != nil {
			return s, err
		}
		s.names[i] = name
	}
	if d.Status == Cancelled && d.Claimed() {
		var err error
		if s.barred, err = barred(tx, d.A.Person, d.B.Person); err != nil {
			return s, err
		}
	}
	return s, b.locate(tx, &s)
}

// read takes one text of the log. Usernames and the reason stand there once; of
// notes there may be many.
func (s *sheet) read(e audit.Record, text audit.Text) {
	switch text.Kind {
	case textUsernameA:
		s.usernames[0] = text.Text
	case textUsernameB:
		s.usernames[1] = text.Text
	case textReason:
		s.reason = text.Text
	case textNote:
		s.notes = append(s.notes, note{by: Side(e.Detail("party")), at: e.At, text: text.Text})
	}
}

// locate finds the community and, for a pending deal, who has a say there.
func (b *book) locate(tx *store.Tx, s *sheet) error {
	if s.Community == "" {
		return nil
	}
	community, err := communities.Get(tx, s.Community)
	if err != nil {
		return err
	}
	s.community = community.Name
	if s.Status != Pending {
		return nil
	}
	standing, err := communities.StandingOf(tx, s.Community, s.A.Person)
	if err != nil {
		return err
	}
	s.adminA, s.role = standing.Administrator, cmp.Or(community.MediatorRole, b.MediatorRole)
	mediators, err := communities.Mediators(tx, s.Community)
	if err != nil {
		return err
	}
	for _, m := range mediators {
		name, err := personName(tx, m.PersonID)
		if err != nil {
			return err
		}
		s.mediators = append(s.mediators, name)
	}
	return nil
}

// name is the display name of a side, username what it is called on the network.
func (s *sheet) name(side Side) string     { return pick(s.names, side) }
func (s *sheet) username(side Side) string { return pick(s.usernames, side) }

func pick[T any](of [2]T, side Side) T {
	if side == SideB {
		return of[1]
	}
	return of[0]
}

// nameOf is what to call a party: the display name of its account, else the
// account itself, which always identifies it.
func nameOf(tx *store.Tx, p Party) (string, error) {
	if p.Person == "" {
		return "", nil
	}
	id, err := accounts.Lookup(tx, p.Identity)
	if errors.Is(err, store.ErrNotFound) {
		return p.Identity.String(), nil
	}
	return app.NameOf(id), err
}

// personName is for people who are not in the deal, such as mediators; any of
// their accounts will do.
func personName(tx *store.Tx, person string) (string, error) {
	ids, err := accounts.Identities(tx, person)
	if err != nil || len(ids) == 0 {
		return person, err
	}
	return app.NameOf(ids[0]), nil
}
