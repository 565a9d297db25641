package reminders

import (
	"slices"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// mediated is how many deals of mediators one transaction looks at.
const mediated = 50

// callMediators tells whoever can decide them of deals that have waited for long:
// each mediator, and each place for mediators, in one message.
func (s *Service) callMediators(tx *store.Tx, until time.Time) error {
	rows, err := ripeOf(tx, "", until, mediated)
	if err != nil {
		return err
	}
	persons, places := map[string][]item{}, map[chat.PlaceRef][]item{}
	for _, w := range rows {
		d, holds, err := s.judge(tx, w, until)
		if err != nil {
			return err
		}
		if !holds {
			continue
		}
		fresh, err := keepSent(tx, w, true)
		if err != nil {
			return err
		}
		if err := drop(tx, w); err != nil {
			return err
		}
		if !fresh {
			continue
		}
		who, place, err := s.Mediators(tx, d.ID)
		if err != nil {
			return err
		}
		one := item{Deal: d, kind: w.Kind}
		for _, person := range who {
			persons[person] = append(persons[person], one)
		}
		if !place.IsZero() {
			places[place] = append(places[place], one)
		}
	}
	if err := s.tellPersons(tx, persons); err != nil {
		return err
	}
	for place, items := range places {
		if err := s.tell(tx, outbox.Notification{Place: place}, items); err != nil {
			return err
		}
	}
	return nil
}

func (s *Service) tellPersons(tx *store.Tx, bundles map[string][]item) error {
	var all []string
	for person := range bundles {
		all = append(all, person)
	}
	slices.Sort(all)
	for _, person := range all {
		wanted, err := wants(tx, person, func(p accounts.Person) bool { return p.Reminders })
		if err != nil {
			return err
		}
		if !wanted {
			continue
		}
		if err := s.tell(tx, outbox.Notification{Person: person}, bundles[person]); err != nil {
			return err
		}
	}
	return nil
}

// tell queues what mediators read.
func (s *Service) tell(tx *store.Tx, n outbox.Notification, items []item) (err error) {
	n.Kind = "reminders.mediate"
	if n.Message, err = mediation(tx, n.Person, items); err != nil {
		return err
	}
	_, _, err = outbox.Notify(tx, n)
	return err
}

// mediation is what a mediator reads or, for person "", a place. There anybody
// may be reading: it names no party, and whoever may see a deal gets it privately.
func mediation(tx *store.Tx, person string, items []item) (chat.Message, error) {
	m := chat.Message{Document: chat.Document{chat.Title(chat.T("reminders.mediate.title", count(len(items))))}}
	for _, kind := range []Kind{KindDisputed, KindOverdue} {
		lines, err := linesOf(tx, person, items, kind)
		if err != nil {
			return m, err
		}
		if len(lines) > 0 {
			m.Document = append(m.Document, chat.Paragraph(chat.T("reminders.mediate."+string(kind))), chat.List(lines...))
		}
	}
	for _, one := range items[:min(len(items), mostRows)] {
		view := labelled(one, len(items), "view", chat.StyleSecondary, one.View)
		if person == "" {
			open := *one.View
			open.Open = true
			view.Action = &open
			m.Rows = append(m.Rows, chat.Buttons(view))
			continue
		}
		resolve := labelled(one, len(items), "resolve", chat.StylePrimary, one.Resolve)
		m.Rows = append(m.Rows, chat.Buttons(resolve, view))
	}
	return m, nil
}
