package operator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// pause is how long a community waits between two backups it asks for.
const pause = time.Hour

// asked is a backup that somebody waits for.
type asked struct {
	By        chat.UserRef `json:"by"`
	As        string       `json:"as"`
	Community string       `json:"community"`
	Req       string       `json:"req"`
}

// askBackup is /admin backup. It only asks: making one takes longer than anybody
// may hold up the others.
func askBackup(tx *store.Tx, r *app.Request) (app.Response, error) {
	last, err := lastAsked(tx, r.Community.ID)
	if err != nil {
		return app.Response{}, err
	}
	if frees := last.Add(pause); !last.IsZero() && tx.Now().Before(frees) {
		return app.Response{}, fault.New(fault.Limit, "operator.backup.limit", chat.Args{
			"last": chat.Time(last, chat.StyleRelative), "frees": chat.Time(frees, chat.StyleRelative),
		})
	}
	payload, err := json.Marshal(asked{By: r.Identity.Ref, As: role(r), Community: r.Community.ID, Req: r.Key})
	if err != nil {
		return app.Response{}, fmt.Errorf("operator: ask for a backup: %w", err)
	}
	if err := setAsked(tx, r.Community.ID, tx.Now()); err != nil {
		return app.Response{}, err
	}
	_, err = jobs.Schedule(tx, jobs.Job{Kind: kindBackup, Subject: tx.NewID(), Due: tx.Now(), Payload: payload})
	return app.Say("operator.backup.begun"), err
}

func role(r *app.Request) string {
	switch {
	case r.Standing.Mediator:
		return "mediator"
	case r.Standing.Administrator:
		return "administrator"
	}
	return "owner"
}

// outcome is what came of work outside the transaction. A failure is an outcome
// too: it is told at once, and the next night is another try.
type outcome struct {
	Backup  Backup `json:"backup"`
	Failure string `json:"failure"`
}

// makeBackup runs outside any transaction.
func (s *Service) makeBackup(ctx context.Context, _ jobs.Job) ([]byte, error) {
	made, err := s.Backup(ctx)
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, ctx.Err() // everything stops; it is tried again after the start
	}
	o := outcome{Backup: made}
	if err != nil {
		s.Logger.Error("operator: the backup failed", "err", err)
		o.Failure = short(err.Error())
	}
	return json.Marshal(o)
}

// night records the backup of every night.
func (s *Service) night(tx *store.Tx, j jobs.Job, result []byte) error {
	o, err := s.record(tx, j, result, audit.Event{Actor: audit.System, As: audit.System, Via: "timer", Req: j.Key()})
	if err != nil || o.Failure == "" {
		return err
	}
	return s.tellOwners(tx, j, o)
}

// backedUp records a backup that was asked for, and tells who asked.
func (s *Service) backedUp(tx *store.Tx, j jobs.Job, result []byte) error {
	var a asked
	if err := json.Unmarshal(j.Payload, &a); err != nil {
		return fmt.Errorf("operator: read what was asked: %w", err)
	}
	by, err := accounts.Lookup(tx, a.By)
	gone := errors.Is(err, store.ErrNotFound)
	if err != nil && !gone {
		return err
	}
	e := audit.Event{Actor: audit.Actor(by.PersonID), As: a.As, Community: a.Community, Via: string(a.By.Platform), Req: a.Req}
	if gone {
		e.Actor, e.As = audit.System, audit.System
	}
	o, err := s.record(tx, j, result, e)
	if err != nil {
		return err
	}
	if o.Backup.Name == "" {
		// What came to nothing does not count against the next.
		if err := setAsked(tx, a.Community, time.Time{}); err != nil {
			return err
		}
	}
	if o.Failure != "" {
		if err := s.tellOwners(tx, j, o); err != nil {
			return err
		}
	}
	if gone {
		return nil
	}
	_, _, err = outbox.Notify(tx, outbox.Notification{
		Person: by.PersonID, Prefer: by.Ref, Kind: kindBackup, Subject: j.Subject, Once: j.Key(), Repeatable: true,
		Message: chat.Message{Document: o.document()},
	})
	return err
}

// record reads what came of it and logs a backup that was made.
func (s *Service) record(tx *store.Tx, j jobs.Job, result []byte, e audit.Event) (o outcome, err error) {
	if err := json.Unmarshal(result, &o); err != nil {
		return o, fmt.Errorf("operator: read what came of %s: %w", j.Kind, err)
	}
	if o.Backup.Name == "" {
		return o, nil
	}
	e.Type = "backup.made"
	e.D = []audit.Field{{Name: "sha256", Value: o.Backup.SHA256}, {Name: "size", Value: o.Backup.Size}}
	_, err = audit.Append(tx, e)
	return o, err
}

// document tells who asked for it. What failed is the owners' business.
func (o outcome) document() chat.Document {
	if o.Backup.Name == "" {
		return chat.Say("operator.backup.none")
	}
	encrypted := "operator.no"
	if o.Backup.Encrypted {
		encrypted = "operator.yes"
	}
	return chat.Document{
		chat.Title(chat.T("operator.backup.made")),
		chat.Fields(
			chat.Field(chat.T("operator.backup.file"), chat.Code(o.Backup.Name)),
			chat.Field(chat.T("operator.backup.size"), bytes(o.Backup.Size)),
			chat.Field(chat.T("operator.backup.verified"), chat.T("operator.yes")),
			chat.Field(chat.T("operator.backup.encrypted"), chat.T(encrypted)),
		),
		chat.Paragraph(chat.T("operator.backup.stays")),
	}
}

// bytes shows a size in the reader's way of writing numbers.
func bytes(n int64) chat.Node {
	switch {
	case n < 1e6:
		return chat.Amount(n/100, "kB", 1)
	case n < 1e9:
		return chat.Amount(n/1e5, "MB", 1)
	}
	return chat.Amount(n/1e8, "GB", 1)
}
