package privacy_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/apps/privacy"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

func TestExportData(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	s.ann.User.Name = "=Ann \"the\" first"
	s.ann.Says("/ping")
	person := s.personOf(s.ann)
	out := s.ann.In("agency").Says("/export_data").Shows("7 files and folders", "README.txt")
	if out.Reply.Message.Files[0].Name != "parley-data-2026-11-20.zip" {
		t.Errorf("named %q", out.Reply.Message.Files[0].Name)
	}
	if out.Reply.Audience != chat.Direct {
		t.Errorf("for %q", out.Reply.Audience)
	}
	files := s.archive(out.Reply.Message)
	for name, want := range map[string]string{
		"deals.csv": "", "receipts/1": person, "receipts/2": person, "reputation.csv": "rep of " + person,
		"checkpoint": "signed", "log.pub": "the key\n",
		"identities.csv": "platform,id,name,linked_at\r\ntest-t,ann,\"'=Ann \"\"the\"\" first\",\r\n",
	} {
		if got, there := files[name]; !there || got != want {
			t.Errorf("%s is %q (%v), want %q", name, got, there, want)
		}
	}
	readme := oneLine(files["README.txt"])
	for _, words := range []string{"What Parley keeps of you", "deals.csv: your deals", "notes.csv: not in this archive", "parley verify receipt FILE --key KEY"} {
		if !strings.Contains(readme, words) {
			t.Errorf("README.txt does not say %q:\n%s", words, files["README.txt"])
		}
	}
}

// TestReadmeSpeaksTheReadersLanguage, and says what an installation does not make.
func TestReadmeSpeaksTheReadersLanguage(t *testing.T) {
	t.Parallel()
	s := newScene(t, false)
	files := s.archive(s.ann.Speaking("ar").Says("/export_data").Reply.Message)
	if !strings.Contains(files["README.txt"], "ما يحفظه Parley عنك") || strings.Count(files["README.txt"], "ليس في هذا الأرشيف") != 5 {
		t.Errorf("got\n%s", files["README.txt"])
	}
}

// TestArchiveIsBounded: what does not fit is left out, and everybody is told.
func TestArchiveIsBounded(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	const limit = 512 << 10
	s.vault.big = limit
	out := s.in(limit, "export_data")
	files := s.archive(out)
	if !says(out, "privacy.export.cut") {
		t.Error("nobody is told")
	}
	_, large := files["deals.csv"]
	if _, small := files["receipts/2"]; large || !small {
		t.Error("what is too large is in, or what is small is not")
	}
	if !strings.Contains(oneLine(files["README.txt"]), "Not in the archive: it would not have fitted.") {
		t.Errorf("got\n%s", files["README.txt"])
	}
	s.vault.big, s.vault.short = limit/4, true
	out = s.in(limit, "export_data")
	files = s.archive(out)
	if len(files["deals.csv"]) != limit/4 || !strings.Contains(oneLine(files["README.txt"]), "The oldest entries were left out") {
		t.Errorf("%d bytes of deals; README.txt:\n%s", len(files["deals.csv"]), files["README.txt"])
	}
	if n := len(out.Files[0].Data); n > limit || !says(out, "privacy.export.cut") {
		t.Errorf("%d bytes in %+v", n, out.Document)
	}
}

func TestExportDeals(t *testing.T) {
	t.Parallel()
	s := newScene(t, true)
	s.vault.table = "deal_uuid\r\n1\r\n"
	out := s.boss.Says("/admin export").Shows("The deals of agency as a table", "recorded")
	file := out.Reply.Message.Files[0]
	if string(file.Data) != s.vault.table || out.Reply.Audience != chat.Direct || file.Name != "parley-deals-2026-11-20.csv" {
		t.Errorf("%q for %q", file.Name, out.Reply.Audience)
	}
	s.Person(bottest.D, "mia").In("agency").With("DealMediator").Says("/admin export").Shows("The deals of agency")
	s.owner.Says("/admin export").Shows("All deals as a table")
	s.owner.In("agency").Says("/admin export").Shows("All deals as a table")
	if got := strings.Join(s.vault.asked, " "); got != "community community all all" {
		t.Errorf("asked for %q", got)
	}
	for _, refused := range []bottest.Screen{s.member.Says("/admin export"), s.ann.Says("/admin export")} {
		if len(refused.Reply.Message.Files) > 0 {
			t.Errorf("given away:\n%s", refused.Text())
		}
	}
	events := s.logged("access.exported")
	if len(events) != 4 || events[0].As != "administrator" || events[1].As != "mediator" || events[2].As != "owner" ||
		events[0].Community == "" || events[2].Community != "" || len(events[0].D) != 1 {
		t.Errorf("logged %+v", events)
	}
	const limit = 64 << 10
	s.vault.table = strings.Repeat("x", limit+1)
	cut := s.in(limit, "admin export")
	if n := len(cut.Files[0].Data); n > limit || n < limit/2 || !says(cut, "privacy.table.cut") {
		t.Errorf("%d bytes in %+v", n, cut.Document)
	}
}

// TestWithoutDeals: an installation without deals has no command for them.
func TestWithoutDeals(t *testing.T) {
	t.Parallel()
	a, err := privacy.New(privacy.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range a.Commands {
		if c.Path == "admin export" {
			t.Error("it is there")
		}
	}
}
