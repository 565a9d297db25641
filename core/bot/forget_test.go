package bot_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// TestForgottenPeopleLeaveNoWords empties what the engine keeps of one person, and
// leaves the others theirs.
func TestForgottenPeopleLeaveNoWords(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	alice, bob := s.Person(bottest.D, "alice"), s.Person(bottest.T, "bob")
	for _, who := range []*bottest.Person{alice, bob} {
		who.Says("/demo order").Presses("Red")
		who.Says("/demo card")
		who.Says("/start")
		id := who.User.Ref
		if err := s.Bot.Remember(t.Context(), string(id.Platform)+":1:held:"+id.ID, "words of "+id.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.Bot.Quarantine(t.Context(), id.Platform, "q-"+id.ID, []byte(`{"from":"`+id.ID+`"}`), chat.ErrNotRecorded); err != nil {
			t.Fatal(err)
		}
	}
	err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
		id, err := accounts.Lookup(tx, alice.User.Ref)
		if err != nil {
			return err
		}
		return bot.Forget(tx, id.PersonID)
	})
	if err != nil {
		t.Fatal(err)
	}
	left := dump(t, s)
	if strings.Contains(left, "alice") || strings.Contains(left, "Alice") {
		t.Errorf("left of alice:\n%s", left)
	}
	for _, want := range []string{"words of bob", `"from":"bob"`, "bob"} {
		if !strings.Contains(left, want) {
			t.Errorf("%q of bob is gone", want)
		}
	}
	bob.Says("Bob's name").Shows("Which size?")
}

var asText = regexp.MustCompile(`CAST\((\w+) AS TEXT\)`)

// dump is every text in the engine's tables that people's words may be in.
func dump(t *testing.T, s *bottest.Stage) string {
	t.Helper()
	var all strings.Builder
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		for _, query := range []string{
			`SELECT CAST(reply AS TEXT) FROM bot_requests`, `SELECT platform || account || CAST(state AS TEXT) FROM bot_sessions`,
			`SELECT account || CAST(action AS TEXT) FROM bot_actions`, `SELECT key || value FROM bot_facts`,
			`SELECT event || CAST(raw AS TEXT) FROM bot_quarantine`,
		} {
			if tx.Dialect() == store.Postgres {
				query = asText.ReplaceAllString(query, "convert_from($1, 'UTF8')")
			}
			err := tx.SQL().Rows(query, nil, func(scan func(...any) error) error {
				var text string
				err := scan(&text)
				all.WriteString(text + "\n")
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
