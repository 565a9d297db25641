package community_test

import (
	"errors"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// choosesPlace names a place as a platform with a picker does.
func choosesPlace(s *bottest.Stage, p *bottest.Person, event string, args map[string]chat.Value) bottest.Screen {
	return p.Act(chat.Interaction{
		Kind: chat.Invoke, EventID: event, User: p.User, Place: p.Place, Admin: p.Admin, At: s.Clock.Now(),
		Path: "admin mediator place", Args: args,
	})
}

func courtArg() chat.Value {
	return chat.Value{Text: "#court", Place: &chat.PlaceRef{Platform: bottest.D, ID: "court"}}
}

// placeOf returns where the mediators of somebody's community are told.
func placeOf(t *testing.T, s *bottest.Stage, p *bottest.Person) (place chat.PlaceRef) {
	t.Helper()
	id := of(t, s, p).ID
	err := s.Store.Read(t.Context(), func(tx *store.Tx) error {
		holds, _, err := communities.SettingsOf(tx, id, communities.DefaultSettings())
		place = holds.MediatorPlace
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return place
}

func TestMediatorPlace(t *testing.T) {
	t.Parallel()
	s, agency, club := two(t)
	agency.Says("/admin mediator list").Shows("Nobody mediates here yet", "told of disputes directly, one by one")
	agency.Says("/admin mediator place").Shows("✅ From now on mediators are told of disputes here")
	if got := placeOf(t, s, agency); got != agency.Place.Ref {
		t.Errorf("told in %s", got)
	}
	agency.Says("/admin mediator place here").Shows("nothing changed")
	listed := agency.Says("/admin mediator list").Shows("told of disputes here")
	if listed.Reply.Audience == chat.Public {
		t.Error("the list is shown to everybody")
	}
	choosesPlace(s, agency, "pick-1", map[string]chat.Value{"place": courtArg()}).Shows("told of disputes in #court")
	agency.Says("/admin mediator list").Shows("They are told of disputes in #court")
	choosesPlace(s, agency, "pick-2", map[string]chat.Value{"place": courtArg(), "where": {Text: "off"}}).Shows("not both")
	agency.Says("/admin mediator place off").Shows("told of disputes directly again")
	agency.Says("/admin mediator place off").Shows("nothing changed")
	if got := placeOf(t, s, agency); !got.IsZero() {
		t.Errorf("told in %s", got)
	}
	club.Says("/admin mediator place nowhere").Shows("where is one of")
	wantEvents(t, s,
		`community.set by administrator: mediator_place ""→"test-d:place-agency"`,
		`community.set by administrator: mediator_place "test-d:place-agency"→"test-d:court"`,
		`community.set by administrator: mediator_place "test-d:court"→""`,
	)
}

// Whoever chooses a place hears at once if nothing can be said there.
func TestMediatorPlaceIsTried(t *testing.T) {
	t.Parallel()
	s, agency, _ := two(t)
	alice := s.Person(bottest.D, "alice")
	agency.Says("/admin mediator place").Shows("✅")
	s.Settle()
	if told := alice.Inbox(); len(told) != 0 {
		t.Errorf("a place that works: %s", told[0].Text())
	}
	s.D.FailWith(func(d chat.Delivery) error {
		if d.Place.ID == "court" {
			return &chat.SendError{Class: chat.Forbidden, Err: errors.New("no right to write")}
		}
		return nil
	})
	choosesPlace(s, agency, "pick-1", map[string]chat.Value{"place": courtArg()}).Shows("✅")
	alice.Last().Shows("I cannot write in #court", "/admin mediator place")
	s.D.FailWith(nil)
	agency.Says("/admin mediator place off")
	choosesPlace(s, agency, "pick-2", map[string]chat.Value{"place": courtArg()}).Shows("✅")
	if told := alice.Inbox(); len(told) != 1 {
		t.Errorf("a place that works again: %s", told[len(told)-1].Text())
	}
}

func TestMediatorPlaceInArabic(t *testing.T) {
	t.Parallel()
	s, agency, _ := two(t)
	reader := agency.Speaking("ar")
	reader.Says("/admin mediator place هنا").Shows("يُبلَّغ الوسطاء بالنزاعات هنا")
	choosesPlace(s, reader, "pick-1", map[string]chat.Value{"place": courtArg()}).Shows("في #court")
	reader.Says("/admin mediator list").Shows("يُبلَّغون بالنزاعات في #court")
}
