package reminders

import (
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// insertWaiting has a reminder wait, unless it does already or was told before.
func insertWaiting(tx *store.Tx, w waiting) error {
	_, err := tx.SQL().Exec(`INSERT INTO reminders_waiting (deal, side, kind, due_at, at, person, platform, account)
		SELECT ?, ?, ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM reminders_sent
		WHERE deal = ? AND side = ? AND kind = ? AND due_at = ?) ON CONFLICT DO NOTHING`,
		w.Deal, string(w.Side), string(w.Kind), store.Millis(w.Of), store.Millis(w.At), w.Person, string(w.Ref.Platform), w.Ref.ID,
		w.Deal, string(w.Side), string(w.Kind), store.Millis(w.Of))
	return wrap("plan", err)
}

const (
	selectFirst = `SELECT person FROM reminders_waiting WHERE at <= ? ORDER BY at LIMIT 1`
	selectRipe  = `SELECT deal, side, kind, due_at, at, platform, account FROM reminders_waiting
		WHERE person = ? AND at <= ? ORDER BY at, deal, side, kind LIMIT ?`
)

// firstRipe returns whose reminder has been ripe for longest, "" for mediators.
func firstRipe(tx *store.Tx, until time.Time) (person string, found bool, err error) {
	err = tx.SQL().Row(selectFirst, []any{store.Millis(until)}, &person)
	if errors.Is(err, store.ErrNotFound) {
		return "", false, nil
	}
	return person, err == nil, wrap("look for what is due", err)
}

// ripeOf returns what a person, or for "" the mediators, may be told by now.
func ripeOf(tx *store.Tx, person string, until time.Time, limit int) ([]waiting, error) {
	var all []waiting
	err := tx.SQL().Rows(selectRipe, []any{person, store.Millis(until), limit}, func(scan func(...any) error) error {
		w := waiting{Person: person}
		var of, at int64
		err := scan(&w.Deal, &w.Side, &w.Kind, &of, &at, &w.Ref.Platform, &w.Ref.ID)
		w.Of, w.At = store.Time(of), store.Time(at)
		all = append(all, w)
		return err
	})
	return all, wrap("list what is due", err)
}

// keepSent remembers for ever that a reminder was told, or will not be. It
// reports false where that was known.
func keepSent(tx *store.Tx, w waiting, told bool) (fresh bool, err error) {
	n, err := tx.SQL().Exec(`INSERT INTO reminders_sent (deal, side, kind, due_at, at, told) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`,
		w.Deal, string(w.Side), string(w.Kind), store.Millis(w.Of), store.Millis(tx.Now()), told)
	return n == 1, wrap("remember", err)
}

func drop(tx *store.Tx, w waiting) error {
	_, err := tx.SQL().Exec(`DELETE FROM reminders_waiting WHERE deal = ? AND side = ? AND kind = ?`,
		w.Deal, string(w.Side), string(w.Kind))
	return wrap("drop", err)
}

func postpone(tx *store.Tx, w waiting, until time.Time) error {
	_, err := tx.SQL().Exec(`UPDATE reminders_waiting SET at = ? WHERE deal = ? AND side = ? AND kind = ?`,
		store.Millis(until), w.Deal, string(w.Side), string(w.Kind))
	return wrap("postpone", err)
}

// forget ends everything that waits for a deal, quiet included.
func forget(tx *store.Tx, deal string) error {
	if _, err := tx.SQL().Exec(`DELETE FROM reminders_waiting WHERE deal = ?`, deal); err != nil {
		return wrap("forget", err)
	}
	_, err := tx.SQL().Exec(`DELETE FROM reminders_snoozes WHERE deal = ?`, deal)
	return wrap("forget", err)
}

func forgetSide(tx *store.Tx, deal string, side Side) error {
	_, err := tx.SQL().Exec(`DELETE FROM reminders_waiting WHERE deal = ? AND side = ?`, deal, string(side))
	return wrap("forget a side", err)
}

// moveWaiting gives an account's reminders to another person.
func moveWaiting(tx *store.Tx, ref chat.UserRef, from, to string) error {
	_, err := tx.SQL().Exec(`UPDATE reminders_waiting SET person = ? WHERE person = ? AND platform = ? AND account = ?`,
		to, from, string(ref.Platform), ref.ID)
	return wrap("follow", err)
}

func keepSnooze(tx *store.Tx, deal string, side Side, until time.Time) error {
	_, err := tx.SQL().Exec(`INSERT INTO reminders_snoozes (deal, side, until) VALUES (?, ?, ?)
		ON CONFLICT (deal, side) DO UPDATE SET until = excluded.until`, deal, string(side), store.Millis(until))
	return wrap("snooze", err)
}

// snoozedUntil returns until when a party has quiet, zero where it never asked.
func snoozedUntil(tx *store.Tx, deal string, side Side) (time.Time, error) {
	var until int64
	err := tx.SQL().Row(`SELECT until FROM reminders_snoozes WHERE deal = ? AND side = ?`, []any{deal, string(side)}, &until)
	if errors.Is(err, store.ErrNotFound) {
		return time.Time{}, nil
	}
	return store.Time(until), wrap("look for quiet", err)
}

func wrap(action string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("reminders: %s: %w", action, err)
}
