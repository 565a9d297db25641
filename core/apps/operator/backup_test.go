package operator_test

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/apps/operator"
	"github.com/parleybot/parley/core/bot/bottest"
)

func TestBackupOnDemand(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.boss.Says("/admin backup").Shows("being made and read back", "direct chat")
	s.boss.Last().Shows("The backup is made", "parley-1.bak", "1.2 MB", "Verified: yes", "Encrypted: no", "stays with who runs this bot")
	events := s.logged(t, "backup.made")
	if len(events) != 1 || events[0].Detail("sha256") != "c0ffee" || events[0].As != "administrator" ||
		events[0].Via != string(bottest.D) || events[0].Community == "" || !strings.Contains(string(events[0].Payload), `"d":{"sha256":"c0ffee","size":1234567}`) {
		t.Errorf("logged %+v", events)
	}
	s.pass(59 * time.Minute)
	s.boss.Says("/admin backup").Shows("once an hour")
	s.pass(time.Minute)
	s.boss.Says("/admin backup").Shows("being made")
	s.boss.Last().Shows("parley-2.bak", "Encrypted: yes")
	if got := len(s.boss.Inbox()); got != 2 {
		t.Errorf("told %d times", got)
	}
}

// Each community has its hour, and so have the owners.
func TestBackupHourIsTheCommunitys(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.boss.Says("/admin backup").Shows("being made")
	s.Person(bottest.D, "mia").In("agency").With("DealMediator").Says("/admin backup").Shows("once an hour")
	s.Person(bottest.T, "zed").In("club").AsAdmin().Says("/admin backup").Shows("being made")
	s.owner.Says("/admin backup").Shows("being made")
	s.owner.Says("/admin backup").Shows("once an hour")
	s.Settle()
	as := map[string]int{}
	for _, e := range s.logged(t, "backup.made") {
		as[e.As]++
	}
	if as["administrator"] != 2 || as["owner"] != 1 {
		t.Errorf("logged as %v", as)
	}
}

func TestBackupIsForStaff(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann := s.Person(bottest.D, "ann").In("agency")
	for _, command := range []string{"/admin backup", "/admin stats"} {
		if got := ann.Says(command); got.Has("being made") || got.Has("Commands used") {
			t.Errorf("%s: %s", command, got.Text())
		}
	}
	s.Settle()
	if got := len(s.logged(t, "backup.made")); got != 0 {
		t.Errorf("%d backups", got)
	}
}

// A failed backup is told to who asked without its cause, to the owners with it,
// and does not cost the community its hour.
func TestBackupFails(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.vault.set(func(v *vault) { v.failing = errDisk })
	s.boss.Says("/admin backup").Shows("being made")
	if told := s.boss.Last().Shows("No backup was made", "verified: no"); told.Has("no space") {
		t.Errorf("told the cause: %s", told.Text())
	}
	if told := s.owner.Last().Shows("A backup failed", "no space left on device"); told.Has("stack") {
		t.Errorf("told too much: %s", told.Text())
	}
	s.vault.set(func(v *vault) { v.failing = nil })
	s.boss.Says("/admin backup").Shows("being made")
	s.boss.Last().Shows("The backup is made")
	if got := len(s.logged(t, "backup.made")); got != 1 {
		t.Errorf("%d backups are in the log", got)
	}
}

func TestBackupGoodButNotAll(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	s.vault.set(func(v *vault) { v.failing, v.partly = errDisk, true })
	s.boss.Says("/admin backup")
	s.boss.Last().Shows("The backup is made")
	s.owner.Last().Shows("is good, but", "no space left on device")
}

func TestNights(t *testing.T) {
	t.Parallel()
	s := newScene(t) // it is 09:00 UTC
	s.pass(16*time.Hour + 59*time.Minute)
	if got := len(s.logged(t, "backup.made")); got != 0 {
		t.Fatalf("%d backups before the night", got)
	}
	s.pass(time.Minute)
	events := s.logged(t, "backup.made")
	if len(events) != 1 || events[0].As != "system" || events[0].Via != "timer" || events[0].Community != "" {
		t.Fatalf("logged %+v", events)
	}
	s.pass(time.Hour)
	if s.vault.checks != 1 || len(s.owner.Inbox()) != 0 {
		t.Errorf("%d checks, told %d times", s.vault.checks, len(s.owner.Inbox()))
	}
	s.vault.set(func(v *vault) { v.failing, v.broken = errDisk, errDisk })
	s.pass(24 * time.Hour)
	told := s.owner.Inbox()
	if len(told) != 2 {
		t.Fatalf("the owner was told %d times", len(told))
	}
	var both string
	for _, each := range told {
		both += each.Text()
	}
	for _, want := range []string{"A backup failed", "nightly check of the log", "no space left"} {
		if !strings.Contains(both, want) {
			t.Errorf("%q is not in %s", want, both)
		}
	}
	// What was missed while nothing ran is caught up once.
	s.vault.set(func(v *vault) { v.failing, v.broken = nil, nil })
	s.Pass(5 * 24 * time.Hour)
	s.Restart()
	s.Settle()
	if got := len(s.logged(t, "backup.made")); got != 2 {
		t.Errorf("%d backups", got)
	}
}

// What an installation does not have is not offered.
func TestNothingToOperate(t *testing.T) {
	t.Parallel()
	s := operator.New(operator.Options{Mirror: operator.NewMirror(nil, nil)}).App()
	if len(s.Commands) != 1 || len(s.Jobs) != 1 {
		t.Errorf("%d commands, %d jobs", len(s.Commands), len(s.Jobs))
	}
}

func TestArabic(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	boss := s.boss.Speaking("ar")
	boss.Says("/admin backup").Shows("نسخة احتياطية")
	boss.Last().Shows("أُعدّت النسخة الاحتياطية")
	boss.Says("/admin stats 3").Shows("آخر ٣ أيام")
}
