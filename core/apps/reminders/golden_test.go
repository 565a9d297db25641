package reminders

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// scenes are messages with one deal and with many.
func (w *world) scenes(tx *store.Tx) (map[string]chat.Message, error) {
	var due, many []item
	var open []Deal
	for i := range 60 {
		d := w.draft(i%2, 1-i%2, w.Clock.Now().Add(time.Duration(i+10)*hour))
		d.Phase, d.Since = Working, w.Clock.Now().Add(-72*hour)
		kind := KindUrgent
		if i >= 14 {
			kind = KindDue
		}
		due, open = append(due, item{d, kind}), append(open, d)
	}
	open[1].Phase, open[2].Phase, open[2].A.Waits = Idle, Disputed, false
	open[3].Unit, open[3].Minor, open[3].Scale = "DIAMONDS", 1000, 0
	many = append(many, due[:6]...)
	many[5].kind = KindDue
	all := map[string]chat.Message{}
	for name, items := range map[string][]item{"reminder_one": due[:1], "reminder_many": many} {
		m, err := w.service.message(tx, w.ids[0], items)
		if err != nil {
			return nil, err
		}
		all[name] = m
	}
	for name, deals := range map[string][]Deal{"digest_one": open[:1], "digest_some": open[:5], "digest_many": open} {
		m, err := w.service.digestOf(tx, w.ids[0], deals)
		if err != nil {
			return nil, err
		}
		all[name] = m
	}
	waits := []item{{due[0].Deal, KindDisputed}, {due[1].Deal, KindOverdue}, {due[2].Deal, KindDisputed}}
	for name, person := range map[string]string{"mediator": w.ids[0], "mediator_place": ""} {
		n, err := mediation(tx, person, waits)
		if err != nil {
			return nil, err
		}
		all[name] = n
	}
	return all, nil
}

func TestGoldenWording(t *testing.T) {
	t.Parallel()
	w := newWorld(t, 2)
	catalog, err := text.Load(text.Source{App: "reminders", Files: textFiles})
	if err != nil {
		t.Fatal(err)
	}
	catalog = catalog.Reporting(func(locale, key, problem string) { t.Errorf("%s: %s: %s", locale, key, problem) })
	zones := map[string]*time.Location{"en": time.UTC, "ar": time.FixedZone("", 3*60*60)}
	var scenes map[string]chat.Message
	w.write(func(tx *store.Tx) (err error) { scenes, err = w.scenes(tx); return err })
	for name, message := range scenes {
		for locale, zone := range zones {
			m := catalog.LocalizeMessage(message, text.Reader{Locale: locale, Zone: zone, Now: w.Clock.Now()})
			var b strings.Builder
			b.WriteString(plain(chat.PlainText(m.Document)) + "\n")
			for _, row := range m.Rows {
				for _, button := range row.Buttons {
					b.WriteString("[" + plain(chat.Line(button.Label)) + "] ")
				}
				b.WriteString("\n")
			}
			golden(t, name+"."+locale, b.String())
		}
	}
}

// plain leaves the direction marks out, which editors hide.
func plain(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f' {
			return -1
		}
		return c
	}, s)
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != strings.ReplaceAll(string(want), "\r\n", "\n") {
		t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
	}
}
