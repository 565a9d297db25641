package community_test

import (
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/apps/community"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// lines returns the lines of a list as people read them.
func lines(s bottest.Screen) (list []string) {
	for _, line := range strings.Split(s.Text(), "\n") {
		if item, found := strings.CutPrefix(line, "• "); found {
			list = append(list, item)
		}
	}
	return list
}

func wantLines(t *testing.T, s bottest.Screen, want ...string) {
	t.Helper()
	if got := lines(s); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// standard is what holds where nobody chose anything.
func standard() []string {
	return []string{
		"10 open deals per person at a time · the default",
		"New deals worth up to 50,000 USD per person and day, or 50000 whole units of what has no reference value · the default",
		"24 hours between two disputes of one person · the default",
		"Reminders go out every 30 minutes · the default",
		"Weekly digest: on · the default",
		"Whoever has the role DealMediator mediates · the default",
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	s, agency, club := two(t)
	member := s.Person(bottest.D, "mel").In("agency")
	seen := member.Says("/rate_limits view").Shows("Limits of agency")
	wantLines(t, seen, standard()...)
	if seen.Has("/rate_limits set") || seen.Reply.Audience == chat.Public {
		t.Errorf("a member sees, %s:\n%s", seen.Reply.Audience, seen.Text())
	}
	set := agency.Says("/rate_limits set 3 cooldown_hours=0 weekly_summary=no mediator_role Head of Court").Shows("✅ Set for agency")
	wantLines(t, set, "3 open deals per person at a time", "No waiting between two disputes of one person",
		"Weekly digest: off", "Whoever has the role Head of Court mediates")
	want := standard()
	want[0] = "3 open deals per person at a time · set by this community"
	want[2] = "No waiting between two disputes of one person · set by this community"
	want[4] = "Weekly digest: off · set by this community"
	want[5] = "Whoever has the role Head of Court mediates · set by this community"
	wantLines(t, set.Presses("See all limits").Shows("/rate_limits set"), want...)
	wantLines(t, club.Says("/rate_limits view"), standard()...)

	agency.Says("/rate_limits set max_open=3 weekly_summary=off").Shows("like that already; nothing changed")
	agency.Says("/rate_limits set").Shows("Say what is to be set", "/rate_limits set max_open=20")
	s.Person(bottest.D, "owner").In("agency").Says("/rate_limits set max_open=1 weekly_summary=false").Shows("1 open deal per person at a time")
	club.Says("/rate_limits set ١٢ ١٠٠٠").Shows("12 open deals", "1,000 USD")
	s.Person(bottest.D, "judy").In("agency").With("Head of Court").Says("/community show").Shows("mediator")
	wantEvents(t, s,
		`community.set by administrator: max_open ""→"3"`,
		`community.set by administrator: cooldown_hours ""→"0"`,
		`community.set by administrator: weekly_summary ""→"false"`,
		`community.set by administrator: mediator_role ""→""`, // what people write stands in no event
		`community.set by owner: max_open "3"→"1"`,
		`community.set by administrator: max_open ""→"12"`,
		`community.set by administrator: max_volume ""→"1000"`,
	)
}

// wantEvents compares what was logged of communities and mediators.
func wantEvents(t *testing.T, s *bottest.Stage, want ...string) {
	t.Helper()
	if got := events(t, s); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("log:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// One bad value, wherever it stands, sets none.
func TestI1RefusedLimitsSetNothing(t *testing.T) {
	t.Parallel()
	s, agency, _ := two(t)
	for line, words := range map[string]string{
		"max_open=5 max_volume=0":                              "max_volume is a whole number from 1 to 1000000000",
		"max_open=5 max_volume=1000000001":                     "max_volume is a whole number",
		"max_open=0 weekly_summary=no":                         "max_open is a whole number from 1 to 500",
		"max_open=501":                                         "max_open is a whole number",
		"max_open=-5":                                          "max_open is a whole number",
		"max_open=5.5":                                         "max_open is a whole number",
		"max_open=5 cooldown_hours=721":                        "cooldown_hours is a whole number from 0 to 720",
		"max_open=5 cooldown_hours=-1":                         "cooldown_hours is a whole number from 0 to 720",
		"max_open=5 reminder_mins=4":                           "reminder_mins is a whole number from 5 to 1440",
		"max_open=5 reminder_mins=1441":                        "reminder_mins is a whole number",
		"max_open=5 weekly_summary=perhaps":                    "weekly_summary is yes or no",
		"max_open=5 mediator_role=" + strings.Repeat("x", 101): "mediator_role takes 1 to 100 characters; this has 101",
	} {
		agency.Says("/rate_limits set " + line).Shows(words)
	}
	wantLines(t, agency.Says("/rate_limits view"), standard()...)
	wantEvents(t, s)
}

func TestOnlyAdministratorsSetLimits(t *testing.T) {
	t.Parallel()
	s, _, club := two(t)
	for _, p := range []*bottest.Person{
		s.Person(bottest.D, "mel").In("agency"), s.Person(bottest.D, "mia").In("agency").With("DealMediator"),
		s.Person(bottest.T, "alice").In("club"), // the other platform's Alice is somebody else
	} {
		for _, line := range []string{"/rate_limits set max_open=5", "/admin mediator list", "/admin mediator place", "/admin mediator place off"} {
			p.Says(line).Shows("You may not do this here")
		}
		p.Says("/rate_limits view").Shows("10 open deals")
	}
	s.Person(bottest.T, "bob").Says("/rate_limits set max_open=5").Shows("works in a group or server only")
	wantLines(t, club.Says("/rate_limits view"), standard()...)
	wantEvents(t, s)
}

// In a direct chat a person sees the limits of wherever they belong.
func TestLimitsInADirectChat(t *testing.T) {
	t.Parallel()
	s, agency, _ := two(t)
	agency.Says("/rate_limits set max_open=7")
	s.Person(bottest.D, "new").Says("/rate_limits view").Shows("Limits of deals outside any community", "10 open deals")
	alice := s.Person(bottest.D, "alice")
	if seen := alice.Says("/rate_limits view").Shows("Limits of agency", "7 open deals"); len(lines(seen)) != 6 {
		t.Errorf("one community:\n%s", seen.Text())
	}
	alice.In("annex").Says("/ping")
	if seen := alice.Says("/rate_limits view").Shows("Limits of agency", "7 open deals", "Limits of annex", "10 open deals"); len(lines(seen)) != 12 {
		t.Errorf("two communities:\n%s", seen.Text())
	}
}

func TestUseOfLimits(t *testing.T) {
	t.Parallel()
	u := community.Use{Open: 3, Points: 123_450, Whole: 1, Last: time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)}
	var asked []string
	defaults := communities.DefaultSettings()
	defaults.MaxOpen = 4
	s := bottest.New(t, community.New(community.Options{
		Defaults: defaults,
		Use: func(_ *store.Tx, person, of string, since time.Time) (community.Use, error) {
			asked = append(asked, since.Format(time.RFC3339))
			if person == "" || of == "" {
				t.Errorf("asked for %q in %q", person, of)
			}
			return u, nil
		},
	}))
	ann := s.Person(bottest.D, "ann").In("g").AsAdmin()
	ann.Says("/admin timezone Africa/Cairo")
	ann.Says("/timezone UTC")
	ann.Says("/rate_limits view").Shows(
		"4 open deals per person at a time · the default · you have 3 open now",
		"today you have started 1,234.50 USD and 1 unit without a reference value; the day ends 21 Nov 2026, 00:00",
		"one person · the default · you can dispute again from 21 Nov 2026, 10:00",
	)
	s.Pass(24 * time.Hour)
	if ann.Says("/rate_limits view").Has("dispute again") {
		t.Error("the waiting time is over")
	}
	// The day of Cairo begins at 22:00 UTC.
	if len(asked) != 2 || asked[0] != "2026-11-19T22:00:00Z" || asked[1] != "2026-11-20T22:00:00Z" {
		t.Errorf("since %q", asked)
	}
}

func TestLimitsInArabic(t *testing.T) {
	t.Parallel()
	_, agency, _ := two(t)
	reader := agency.Speaking("ar")
	reader.Says("/rate_limits set max_open=2 cooldown_hours=5 reminder_mins=45").Shows("✅ حُدّد لمجتمع agency", "صفقتان مفتوحتان", "ساعات بين نزاعين", "دقيقة")
	reader.Says("/rate_limits view").Shows("حدود agency", "حدّده هذا المجتمع", "القيمة المعتادة", "الملخّص الأسبوعي: يعمل")
}
