package main

import (
	"context"
	"fmt"
	"strconv"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// settler is a person of a seeded ledger, and the account they deal with.
type settler struct {
	person string
	ref    chat.UserRef
}

const (
	settleBatch = 500 // persons in a commit
	linkEvery   = 25  // one in so many has accounts on both platforms
)

// seedRef is the account of the i-th person: every second one is on Telegram.
func seedRef(i int) chat.UserRef {
	if i%2 == 0 {
		return chat.UserRef{Platform: telegramtest.Platform, ID: strconv.Itoa(700_000_000 + i)}
	}
	return chat.UserRef{Platform: discordtest.Platform, ID: strconv.FormatInt(900_000_000_000_000_000+int64(i)<<12, 10)}
}

// otherRef is the account on the other platform of those who have two.
func otherRef(i int) chat.UserRef {
	if i%2 == 1 {
		return chat.UserRef{Platform: telegramtest.Platform, ID: strconv.Itoa(1_700_000_000 + i)}
	}
	return chat.UserRef{Platform: discordtest.Platform, ID: strconv.FormatInt(910_000_000_000_000_000+int64(i)<<12, 10)}
}

// settlerOn is the i-th most active person of a seeded ledger who is on a platform.
func settlerOn(p chat.Platform, i, persons int) chat.UserRef {
	for rank := 0; ; rank++ {
		ref := seedRef(rankOf(rank, persons))
		if ref.Platform != p {
			continue
		}
		if i == 0 {
			return ref
		}
		i--
	}
}

func seedName(i int) string { return "Person " + strconv.Itoa(i) }

// settle lets everybody meet the bot, and some link two accounts.
func (s *seeder) settle(ctx context.Context, persons int) error {
	for from := 0; from < persons; from += settleBatch {
		err := s.store.Write(ctx, func(tx *store.Tx) error {
			for i := from; i < min(from+settleBatch, persons); i++ {
				if err := s.meet(tx, i); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("seed: meet people: %w", err)
		}
	}
	s.mediator = s.people[0].person
	return nil
}

func (s *seeder) meet(tx *store.Tx, i int) error {
	id, _, err := accounts.Refresh(tx, chat.User{Ref: seedRef(i), Name: seedName(i), Locale: "en"}, true)
	if err != nil {
		return err
	}
	if i%linkEvery == linkEvery-1 {
		if err := s.link(tx, i, id); err != nil {
			return fmt.Errorf("link: %w", err)
		}
	}
	s.people = append(s.people, settler{id.PersonID, id.Ref})
	return nil
}

// link joins a second account, as its owner does with a code. The first one is the
// older person, who stays.
func (s *seeder) link(tx *store.Tx, i int, first accounts.Identity) error {
	second, _, err := accounts.Refresh(tx, chat.User{Ref: otherRef(i), Name: seedName(i), Locale: "en"}, true)
	if err != nil {
		return err
	}
	code, _, err := accounts.OfferLink(tx, first)
	if err != nil {
		return err
	}
	l, err := accounts.AcceptCode(tx, second, code)
	if err != nil {
		return err
	}
	if _, err := accounts.ConfirmLink(tx, l.ID, first); err != nil {
		return err
	}
	if l, err = accounts.ConfirmLink(tx, l.ID, second); err != nil {
		return err
	}
	moved := l.Moved[0]
	s.made.Links++
	_, err = audit.Append(tx, audit.Event{
		Type: "person.linked", Actor: audit.Actor(moved.To), Via: string(second.Ref.Platform),
		D: []audit.Field{{Name: "person", Value: audit.Actor(moved.To)}, {Name: "other", Value: audit.Actor(moved.From)}},
	})
	return err
}
