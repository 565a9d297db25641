package units_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/apps/units"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// rig is the app on a stage, with the units that deals were made in.
type rig struct {
	*testing.T
	stage   *bottest.Stage
	service *units.Service
	owner   *bottest.Person
}

func stage(t *testing.T, used map[string]int) rig {
	t.Helper()
	service := units.New(units.Options{Used: func(_ *store.Tx, code string) (int, bool, error) {
		scale, found := used[code]
		return scale, found, nil
	}})
	s := bottest.New(t, service.App())
	return rig{t, s, service, s.Person(bottest.D, "owner")}
}

// refuses fails the test where a command that was refused left a trace.
func (r rig) refuses(line string, words ...string) {
	r.Helper()
	before := r.log()
	r.owner.Says(line).Shows(words...)
	if after := r.log(); len(after) != len(before) {
		r.Errorf("%s was refused, and logged %q", line, after[len(before):])
	}
}

// log returns what was set, oldest first.
func (r rig) log() (list []string) {
	r.Helper()
	err := r.stage.Store.Read(r.Context(), func(tx *store.Tx) error {
		if err := audit.Verify(tx); err != nil {
			return err
		}
		return tx.SQL().Rows(`SELECT type, payload FROM audit_events WHERE type IN ('unit.set', 'rate.set') ORDER BY seq`, nil, func(scan func(...any) error) error {
			var kind string
			var payload []byte
			if err := scan(&kind, &payload); err != nil {
				return err
			}
			var e struct {
				As string                         `json:"as"`
				D  struct{ Key, Old, New string } `json:"d"`
			}
			err := json.Unmarshal(payload, &e)
			list = append(list, fmt.Sprintf("%s by %s: %s %q→%q", kind, e.As, e.D.Key, e.D.Old, e.D.New))
			return err
		})
	})
	if err != nil {
		r.Fatal(err)
	}
	return list
}

func (r rig) logged(want ...string) {
	r.Helper()
	if got := r.log(); !slices.Equal(got, want) {
		r.Errorf("log: %q, want %q", got, want)
	}
}

// of returns what the app answers others about a unit.
func (r rig) of(code string) (scale int, registered bool, rate int64, rated bool) {
	r.Helper()
	err := r.stage.Store.Read(r.Context(), func(tx *store.Tx) (err error) {
		if scale, registered, err = r.service.Scale(tx, code); err != nil {
			return err
		}
		rate, rated, err = r.service.Rate(tx, code)
		return err
	})
	if err != nil {
		r.Fatal(err)
	}
	return scale, registered, rate, rated
}

func TestOnlyOwners(t *testing.T) {
	t.Parallel()
	r := stage(t, nil)
	for _, p := range []*bottest.Person{
		r.stage.Person(bottest.D, "mel").In("agency"),
		r.stage.Person(bottest.D, "mia").In("agency").With("DealMediator"),
		r.stage.Person(bottest.T, "alice").In("club").AsAdmin(),
		r.stage.Person(bottest.T, "bob"),
	} {
		for _, line := range []string{"/admin unit DIAMONDS 2", "/admin rate DIAMONDS 2", "/admin rate USD", "/admin rate USD off"} {
			p.Says(line).Shows("You may not do this here")
		}
	}
	r.logged()
	shown := r.owner.In("agency").Says("/admin rate USD").Shows("Points for one USD: 1.")
	if shown.Reply.Audience == chat.Public {
		t.Error("the answer is shown to everybody")
	}
}

func TestUsedIsNeeded(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("a service was made that lets scales of used units change")
		}
	}()
	units.New(units.Options{})
}
