package deals

import (
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// undelivered says which party the latest news did not reach. A reader who was
// one of them knows it now, which is kept; a reading command runs once more for
// that, where it can write.
func (s *sheet) undelivered(tx *store.Tx, reader Side) ([]chat.Node, error) {
	outcomes, err := outbox.Status(tx, s.ID)
	if err != nil {
		return nil, err
	}
	latest := map[chat.UserRef]outbox.Outcome{}
	for _, o := range outcomes {
		latest[o.Prefer] = o
	}
	var doc []chat.Node
	for _, side := range []Side{SideA, SideB} {
		if s.Party(side).erased() {
			continue
		}
		missed, err := s.missed(tx, side, latest[s.Party(side).Identity])
		switch {
		case err != nil:
			return nil, err
		case missed && side == reader:
			err = markSeen(tx, s.ID, side)
		case missed:
			doc = append(doc, chat.Paragraph(chat.T("deals.view.undelivered", chat.Args{"name": s.called(side)})))
		}
		if err != nil {
			return nil, err
		}
	}
	return doc, nil
}

// missed reports whether news did not reach a party that has neither done
// anything to the deal nor looked at it since.
func (s *sheet) missed(tx *store.Tx, side Side, news outbox.Outcome) (bool, error) {
	if !news.State.Failed() || pick(s.acted, side).After(news.At) {
		return false, nil
	}
	seen, err := seenAt(tx, s.ID, side)
	return !seen.After(news.At), err
}
