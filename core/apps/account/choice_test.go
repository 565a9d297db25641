package account_test

import (
	"testing"

	"github.com/parleybot/parley/core/apps/account"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

func TestLanguage(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, account.New(account.Options{}))
	alice := s.Person(bottest.D, "alice")
	shown := alice.Says("/language").Shows("Like your app")
	shown.Presses("العربية")
	if _, p := person(t, s, alice); p.Locale != "ar" {
		t.Errorf("chosen: %q", p.Locale)
	}
	alice.Says("/language").Shows("اللغة التي أخاطبك بها: العربية")
	alice.Says("/language en")
	alice.Says("/language").Shows("The language I speak with you: English")
	alice.Says("/language klingon").Shows("en, ar, auto")
	alice.Speaking("ar").Says("/language auto")
	if _, p := person(t, s, alice); p.Locale != "" {
		t.Errorf("taken back: %q", p.Locale)
	}
	alice.Speaking("ar").Says("/language").Shows("مثل تطبيقك")
	for _, row := range shown.Reply.Message.Rows {
		for _, b := range row.Buttons {
			if (b.Style == chat.StylePrimary) != (b.Label.Text == "Like your app") {
				t.Errorf("%q stands out: %q", b.Label.Text, b.Style)
			}
		}
	}
}

func TestWhoami(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, account.New(account.Options{}))
	bob := s.Person(bottest.T, "bob")
	bob.Says("/whoami").Shows("Bob · test-t:bob", "UTC", "/link joins the two")
}

func TestTimezone(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, account.New(account.Options{}))
	bob := s.Person(bottest.T, "bob")
	bob.Says("/timezone Asia/Amman").Shows("Asia/Amman now", "12:00") // 09:00 UTC
	bob.Says("/timezone Mars/Olympus").Shows("“Mars/Olympus” is not a time zone", "Europe/Berlin")
	if _, p := person(t, s, bob); p.Zone != "Asia/Amman" {
		t.Errorf("zone: %q", p.Zone)
	}
	bob.Says("/timezone AUTO").Shows("community's time zone")
	if _, p := person(t, s, bob); p.Zone != "" {
		t.Errorf("zone: %q", p.Zone)
	}
	bob.Says("/timezone").Shows("Which time zone are you in?").Says("Local").Shows("is not a time zone")
	bob.Says("/timezone").Says("America/Havana").Shows("America/Havana now")
}

func TestNotifications(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, account.New(account.Options{}))
	for _, who := range []*bottest.Person{s.Person(bottest.D, "alice"), s.Person(bottest.T, "bob")} {
		shown := who.Says("/notifications").Shows("Reminders of what is due", "🔔 on", "00:00")
		shown = shown.Presses("Turn reminders off").Shows("🔕 off")
		if !shown.Reply.Replace {
			t.Error("the card was not replaced")
		}
		shown = shown.Presses("Turn the digest off")
		if _, p := person(t, s, who); p.Reminders || p.Digest {
			t.Errorf("%+v", p)
		}
		shown.Presses("Turn the digest on").Presses("Change the hour").Shows("At which hour").Picks("7").Shows("07:00")
		who.Says("/notifications reminders=yes hour=23").Shows("23:00")
		if _, p := person(t, s, who); !p.Reminders || !p.Digest || p.DigestHour != 23 {
			t.Errorf("%+v", p)
		}
		who.Says("/notifications hour=24").Shows("0 to 23")
		who.Says("/notifications hour=-1").Shows("0 to 23")
		if _, p := person(t, s, who); p.DigestHour != 23 {
			t.Errorf("%+v", p)
		}
	}
}

func TestPickHourByButton(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, account.New(account.Options{}))
	bob := s.Person(bottest.T, "bob") // has no selects: a button for each hour
	bob.Says("/notifications").Presses("Change the hour").Presses("09:00").Shows("09:00")
	if _, p := person(t, s, bob); p.DigestHour != 9 || !p.Reminders || !p.Digest {
		t.Errorf("%+v", p)
	}
}

func TestBlock(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, account.New(account.Options{}))
	owner, bob := s.Person(bottest.D, "owner"), s.Person(bottest.T, "bob")
	bob.Says("/ping").Shows("I am here")
	bob.Says("/admin block test-d:owner").Shows("You may not do this here")
	owner.Says("/admin block test-t:bob").Shows("⛔ Blocked", "Bob (@bob) on Test-t")
	bob.Says("/ping").Shows("blocked")
	owner.Says("/admin block test-t:bob").Shows("blocked already")
	owner.Says("/admin unblock test-t:bob").Shows("✅ Unblocked")
	bob.Says("/ping").Shows("I am here")
	owner.Says("/admin unblock test-t:bob").Shows("is not blocked")
	owner.Says("/admin block test-d:owner").Shows("Owners cannot be blocked")
	owner.Says("/admin block test-t:999").Shows("⛔ Blocked: 999 on Test-t")
	owner.Says("/admin block").Shows("Who?")
}
