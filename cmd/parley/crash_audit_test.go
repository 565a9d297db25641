package main

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// crashLedger is what the database holds at the end, as far as it is compared.
type crashLedger struct {
	persons map[string]chat.UserRef // by id
	handles map[string]string       // of deals, by id
	events  map[string][]audit.Record
	letters []crashLetter
}

// audit opens the database, once the bot has left it, and compares it with
// itself and with what people were told.
func (w *crashWorld) audit() {
	w.t.Helper()
	c := crashConfig(w.orders.Database, w.orders.URL)
	o := house.Ledger(c)
	o.Logger, o.Now, o.Migrations = slog.New(slog.DiscardHandler), w.orders.now, bot.Migrations(house.Apps(c, nil))
	s, err := store.Open(w.ctx, o)
	if err != nil {
		w.t.Fatal(err)
	}
	var l crashLedger
	err = s.Read(w.ctx, func(tx *store.Tx) error {
		if err := crashSound(tx); err != nil {
			w.t.Error(err)
		}
		if err := audit.Verify(tx); err != nil {
			w.t.Error(err)
		}
		if err := l.load(tx); err != nil {
			return err
		}
		return l.replay(w.t, tx)
	})
	if err := errors.Join(err, s.Close()); err != nil {
		w.t.Fatal(err)
	}
	w.checkActs(l)
	w.checkNotes(l)
	w.checkLetters(l)
	w.checkNews(l)
}

// crashSound asks the database whether it is in order.
func crashSound(tx *store.Tx) error {
	if tx.Dialect() == store.Postgres {
		return nil // which a kill of the bot cannot hurt
	}
	var verdict string
	if err := tx.SQL().Row(`SELECT integrity_check FROM pragma_integrity_check`, nil, &verdict); err != nil || verdict != "ok" {
		return fmt.Errorf("integrity check: %q, %w", verdict, err)
	}
	return tx.SQL().Rows(`SELECT "table", "parent" FROM pragma_foreign_key_check`, nil, func(scan func(...any) error) error {
		var table, parent string
		if err := scan(&table, &parent); err != nil {
			return err
		}
		return fmt.Errorf("a row of %s refers to a row of %s that is not there", table, parent)
	})
}

func (l *crashLedger) load(tx *store.Tx) error {
	l.persons, l.handles, l.events = map[string]chat.UserRef{}, map[string]string{}, map[string][]audit.Record{}
	err := tx.SQL().Rows(`SELECT person_id, platform, user_id FROM accounts_identities`, nil,
		func(scan func(...any) error) error {
			var person string
			var ref chat.UserRef
			err := scan(&person, &ref.Platform, &ref.ID)
			l.persons[person] = ref
			return err
		})
	if err != nil {
		return err
	}
	err = tx.SQL().Rows(`SELECT id, handle FROM deals_deals`, nil, func(scan func(...any) error) error {
		var id, handle string
		err := scan(&id, &handle)
		l.handles[id] = handle
		return err
	})
	if err != nil {
		return err
	}
	for id := range l.handles {
		if l.events[id], err = audit.OfDeal(tx, id); err != nil {
			return err
		}
	}
	return l.loadLetters(tx)
}

// actor is the account behind an event; zero for the clock.
func (l *crashLedger) actor(e audit.Record) chat.UserRef {
	if e.Actor == audit.System {
		return chat.UserRef{}
	}
	return l.persons[e.Actor[len(audit.Actor("")):]]
}

// checkActs finds every acknowledged act once in the log, those of one person on
// a deal in the order of acting, and nothing else but what the clock did.
func (w *crashWorld) checkActs(l crashLedger) {
	w.t.Helper()
	w.figures.deals = len(l.events)
	for id, events := range l.events {
		recorded := map[chat.UserRef][]string{}
		for _, e := range events {
			if who := l.actor(e); !who.IsZero() {
				recorded[who] = append(recorded[who], e.Type)
			}
		}
		told := w.acts[l.handles[id]]
		if fmt.Sprint(recorded) != fmt.Sprint(told) {
			w.t.Errorf("deal %s: recorded %v, acknowledged %v", l.handles[id], recorded, told)
		}
		delete(w.acts, l.handles[id])
	}
	for handle, acts := range w.acts {
		w.t.Errorf("deal %s does not exist, although these acts were acknowledged: %v", handle, acts)
	}
}

// checkNotes finds each note once, with those of one author in the order of writing.
func (w *crashWorld) checkNotes(l crashLedger) {
	w.t.Helper()
	var all []audit.Record
	for _, events := range l.events {
		all = append(all, events...)
	}
	slices.SortFunc(all, func(a, b audit.Record) int { return int(a.Seq - b.Seq) })
	found := map[chat.UserRef][]string{}
	for _, e := range all {
		for _, text := range e.Texts {
			if text.Kind == "note" {
				found[l.persons[text.Author]] = append(found[l.persons[text.Author]], text.Text)
			}
		}
	}
	for ref, p := range w.people {
		if !slices.Equal(found[ref], p.notes) {
			w.t.Errorf("%s wrote %q, and the log has %q", ref, p.notes, found[ref])
		}
	}
}
