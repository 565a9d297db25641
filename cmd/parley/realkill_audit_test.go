package main

import (
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// audit opens the ledger, once the bot has left it, and compares it with itself,
// with what people were told, and with what the platforms saw.
func (w *killWorld) audit() {
	w.t.Helper()
	c := crashConfig(w.database, w.url)
	o := house.Ledger(c)
	o.Logger, o.Now, o.Migrations = slog.New(slog.DiscardHandler), time.Now, bot.Migrations(house.Apps(c, nil))
	s, err := store.Open(w.ctx, o)
	if err != nil {
		w.t.Fatal(err)
	}
	var l crashLedger
	var sent map[string]chat.MessageRef
	err = s.Read(w.ctx, func(tx *store.Tx) error {
		if err := errors.Join(crashSound(tx), audit.Verify(tx)); err != nil {
			w.t.Error(err)
		}
		if err := l.load(tx); err != nil {
			return err
		}
		if sent, err = sentAs(tx); err != nil {
			return err
		}
		return l.replay(w.t, tx)
	})
	if err := errors.Join(err, s.Close()); err != nil {
		w.t.Fatal(err)
	}
	w.checkActs(l)
	w.checkNotes(l)
	w.checkLetters(l, sent)
	(&crashWorld{t: w.t}).checkNews(l) // which needs nothing of that world but its test
	w.checkAnswers()
	w.checkRules()
}

// checkActs finds every acknowledged act once in the log, those of one person on
// a deal in the order of acting, and nothing else. Notes have their own check.
func (w *killWorld) checkActs(l crashLedger) {
	w.t.Helper()
	w.figures.deals = len(l.events)
	for id, events := range l.events {
		recorded := map[chat.UserRef]acts{}
		for _, e := range events {
			if who := l.actor(e); e.Type != deals.EventNoted {
				recorded[who] = append(recorded[who], e.Type)
			}
		}
		if told := w.acts[l.handles[id]]; fmt.Sprint(recorded) != fmt.Sprint(told) {
			w.t.Errorf("deal %s: recorded %v, acknowledged %v", l.handles[id], recorded, told)
		}
		delete(w.acts, l.handles[id])
	}
	for handle, told := range w.acts {
		w.t.Errorf("deal %s does not exist, although these acts were acknowledged: %v", handle, told)
	}
}

// checkNotes finds each acknowledged note once, and one that was cut off at most
// once, with those of one author in the order of writing.
func (w *killWorld) checkNotes(l crashLedger) {
	w.t.Helper()
	found := l.notes()
	for ref, p := range w.people {
		want := found[ref]
		for _, n := range p.notes {
			switch {
			case len(want) > 0 && want[0] == n.text:
				want = want[1:]
				w.figures.notes++
			case n.sure:
				w.t.Errorf("%s: %q was acknowledged, and the log has %q", p.user.Handle, n.text, found[ref])
			default:
				w.figures.lost++
			}
		}
		if len(want) > 0 {
			w.t.Errorf("%s: the log has %q, which were not written, or not in this order", p.user.Handle, want)
		}
	}
}

// notes are the notes of all people, in the order of the log.
func (l *crashLedger) notes() map[chat.UserRef][]string {
	var all []audit.Record
	for _, events := range l.events {
		all = append(all, events...)
	}
	slices.SortFunc(all, func(a, b audit.Record) int { return int(a.Seq - b.Seq) })
	found := map[chat.UserRef][]string{}
	for _, e := range all {
		for _, text := range e.Texts {
			if text.Kind == "note" {
				found[l.persons[text.Author]] = append(found[l.persons[text.Author]], text.Text)
			}
		}
	}
	return found
}

// checkAnswers counts what came again on Telegram, and finds every act answered.
// Most answers were waited for one by one; those to notes that were written in one
// go look alike and are counted.
func (w *killWorld) checkAnswers() {
	w.t.Helper()
	for _, p := range w.people {
		w.figures.acts += p.acts
		w.figures.failed += p.failed
		if !p.delivers() {
			continue
		}
		answers := len(p.matching(func(s killSight) bool { return !s.Group && !s.isNews() }))
		if answers < p.acts {
			w.t.Errorf("%s acted %d times and has %d answers", p.user.Handle, p.acts, answers)
		}
		w.figures.answers += answers
		w.figures.repeated += answers - p.acts
		for kind, asked := range p.asked {
			if got := len(p.matching(says(kind))); got < asked {
				w.t.Errorf("%s asked for %q %d times and has %d answers", p.user.Handle, kind, asked, got)
			}
		}
	}
	if w.figures.repeated > w.figures.cutOff {
		w.t.Errorf("%d answers came again; the kills cut off %d", w.figures.repeated, w.figures.cutOff)
	}
}

// mistakes are the rules of Discord that were broken. A process that stood still
// answers, once woken, what others have answered meanwhile, or nobody in time: it
// learns so by being refused.
func (w *killWorld) mistakes() []string {
	if w.shards == 1 {
		return w.discord.Violations()
	}
	return slices.DeleteFunc(w.discord.Violations(), func(v string) bool {
		return strings.HasPrefix(v, "rule 18:") || strings.HasPrefix(v, "rule 19:") || strings.HasSuffix(v, "before the first answer")
	})
}

// checkRules fails for what the platforms forbid. What was answered before a kill
// is answered again after it, and Telegram refuses a second answer to a press (7)
// and an edit that changes nothing (9): a bot cannot know.
func (w *killWorld) checkRules() {
	w.t.Helper()
	known := len(w.telegram.Violations())
	others := slices.Concat(w.mistakes(), w.telegram.ViolationsBut(7, 9))
	w.figures.late = known - len(w.telegram.ViolationsBut(7, 9))
	if len(others) > 0 {
		w.t.Errorf("%d rules broken:\n%s", len(others), strings.Join(others[:min(20, len(others))], "\n"))
	}
	if w.figures.late > 2*w.figures.cutOff {
		w.t.Errorf("%d calls changed nothing; the kills cut off %d", w.figures.late, w.figures.cutOff)
	}
}
