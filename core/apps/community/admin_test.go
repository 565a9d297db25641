package community_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/apps/community"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

func TestMediators(t *testing.T) {
	t.Parallel()
	s, agency, _ := two(t)
	shown := agency.Says("/mediators").Shows("Nobody mediates here yet", "role DealMediator")
	if shown.Reply.Audience != chat.Public {
		t.Error("/mediators is not public")
	}
	omar := s.Person(bottest.T, "omar")
	omar.Says("/ping")
	agency.Says("/admin mediator add test-t:omar").Shows("✅ Omar on Test-t mediates here now")
	omar.Last().Shows("Alice has named you a mediator of agency")
	agency.Says("/admin mediator add test-t:omar").Shows("already")
	s.Person(bottest.D, "mia").In("agency").With("DealMediator").Says("/ping")
	agency.Says("/mediators").Shows("Omar (test-t:omar)", "Mia (test-d:mia), by role")
	agency.Says("/community show").Shows("2 people")

	agency.Says("/admin mediator remove test-t:omar").Shows("Omar on Test-t is off the list")
	omar.Last().Shows("Alice has taken you off")
	agency.Says("/admin mediator remove test-t:omar").Shows("not on the list")
	agency.Says("/admin mediator remove test-d:mia").Shows("not on the list", "role DealMediator")
	bot := s.Person(bottest.D, "robot")
	bot.User.Bot = true
	agency.Mentions("/admin mediator add", bot).Shows("Bots cannot mediate")
	agency.Says("/admin mediator add test-d:alice").Shows("✅ Alice on Test-d mediates here now")
	agency.Says("/community show").Shows("administrator · mediator")
	if told := s.Person(bottest.D, "alice").Inbox(); len(told) != 0 {
		t.Errorf("Alice was told what she did: %s", told[0].Text())
	}
	agency.Says("/admin mediator add test-t:77").Shows("77 on Test-t mediates")

	owner := s.Person(bottest.D, "owner").In("agency")
	owner.Says("/admin mediator remove test-t:77").Shows("off the list")
	owner.Says("/community show").Shows("owner of this bot")
	var kinds []string
	for _, e := range events(t, s) {
		kind, _, _ := strings.Cut(e, ":")
		kinds = append(kinds, kind)
	}
	want := []string{
		"mediator.added by administrator", "mediator.removed by administrator", "mediator.added by administrator",
		"mediator.added by administrator", "mediator.removed by owner",
	}
	if !slices.Equal(kinds, want) {
		t.Errorf("log: %q", kinds)
	}
}

func TestTimezone(t *testing.T) {
	t.Parallel()
	s, agency, club := two(t)
	agency.Says("/admin timezone Africa/Cairo").Shows("Africa/Cairo now", "11:01") // 09:01 UTC
	if got := of(t, s, agency).Zone; got != "Africa/Cairo" {
		t.Errorf("zone %q", got)
	}
	agency.Says("/admin timezone Africa/Cairo").Shows("already")
	agency.Says("/admin timezone Nowhere").Shows("“Nowhere” is not a time zone", "Europe/Berlin")
	agency.Says("/admin timezone UTC").Shows("UTC now")
	club.Says("/admin timezone").Shows("Which time zone?")
	private := *club
	private.Place = s.Person(bottest.T, "bob").Place
	private.Says("Asia/Amman").Shows("Asia/Amman now")
	if got := events(t, s); len(got) != 3 || got[1] != `community.set by administrator: zone "Africa/Cairo"→"UTC"` {
		t.Errorf("log: %q", got)
	}
}

func TestArabic(t *testing.T) {
	t.Parallel()
	s, agency, _ := two(t)
	reader := s.Person(bottest.D, "noor").In("agency").Speaking("ar")
	reader.Says("/community show").Shows("تتبعه مجموعة واحدة", "عضو", "DealMediator")
	agency.Speaking("ar").Says("/community link").Shows("رمز الانضمام إلى agency")
}

func TestTheInstallationNamesTheRole(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, community.New(community.Options{MediatorRole: "Judge"}))
	s.Person(bottest.D, "ann").In("g").Says("/mediators").Shows("role Judge")
}
