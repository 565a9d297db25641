package deals

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// erases removes a person as the app for it does, or is refused.
func (r *rig) erases(p someone) error {
	return r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		all := app.Personal{r.app}
		if err := all.MayErase(tx, p.id.PersonID); err != nil {
			return err
		}
		if err := all.Erase(tx, p.id.PersonID); err != nil {
			return err
		}
		for _, forget := range []func(*store.Tx, string) error{communities.Forget, outbox.Forget, accounts.Erase} {
			if err := forget(tx, p.id.PersonID); err != nil {
				return err
			}
		}
		return nil
	})
}

// found lists the columns of the whole database that hold some words.
func (r *rig) found(words string) (columns []string) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		columns = nil
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
	return columns
}

// TestI28ErasureRemovesTextAndBreaksNoProof looks for what a person wrote, and for
// who the person was, in every column of the database.
func TestI28ErasureRemovesTextAndBreaksNoProof(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Annabel"), "Harbor", false), r.meet("y", "Ben")
	handle, _ := r.propose(ann, &ben, map[string]string{stepMine: "annabel_live", stepTheirs: "ben_live", stepReview: reviewConfirm})
	r.do(ben, pathConfirm, "!", true, "deal_id", handle)
	other, _ := r.propose(ben, &ann, map[string]string{stepMine: "ben_two", stepTheirs: "annabel_two"})
	r.do(ann, pathNote, "deal_id", handle, "note", "words of hers")
	r.do(ben, pathNote, "deal_id", handle, "note", "words of his")
	if err := r.erases(ann); !fault.Is(err, fault.Status) {
		t.Fatalf("with two open deals: %v", err)
	}
	r.do(ann, pathCancel, "deal_id", other, "reason", "a reason of hers")
	r.do(ann, pathComplete, "deal_id", handle)
	r.do(ben, pathComplete, "deal_id", handle)
	for _, words := range []string{"words of hers", "annabel_two", "Annabel"} {
		if len(r.found(words)) == 0 {
			t.Fatalf("%q is nowhere even before", words)
		}
	}
	before := r.logSize()
	if err := r.erases(ann); err != nil {
		t.Fatal(err)
	}
	for _, words := range []string{"words of hers", "a reason of hers", "annabel_live", "annabel_two", "Annabel", "id-Annabel"} {
		if columns := r.found(words); len(columns) > 0 {
			t.Errorf("%q is still in %q", words, columns)
		}
	}
	for _, words := range []string{"words of his", "ben_live", "ben_two"} {
		if len(r.found(words)) == 0 {
			t.Errorf("%q is gone, which is not hers", words)
		}
	}
	for name, check := range map[string]func(*store.Tx) error{"log": audit.Verify, "replay": CheckReplay} {
		if err := r.store.Read(t.Context(), check); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if r.logSize() != before {
		t.Error("events went or came")
	}
	if err := r.erases(ann); err != nil {
		t.Errorf("erased twice: %v", err)
	}
}

// TestDealsOfAnErasedPerson: the other side still sees and uses the deal.
func TestDealsOfAnErasedPerson(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Annabel"), "Harbor", false), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.do(ann, pathComplete, "deal_id", handle)
	r.do(ben, pathComplete, "deal_id", handle)
	declined, _ := r.propose(ben, &ann, nil)
	r.do(ann, pathCancel, "deal_id", declined)
	r.deliver()
	if err := r.erases(ann); err != nil {
		t.Fatal(err)
	}
	view := r.do(ben, pathView, "deal_id", handle, "audit", false)
	contains(t, view, "an erased person", "erased", "completed", "ben_live")
	if strings.Contains(view.words, "Annabel") {
		t.Errorf("the name is still shown:\n%s", view.words)
	}
	contains(t, r.do(ben, pathView, "deal_id", handle, "audit", true), "an erased person")
	contains(t, r.do(ben, "deal list"), "an erased person")
	contains(t, r.do(ben, pathNote, "deal_id", handle, "note", "still here"), "recorded")
	r.refused("deals.refuse.erased", ben, pathEdit, "deal_id", declined)
	for _, row := range rows(t, r.exported(ben)["deals.csv"]) {
		if row["party_a"] != "erased" && row["party_b"] != "erased" || row["party_a"] == row["party_b"] {
			t.Errorf("parties %q and %q", row["party_a"], row["party_b"])
		}
	}
	err := r.settle(func(tx *store.Tx) error {
		_, mine, err := r.app.Names(tx, r.request(ben, nil), "deal:"+handle)
		if !mine {
			t.Error("not taken for a deal")
		}
		return err
	})
	if !fault.Is(err, fault.Status) {
		t.Errorf("named by the deal: %v", err)
	}
	again := r.meet("x", "Annabel")
	if again.id.PersonID == ann.id.PersonID || len(r.listed(again)) > 0 {
		t.Error("whoever comes back has the old deals")
	}
}

// TestErasureReachesLinkedAccounts: what was written before linking stands under
// another id.
func TestErasureReachesLinkedAccounts(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	handle := r.active(ann, ben)
	r.do(ben, pathNote, "deal_id", handle, "note", "said before linking")
	r.do(ann, pathComplete, "deal_id", handle)
	r.do(ben, pathComplete, "deal_id", handle)
	eve, linked := r.links(r.meet("x", "Eve"), ben)
	if eve.id.PersonID != linked.id.PersonID {
		t.Fatal("not one person")
	}
	if notes := rows(t, r.exported(linked)["notes.csv"]); len(notes) != 1 {
		t.Errorf("exported %v", notes)
	}
	if err := r.erases(linked); err != nil {
		t.Fatal(err)
	}
	if columns := r.found("said before linking"); len(columns) > 0 {
		t.Errorf("still in %q", columns)
	}
}

// TestErasureGuard: an account may go from a closed deal, and nothing else about
// a party may change.
func TestErasureGuard(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	open, closed := r.active(ann, ben), r.active(ann, ben)
	r.do(ann, pathComplete, "deal_id", closed)
	r.do(ben, pathComplete, "deal_id", closed)
	const of = ` WHERE deal = (SELECT id FROM deals_deals WHERE handle = ?)`
	r.guarded(`UPDATE deals_parties SET platform = '', account = ''`+of, open)
	r.guarded(`UPDATE deals_parties SET account = ''`+of, closed)
	r.guarded(`UPDATE deals_parties SET platform = '', account = '', network = 'Tango'`+of, closed)
	r.allowed(`UPDATE deals_parties SET platform = '', account = ''`+of, closed)
	r.guarded(`UPDATE deals_parties SET platform = 'x', account = 'id-Ann'`+of, closed)
}
