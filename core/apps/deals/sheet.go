package deals

import (
	"cmp"
	"strings"
	"time"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
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
	textDecision  = "decision" // a mediator's note
)

// sheet is a deal with all that a reader sees of it and the deal itself does
// not hold: words, names, where it belongs. What was erased is "".
type sheet struct {
	Deal
	usernames [2]string         // A's and B's, on the deal's network
	names     [2]string         // display names
	community string            // its name; "" where a deal belongs to none
	mediators []string          // names of those who mediate there
	role      string            // the name of the role whose holders mediate there
	adminA    bool              // A administers the community
	barred    bool              // a new deal between the two would be refused
	scores    [2]chat.Node      // what A's and B's reputation is, as the other sees it; zero: not shown
	receipts  bool              // there are receipts
	reason    string            // why it was cancelled, in a party's words
	dispute   string            // why it was last disputed
	staff     map[string]string // names of those who decided, by the actor of the event
	decision  decision          // the last one of a mediator
	notes     []note
	acted     [2]time.Time // when A and B last did something to the deal
}

// note is what a party added to the record.
type note struct {
	by   Side
	at   time.Time
	text string
}

// decision is what a mediator decided, and why; Result is "" for none.
type decision struct {
	Result  Status
	atFault string
	by      string // name
	at      time.Time
	note    string
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
	s := sheet{Deal: d, receipts: b.Receipt != nil, staff: map[string]string{}}
	for _, e := range events {
		if err := s.readEvent(tx, e); err != nil {
			return s, err
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
	if err := b.judge(tx, &s); err != nil {
		return s, err
	}
	return s, b.locate(tx, &s)
}

// judge finds what each party may know of the other's reputation before it
// agrees.
func (b *book) judge(tx *store.Tx, s *sheet) (err error) {
	if b.Score == nil || s.Status != Pending {
		return nil
	}
	if s.scores[0], err = b.Score(tx, s.A.Person, s.B.Person); err != nil || !s.Claimed() {
		return err
	}
	s.scores[1], err = b.Score(tx, s.B.Person, s.A.Person)
	return err
}

// readEvent takes what an event says of who acted.
func (s *sheet) readEvent(tx *store.Tx, e audit.Record) error {
	switch {
	case e.As == asPartyA:
		s.acted[0] = e.At
	case e.As == asPartyB:
		s.acted[1] = e.At
	case e.Type == EventResolved:
		name, err := personName(tx, strings.TrimPrefix(e.Actor, audit.Actor("")))
		if err != nil {
			return err
		}
		s.staff[e.Actor] = name
		s.decision = decision{Result: Status(e.Detail("result")), atFault: e.Detail("at_fault"), by: name, at: e.At}
	}
	return nil
}

// read takes one text of the log. Usernames and the reason of a cancellation
// stand there once; of notes there may be many, and of what else belongs to a
// dispute the last counts.
func (s *sheet) read(e audit.Record, text audit.Text) {
	switch text.Kind {
	case textUsernameA:
		s.usernames[0] = text.Text
	case textUsernameB:
		s.usernames[1] = text.Text
	case textReason:
		if e.Type == EventDisputed {
			s.dispute = text.Text
			return
		}
		s.reason = text.Text
	case textDecision:
		s.decision.note = text.Text
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
