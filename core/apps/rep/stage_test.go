package rep

import (
	"testing"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/account"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// scene is the app on a stage with an engine, people who can link, and a
// history to tell.
type scene struct {
	*bottest.Stage
	*history
	t       *testing.T
	service *Service
	seq     int64
}

func newScene(t *testing.T) *scene {
	t.Helper()
	h := newHistory()
	s := New(Options{Party: h.party, Facts: h.after})
	linked := app.Linked{s.App()}
	return &scene{
		Stage: bottest.New(t, s.App(), account.New(account.Options{Moved: linked.Moved})), history: h, t: t, service: s,
	}
}

// person is the id of an account's person, who becomes known by it.
func (s *scene) id(p *bottest.Person) (person string) {
	s.t.Helper()
	err := s.Store.Write(s.t.Context(), func(tx *store.Tx) error {
		id, _, err := accounts.Refresh(tx, p.User, true)
		person = id.PersonID
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return person
}

// happens has an event happen now.
func (s *scene) happens(facts ...Fact) {
	s.t.Helper()
	s.seq++
	for i := range facts {
		facts[i].Seq, facts[i].At = s.seq, s.Clock.Now()
	}
	s.mu.Lock()
	s.facts = append(s.facts, facts...)
	s.mu.Unlock()
	if err := s.Store.Write(s.t.Context(), func(tx *store.Tx) error { return s.service.Take(tx, facts...) }); err != nil {
		s.t.Fatal(err)
	}
	s.Settle()
}

// deal has two people complete a deal of 500 USD.
func (s *scene) deal(a, b *bottest.Person) {
	s.t.Helper()
	f := usd(Completed, s.id(a), s.id(b))
	g := f
	g.Kind = Activated
	s.happens(both(g)...)
	s.happens(both(f)...)
	s.mu.Lock()
	s.deals["3F9A2B01"] = [2]string{f.Person, f.Other}
	s.mu.Unlock()
}

// logged are the types and details of the events of a kind.
func (s *scene) logged(kind string) (payloads []string) {
	s.t.Helper()
	err := s.Store.Read(s.t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Rows(`SELECT payload FROM audit_events WHERE type = ? ORDER BY seq`, []any{kind}, func(scan func(...any) error) error {
			var payload []byte
			err := scan(&payload)
			payloads = append(payloads, string(payload))
			return err
		})
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return payloads
}

// pictures are the files of an answer.
func pictures(screen bottest.Screen) []chat.File { return screen.Reply.Message.Files }
