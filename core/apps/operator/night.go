package operator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// check reads the whole log, outside any transaction.
func (s *Service) check(ctx context.Context, _ jobs.Job) ([]byte, error) {
	err := s.VerifyLog(ctx)
	if errors.Is(ctx.Err(), context.Canceled) {
		return nil, ctx.Err() // everything stops; it is tried again after the start
	}
	var o outcome
	if err != nil {
		s.Logger.Error("operator: the check of the log failed", "err", err)
		o.Failure = short(err.Error())
	}
	return json.Marshal(o)
}

// checked tells the owners what the check found.
func (s *Service) checked(tx *store.Tx, j jobs.Job, result []byte) error {
	var o outcome
	if err := json.Unmarshal(result, &o); err != nil {
		return fmt.Errorf("operator: read what came of %s: %w", j.Kind, err)
	}
	if o.Failure == "" {
		return nil
	}
	return s.tellOwners(tx, j, o)
}

// tellOwners tells every owner whom the bot has met, once for each run.
func (s *Service) tellOwners(tx *store.Tx, j jobs.Job, o outcome) error {
	key := "operator.failed.backup"
	switch {
	case j.Kind == kindCheck:
		key = "operator.failed.check"
	case o.Backup.Name != "":
		key = "operator.failed.after_backup"
	}
	told := map[string]bool{}
	for _, ref := range s.Owners {
		owner, err := accounts.Lookup(tx, ref)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if told[owner.PersonID] {
			continue
		}
		told[owner.PersonID] = true
		_, _, err = outbox.Notify(tx, outbox.Notification{
			Person: owner.PersonID, Prefer: ref, Kind: "operator.failed", Priority: outbox.Urgent, Repeatable: true,
			Once: "operator.failed:" + j.Key() + ":" + owner.PersonID,
			Message: chat.Message{Document: chat.Document{
				chat.Paragraph(chat.T(key)), chat.Paragraph(chat.Code(o.Failure)),
			}},
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// short is an error in one line that fits a message: its first line, up to 300
// characters. What follows, such as a stack, is in the log.
func short(s string) string {
	s, _, _ = strings.Cut(strings.TrimSpace(s), "\n")
	if utf8.RuneCountInString(s) <= 300 {
		return s
	}
	return string([]rune(s)[:299]) + "…"
}
