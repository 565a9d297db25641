package reminders

import (
	"errors"
	"slices"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

const (
	// mostCounted is how many open deals a digest knows of, mostListed how many of
	// them it shows, those that end first.
	mostCounted = 1000
	mostListed  = 50
)

// digest is the job that gives one person the digest of a week. Whoever moved
// the hour or the zone meanwhile gets it when they want it now.
func (s *Service) digest(tx *store.Tx, j jobs.Job, _ []byte) error {
	p, err := accounts.Get(tx, j.Subject)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	begun := sunday(j.Due)
	at := digestAt(p, begun)
	if at.After(tx.Now()) {
		_, err := jobs.Schedule(tx, jobs.Job{Kind: jobDigest, Subject: j.Subject, Due: at})
		return err
	}
	if at.Before(j.Due) {
		at = j.Due
	}
	if !tx.Now().Before(at.Add(latest)) || !p.Digest || p.Blocked {
		return nil
	}
	open, err := s.digested(tx, p.ID)
	if err != nil || len(open) == 0 {
		return err
	}
	fresh, err := keepDigest(tx, p.ID, weekOf(begun))
	if err != nil || !fresh {
		return err
	}
	message, err := s.digestOf(tx, p.ID, open)
	if err != nil {
		return err
	}
	_, _, err = outbox.Notify(tx, outbox.Notification{
		Person: p.ID, Kind: "reminders.digest", Message: message, Priority: outbox.Bulk, Expires: at.Add(latest),
	})
	return err
}

// digested are a person's open deals in communities that have a digest, the one
// that ends first on top.
func (s *Service) digested(tx *store.Tx, person string) ([]Deal, error) {
	open, err := s.Open(tx, person, mostCounted)
	if err != nil {
		return nil, err
	}
	wanted := map[string]bool{}
	for _, d := range open {
		if _, known := wanted[d.Community]; known {
			continue
		}
		if _, wanted[d.Community], err = s.Settings(tx, d.Community); err != nil {
			return nil, err
		}
	}
	open = slices.DeleteFunc(open, func(d Deal) bool { return !wanted[d.Community] })
	slices.SortStableFunc(open, func(a, b Deal) int { return a.DueAt.Compare(b.DueAt) })
	return open, nil
}

// digestOf is what a person reads of all of them, and the buttons for those that
// wait for this person.
func (s *Service) digestOf(tx *store.Tx, person string, open []Deal) (chat.Message, error) {
	var lines []chat.Node
	var mine []Deal
	for i, d := range open {
		side, _ := d.sideOf(person)
		waits := d.party(side).Waits
		if waits {
			mine = append(mine, d)
		}
		if i >= mostListed {
			continue
		}
		line, err := d.Line(tx, person)
		if err != nil {
			return chat.Message{}, err
		}
		line = chat.T("reminders.ends", chat.Args{"deal": line, "when": chat.Time(d.DueAt, chat.StyleDateTime)})
		if waits {
			line = chat.Span(line, chat.Text(" · "), chat.T("reminders.digest.yours"))
		}
		lines = append(lines, line)
	}
	m := chat.Message{Document: chat.Document{
		chat.Title(chat.T("reminders.digest.title")),
		chat.Paragraph(chat.T("reminders.digest.count", count(len(open)))),
		chat.List(lines...),
	}}
	if more := len(open) - len(lines); more > 0 {
		m.Document = append(m.Document, chat.Paragraph(chat.T("reminders.digest.more", count(more))))
	}
	m.Document = append(m.Document,
		chat.Paragraph(chat.T("reminders.digest.total", chat.Args{"amounts": totals(open)})),
		chat.Paragraph(chat.T("reminders.digest.off", chat.Args{"command": chat.Code("/notifications")})))
	for _, d := range mine[:min(len(mine), mostRows)] {
		m.Rows = append(m.Rows, digestRow(d, len(mine)))
	}
	m.Rows = s.withList(m.Rows, true)
	return m, nil
}

// digestRow acts on a deal that waits: whoever has to confirm sees it first.
func digestRow(d Deal, of int) chat.Row {
	view := labelled(item{Deal: d}, of, "view", chat.StyleSecondary, d.View)
	if d.Phase == Idle {
		return chat.Buttons(view)
	}
	return chat.Buttons(labelled(item{Deal: d}, of, "complete", chat.StylePrimary, d.Complete), view)
}
