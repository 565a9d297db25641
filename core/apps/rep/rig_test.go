package rep

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// today is where the clocks of tests begin: day 20777, of the published cases.
var today = time.Unix(20777*24*60*60, 0).UTC()

// history stands in for the deals: facts that can be read again, told of
// whoever an account belongs to now.
type history struct {
	mu    sync.Mutex
	facts []Fact
	now   map[string]string // person then -> person now
	deals map[string][2]string
}

func (h *history) after(_ *store.Tx, after int64, limit int) ([]Fact, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var page []Fact
	for _, f := range h.facts {
		if f.Seq > after && len(page) < limit {
			f.Person, f.Other = h.person(f.Person), h.person(f.Other)
			page = append(page, f)
		}
	}
	return page, nil
}

func (h *history) person(p string) string {
	if now, moved := h.now[p]; moved {
		return now
	}
	return p
}

// party is what the deals app answers: the other party, to a party only.
func (h *history) party(_ *store.Tx, r *app.Request, handle string) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	both := h.deals[strings.TrimPrefix(handle, "#")]
	switch r.Person.ID {
	case both[0]:
		return both[1], nil
	case both[1]:
		return both[0], nil
	}
	return "", fault.New(fault.NotFound, "rep.erased")
}

// rig is the service on a real store, without an engine.
type rig struct {
	*history
	t       testing.TB
	clock   *storetest.Clock
	store   *store.Store
	service *Service
	seq     int64
}

func newHistory() *history {
	return &history{now: map[string]string{}, deals: map[string][2]string{}}
}

func newRig(t testing.TB) *rig {
	t.Helper()
	r := &rig{t: t, history: newHistory(), clock: storetest.NewClock(today)}
	r.service = New(Options{Party: r.party, Facts: r.after})
	r.store = storetest.OpenWith(t, r.clock, 7, accounts.Migrations(), audit.Migrations(), outbox.Migrations(),
		jobs.Migrations(), store.Folder("rep", migrationFiles))
	return r
}

func (r *rig) write(fn func(tx *store.Tx) error) {
	r.t.Helper()
	if err := r.store.Write(r.t.Context(), fn); err != nil {
		r.t.Fatal(err)
	}
}

func (r *rig) read(fn func(l ledger) error) {
	r.t.Helper()
	err := r.store.Read(r.t.Context(), func(tx *store.Tx) error {
		l, err := current(tx)
		if err != nil {
			return err
		}
		return fn(l)
	})
	if err != nil {
		r.t.Fatal(err)
	}
}

// happen has one event happen now: its facts differ in kind and person.
func (r *rig) happen(facts ...Fact) {
	r.t.Helper()
	r.seq++
	for i := range facts {
		facts[i].Seq, facts[i].At = r.seq, r.clock.Now()
	}
	r.mu.Lock()
	r.facts = append(r.facts, facts...)
	r.mu.Unlock()
	r.write(func(tx *store.Tx) error { return r.service.Take(tx, facts...) })
}

// both are the facts of an event for the two parties.
func both(f Fact) []Fact {
	g := f
	g.Person, g.Other = f.Other, f.Person
	return []Fact{f, g}
}

// usd is a fact of a deal of 500 USD on TikTok.
func usd(kind Kind, person, other string) Fact {
	return Fact{
		Kind: kind, Person: person, Other: other, Deal: person + "-" + other, Handle: "3F9A2B01", Network: "TikTok",
		Points: 50000, Amount: chat.Amount(50000, "USD", 2),
	}
}

// settle runs the replay to its end, as the jobs would.
func (r *rig) settle() {
	r.t.Helper()
	for range 10_000 {
		more := false
		r.write(func(tx *store.Tx) error {
			err := r.service.replay(tx, jobs.Job{}, nil)
			more = errors.Is(err, jobs.ErrMore)
			if more {
				return nil
			}
			return err
		})
		if !more {
			return
		}
	}
	r.t.Fatal("a replay never ends")
}

// ask has history read again, by a policy.
func (r *rig) ask(cause string, policy Policy) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		return ask(tx, change{cause: cause, policy: policy, actor: audit.System, as: audit.System, via: "cli"})
	})
}

// verify makes a person verified by an account of the same name.
func (r *rig) verify(person string) {
	r.t.Helper()
	r.write(func(tx *store.Tx) error {
		_, err := verifyAccount(tx, chat.UserRef{Platform: "x", ID: person}, person)
		return err
	})
}

// stands is a person's mass and counts today.
func (r *rig) stands(person string) (v view) {
	r.t.Helper()
	r.read(func(l ledger) (err error) {
		v, err = l.view(person, allNetworks)
		return err
	})
	return v
}

func (r *rig) scores(person string, want int64) {
	r.t.Helper()
	if got := r.stands(person).mass.Score(); got != want {
		r.t.Errorf("%s scores %d, want %d (%+v)", person, got, want, r.stands(person).mass)
	}
}
