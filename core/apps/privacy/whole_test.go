package privacy_test

import (
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/apps/privacy"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/store"
)

// TestI28ErasedEverywhere goes the whole way with real deals: two people deal with
// each other, one of them takes a copy and is erased, and nothing of what she
// wrote or was called is in any column of the database. The engine's own tables
// are the engine's to clear, by Options.Forget; here they are emptied.
func TestI28ErasedEverywhere(t *testing.T) {
	t.Parallel()
	ledger := deals.New(deals.Options{})
	features, err := privacy.New(privacy.Options{
		Apps: app.Personal{ledger},
		Deals: func(tx *store.Tx, w io.Writer, community string, all bool, most int64) error {
			return deals.WriteDeals(tx, w, community, all, most)
		},
		Forget: []func(*store.Tx, string) error{func(tx *store.Tx, _ string) error {
			for _, query := range []string{`DELETE FROM bot_requests`, `DELETE FROM bot_actions`, `DELETE FROM bot_sessions`} {
				if _, err := tx.SQL().Exec(query); err != nil {
					return err
				}
			}
			return nil
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{Stage: bottest.New(t, ledger, features), t: t, app: features, vault: &vault{}}
	ann, ben := s.Person(bottest.T, "annabel"), s.Person(bottest.D, "ben")
	ben.Says("/ping")
	ann.Says("/deal start test-d:ben").Presses("TikTok").Says("anna_live").Says("=ben_live").Presses("gifting").Says("500 USD").
		Presses("Tomorrow").Presses("Create and confirm")
	ben.Last().Presses("Confirm")
	ann.Says("/erase_data").Shows("1 deal")
	handle := handleOf(t, s)
	ann.Says("/deal note " + handle + " words_of_hers")
	files := s.archive(ann.Says("/export_data").Reply.Message)
	if !strings.Contains(files["deals.csv"], ",anna_live,'=ben_live,") || !strings.Contains(files["notes.csv"], "words_of_hers") ||
		strings.Count(files["audit.csv"], handle) != 4 {
		t.Errorf("exported:\n%s\n%s\n%s", files["deals.csv"], files["notes.csv"], files["audit.csv"])
	}
	for _, who := range []*bottest.Person{ann, ben} {
		who.Says("/deal complete " + handle)
	}
	s.Settle()
	for _, words := range []string{"words_of_hers", "anna_live", "Annabel"} {
		if len(s.columnsWith(words)) == 0 {
			t.Fatalf("%q is nowhere even before", words)
		}
	}
	ann.Says("/erase_data").Presses("Erase").Shows("You are erased")
	for _, words := range []string{"words_of_hers", "anna_live", "Annabel", "annabel"} {
		if columns := s.columnsWith(words); len(columns) > 0 {
			t.Errorf("%q is still in %q", words, columns)
		}
	}
	for name, check := range map[string]func(*store.Tx) error{"log": audit.Verify, "replay": deals.CheckReplay} {
		if err := s.Store.Read(t.Context(), check); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	ben.Says("/deal view "+handle).Shows("an erased person", "completed", "=ben_live")
}

// handleOf returns the handle of the only deal there is.
func handleOf(t *testing.T, s *scene) (handle string) {
	t.Helper()
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row(`SELECT handle FROM deals_deals`, nil, &handle)
	})
	if err != nil {
		t.Fatal(err)
	}
	return handle
}

// columnsWith lists the columns of the whole database that hold some words.
func (s *scene) columnsWith(words string) (columns []string) {
	s.t.Helper()
	err := s.Store.Read(s.t.Context(), func(tx *store.Tx) error {
		var all [][2]string
		list := `SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'`
		holds, asked := `instr(CAST("%s" AS TEXT), ?) > 0`, words
		if tx.Dialect() == store.Postgres { // where bytes are written in hexadecimal
			list = `SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()`
			holds, asked = `CAST("%s" AS text) ~ ?`, regexp.QuoteMeta(words)+"|"+hex.EncodeToString([]byte(words))
		}
		err := tx.SQL().Rows(list, nil,
			func(scan func(...any) error) error {
				var one [2]string
				err := scan(&one[0], &one[1])
				all = append(all, one)
				return err
			})
		for _, c := range all {
			if err != nil {
				break
			}
			var n int
			err = tx.SQL().Row(`SELECT count(*) FROM "`+c[0]+`" WHERE `+fmt.Sprintf(holds, c[1]), []any{asked}, &n)
			if n > 0 {
				columns = append(columns, c[0]+"."+c[1])
			}
		}
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return columns
}
