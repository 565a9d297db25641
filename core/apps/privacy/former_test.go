package privacy_test

import (
	"regexp"
	"testing"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/account"
	"github.com/parleybot/parley/core/apps/privacy"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/store"
)

// Answers that were kept before two accounts were linked stand under the id that
// the link ended: they are emptied all the same.
func TestI28ErasesWhatWasKeptBeforeALink(t *testing.T) {
	t.Parallel()
	features, err := privacy.New(privacy.Options{Forget: []func(*store.Tx, string) error{bot.Forget}})
	if err != nil {
		t.Fatal(err)
	}
	joined := account.New(account.Options{Moved: app.Linked{{Moved: bot.Moved}}.Moved})
	s := &scene{Stage: bottest.New(t, features, joined), t: t, app: features, vault: &vault{}}
	old, young := s.Person(bottest.D, "oldname"), s.Person(bottest.T, "youngname")
	old.Says("/whoami")
	s.Pass(1)
	young.Says("/timezone Nowhere/Secretplace").Shows("Secretplace")
	code := regexp.MustCompile(`code: (\w{8})`).FindStringSubmatch(old.Says("/link").Text())[1]
	young.Says("/link " + code).Presses("Confirm")
	s.Settle()
	old.Last().Presses("Confirm").Shows("Linked")
	if s.personOf(old) != s.personOf(young) {
		t.Fatal("not linked")
	}
	if len(s.columnsWith("Secretplace")) == 0 {
		t.Fatal("nothing was kept even before")
	}
	s.Settle() // what is under way arrives, and its record with it
	old.Says("/erase_data").Presses("Erase").Shows("You are erased")
	for _, words := range []string{"Secretplace", "oldname", "youngname"} {
		if columns := s.columnsWith(words); len(columns) > 0 {
			t.Errorf("%q is still in %q", words, columns)
		}
	}
}
