package reminders

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// ledger stands in for the deals app: deals that change when a test says so.
type ledger struct {
	mu     sync.Mutex
	deals  map[string]Deal
	closed map[string]bool
	every  time.Duration
	weekly bool
	staff  []string
	place  chat.PlaceRef
}

func (l *ledger) deal(_ *store.Tx, id string) (Deal, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	d, ok := l.deals[id]
	if !ok {
		return d, store.ErrNotFound
	}
	return d, nil
}

func (l *ledger) set(d Deal) (before Deal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	before = l.deals[d.ID]
	l.deals[d.ID] = d
	return before
}

func (l *ledger) where(fits func(d Deal) bool) (all []Deal) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, d := range l.deals {
		if !l.closed[id] && fits(d) {
			all = append(all, d)
		}
	}
	slices.SortFunc(all, func(a, b Deal) int { return -compare(a.ID, b.ID) })
	return all
}

func compare(a, b string) int {
	if a < b {
		return -1
	}
	return 1
}

func (l *ledger) open(_ *store.Tx, person string, limit int) ([]Deal, error) {
	all := l.where(func(d Deal) bool { _, in := d.sideOf(person); return in })
	return all[:min(len(all), limit)], nil
}

func (l *ledger) holders(_ *store.Tx, after string, limit int) ([]string, error) {
	var all []string
	for _, d := range l.where(func(Deal) bool { return true }) {
		all = append(all, d.A.Person, d.B.Person)
	}
	slices.Sort(all)
	all = slices.DeleteFunc(slices.Compact(all), func(p string) bool { return p <= after })
	return all[:min(len(all), limit)], nil
}

func (l *ledger) mine(_ *store.Tx, r *app.Request) (Deal, Side, error) {
	for _, d := range l.where(func(d Deal) bool { return "#"+d.Handle == r.Text("deal_id") || d.Handle == r.Text("deal_id") }) {
		if side, in := d.sideOf(r.Person.ID); in {
			return d, side, nil
		}
	}
	return Deal{}, Mediators, fault.New(fault.NotFound, "core.unknown")
}

func (l *ledger) settings(*store.Tx, string) (time.Duration, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.every, l.weekly, nil
}

func (l *ledger) mediators(*store.Tx, string) ([]string, chat.PlaceRef, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.staff, l.place, nil
}

func (l *ledger) options() Options {
	return Options{
		Settings: l.settings, Deal: l.deal, Open: l.open, Holders: l.holders, Mine: l.mine, Mediators: l.mediators,
		List: chat.Do("deal list"),
	}
}

// world is the app on the engine, with people.
type world struct {
	*bottest.Stage
	*ledger
	t       testing.TB
	service *Service
	people  []*bottest.Person
	ids     []string // of people
	made    int
	heard   map[chat.UserRef]int
}

// newWorld has that many people, on both platforms in turn, who can be written to.
func newWorld(t testing.TB, people int) *world {
	t.Helper()
	w := &world{t: t, heard: map[chat.UserRef]int{}, ledger: &ledger{
		deals: map[string]Deal{}, closed: map[string]bool{}, every: 30 * time.Minute,
	}}
	w.service = New(w.options())
	w.Stage = bottest.New(t, w.service.App(), stand())
	for i := range people {
		w.meet([]chat.Platform{bottest.D, bottest.T}[i%2], fmt.Sprintf("p%02d", i))
	}
	w.Settle() // by now the jobs are planned
	return w
}

// stand has the commands that buttons of deals lead to.
func stand() app.App {
	var all []app.Command
	for _, path := range []string{"deal view", "deal done", "deal settle", "deal list"} {
		all = append(all, app.Command{
			Command: chat.Command{Path: path, Options: []chat.Option{{Name: "deal_id", Kind: chat.TextOption}}},
			Do:      func(*store.Tx, *app.Request) (app.Response, error) { return app.Say("core.unknown"), nil },
		}.Hidden())
	}
	return app.App{Name: "stand", Commands: all}
}

func (w *world) meet(platform chat.Platform, name string) *bottest.Person {
	w.t.Helper()
	p := w.Person(platform, name)
	p.Says("/ping")
	w.people = append(w.people, p)
	w.ids = append(w.ids, w.idOf(p))
	return p
}

func (w *world) idOf(p *bottest.Person) (id string) {
	w.t.Helper()
	w.write(func(tx *store.Tx) error {
		identity, err := accounts.Lookup(tx, p.User.Ref)
		id = identity.PersonID
		return err
	})
	return id
}

func (w *world) write(fn func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.Store.Write(w.t.Context(), fn); err != nil {
		w.t.Fatal(err)
	}
}

// agree makes a working deal between two people that ends after a while.
func (w *world) agree(a, b int, ends time.Duration) Deal {
	w.t.Helper()
	d := w.draft(a, b, w.Clock.Now().Add(ends))
	d.Phase = Working
	w.become(d)
	return d
}

func (w *world) draft(a, b int, due time.Time) Deal {
	w.made++
	handle := fmt.Sprintf("%08X", w.made)
	return Deal{
		ID: fmt.Sprintf("deal-%06d", w.made), Handle: handle, Community: "harbor", DueAt: due,
		A:     Party{Person: w.ids[a], Ref: w.people[a].User.Ref, Waits: true},
		B:     Party{Person: w.ids[b], Ref: w.people[b].User.Ref, Waits: true},
		Minor: 50000, Unit: "USD", Scale: 2,
		Line: func(_ *store.Tx, person string) (chat.Node, error) {
			if person == "" {
				return chat.Bold(chat.Text("#" + handle)), nil
			}
			return chat.Span(chat.Bold(chat.Text("#"+handle)), chat.Text(" · TikTok · "), chat.Amount(50000, "USD", 2)), nil
		},
		View:     chat.Do("deal view", "deal_id", handle),
		Complete: chat.Do("deal done", "deal_id", handle),
		Resolve:  chat.Do("deal settle", "deal_id", handle),
	}
}

// become changes a deal and tells the app.
func (w *world) become(d Deal) {
	w.t.Helper()
	before := w.set(d)
	w.write(func(tx *store.Tx) error { return w.service.Take(tx, before, d, tx.Now()) })
}

// end closes a deal.
func (w *world) end(d Deal) {
	w.t.Helper()
	d.Phase = Idle
	w.mu.Lock()
	w.closed[d.ID] = true
	w.mu.Unlock()
	w.become(d)
}

// pass lets time pass, and what falls due meanwhile happen.
func (w *world) pass(d time.Duration) {
	w.t.Helper()
	w.Pass(d)
	w.Settle()
}

// news are the messages somebody got since this was last asked.
func (w *world) news(person int) []bottest.Screen {
	w.t.Helper()
	all := w.people[person].Inbox()
	ref := w.people[person].User.Ref
	fresh := all[w.heard[ref]:]
	w.heard[ref] = len(all)
	return fresh
}
