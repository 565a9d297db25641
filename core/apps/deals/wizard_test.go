package deals

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// takes answers one step of the wizard and returns what is kept.
func (r *rig) takes(p someone, s app.State, step, typed string) (string, error) {
	r.t.Helper()
	err := r.settle(func(tx *store.Tx) error {
		return r.step(step).Take(tx, r.request(p, nil), &s, chat.Value{Text: typed})
	})
	if f, ok := fault.As(err); ok {
		r.show(chat.Message{Document: chat.Document{chat.Paragraph(f.Phrase)}})
	}
	return s.Get(step), err
}

func (r *rig) step(name string) app.Step {
	for _, s := range r.app.Wizards[0].Steps {
		if s.Name == name {
			return s
		}
	}
	r.t.Fatalf("no step %q", name)
	return app.Step{}
}

func (r *rig) asks(p someone, s app.State, step string) (prompt app.Prompt, words screen) {
	r.t.Helper()
	if err := r.store.Read(r.t.Context(), func(tx *store.Tx) (err error) {
		prompt, err = r.step(step).Ask(tx, r.request(p, nil), &s)
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return prompt, r.show(chat.Message{Document: prompt.Document})
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{Units: func(_ *store.Tx, code string) (int, bool) { return 3, code == "GEMS" }})
	ann := r.meet("x", "Ann")
	long := strings.Repeat("ä", usernameMax)
	for _, test := range []struct{ step, typed, kept, refused string }{
		{stepNetwork, "bigolive", "BigoLive", ""},
		{stepNetwork, "Kick", "", "deals.refuse.network"},
		{stepType, " HOSTING ", "hosting", ""},
		{stepType, "", "", "deals.refuse.type"},
		{stepMine, " cancel ", "cancel", ""},
		{stepMine, "*_`@everyone`_*", "*_`@everyone`_*", ""},
		{stepTheirs, long, long, ""},
		{stepTheirs, long + "b", "", "deals.refuse.username"},
		{stepTheirs, strings.Repeat("x", 5000), "", "deals.refuse.username"},
		{stepMine, "", "", "deals.refuse.username"},
		{stepMine, "\u200b\u202e", "", "deals.refuse.username"},
		{stepMine, "ann\nStatus: completed", "", "deals.refuse.username"},
		{stepMine, "ann\u2028live", "", "deals.refuse.username"},
		{stepMine, "ann\tlive", "", "deals.refuse.username"},
		{stepTheirs, "ann\u0007\u009blive", "", "deals.refuse.username"},
		{stepTheirs, "عائشة لايف", "عائشة لايف", ""},
		{stepTheirs, "👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧", ""},
		{stepAmount, "٥٠٠", "500.00 USD", ""},
		{stepAmount, "20k diamonds", "20000 DIAMONDS", ""},
		{stepAmount, "1.5 gems", "1.500 GEMS", ""},
		{stepAmount, "0", "", "deals.amount.zero"},
		{stepAmount, "1.234 USD", "1234.00 USD", ""},
		{stepAmount, "5kUSD", "", "deals.amount.unknown_unit"},
		{stepAmount, "0.123 USD", "", "deals.amount.too_many_decimals"},
		{stepDue, "2026-03-01", "2026-03-01", ""},
		{stepDue, "2031-03-01", "2031-03-01", ""},
		{stepDue, "2026-02-28", "", "deals.due.past"},
		{stepDue, "2031-03-02", "", "deals.due.too_far"},
		{stepDue, "2026-04-31", "", "deals.due.no_such_day"},
		{stepDue, "tomorrow", "2026-03-02", ""},
		{stepDue, "غدا", "2026-03-02", ""},
		{stepDue, "some day", "", "deals.due.format"},
		{stepReview, reviewCreate, reviewCreate, ""},
		{stepReview, reviewConfirm, "", "deals.refuse.review"},
		{stepCommunity, "nowhere", "", "deals.refuse.community"},
	} {
		kept, err := r.takes(ann, app.State{}, test.step, test.typed)
		f, refused := fault.As(err)
		if kept != test.kept || refused != (test.refused != "") || (refused && f.Phrase.Key != test.refused) {
			t.Errorf("%s %.20q: kept %q, %v", test.step, test.typed, kept, err)
		}
	}
}

func TestEveryReasonHasWords(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	for _, reason := range money.Reasons() {
		if !r.texts.Has("deals.amount." + string(reason)) {
			t.Errorf("no text says %s", reason)
		}
	}
}

func TestTwoReadingsAreAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann := r.meet("x", "Ann")
	_, err := r.takes(ann, app.State{}, stepAmount, "1,000 KWD")
	var choose *app.Choose
	if !errors.As(err, &choose) || len(choose.Choices) != 2 {
		t.Fatalf("got %v", err)
	}
	contains(t, r.show(chat.Message{Document: choose.Document}), "two ways")
	for i, want := range []string{"1.000 KWD", "1000.000 KWD"} {
		kept, err := r.takes(ann, app.State{}, stepAmount, choose.Choices[i].Value)
		if err != nil || kept != want {
			t.Errorf("reading %d: %q, %v", i, kept, err)
		}
	}
}

func TestQuickAnswers(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.meet("x", "Ann"), r.meet("y", "Ben")
	onTikTok := stateOf(map[string]string{stepNetwork: "TikTok"})
	if prompt, _ := r.asks(ann, onTikTok, stepMine); len(prompt.Choices) != 0 || prompt.Value != "" {
		t.Errorf("a username out of nowhere: %+v", prompt.Choices)
	}
	r.propose(ann, &ben, map[string]string{stepMine: "ann_old"})
	r.clock.Advance(time.Second)
	r.propose(ann, &ben, map[string]string{stepMine: "ann_new"})
	r.clock.Advance(time.Second)
	r.propose(ann, nil, map[string]string{stepNetwork: "Tango", stepMine: "ann_tango"})
	if prompt, _ := r.asks(ann, onTikTok, stepMine); len(prompt.Choices) != 1 || prompt.Choices[0].Value != "ann_new" {
		t.Errorf("the last username on TikTok: %+v", prompt.Choices)
	}
	if prompt, _ := r.asks(ben, onTikTok, stepMine); prompt.Value != "ben_live" {
		t.Errorf("as others typed it: %q", prompt.Value)
	}
	prompt, _ := r.asks(ann, onTikTok, stepDue)
	if got := values(prompt.Choices); got != "2026-03-02 2026-03-08 2026-03-31" {
		t.Errorf("quick dates %s", got)
	}
	_, words := r.asks(ann, stateOf(map[string]string{stepNetwork: "TikTok", factWith: ben.id.Ref.String()}), stepTheirs)
	contains(t, words, "Ben's username on TikTok")
}

func TestReview(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann, ben := r.in(r.meet("x", "Ann"), "Harbor", false), r.meet("y", "Ben")
	r.write(func(tx *store.Tx) error { return communities.SetZone(tx, ann.community.ID, "America/Santiago") })
	given := answers(map[string]string{stepDue: "2026-09-05", factHome: ann.community.ID, stepNetwork: "TikTok", stepAmount: "1234.5 USD"})
	delete(given, stepReview)
	prompt, words := r.asks(ann, stateOf(given), stepReview)
	contains(t, words, "1,234.50 USD · 1234.50 USD", "Due", "America/Santiago", "6 Sep 2026, 04:00 UTC", "6 Sep 2026, 01:00 UTC-3",
		"Harbor", "ann_live", "ben_live", "whoever accepts your invitation")
	if len(prompt.Choices) != 1 || prompt.Primary != reviewCreate {
		t.Errorf("an invitation is confirmed after its claim: %+v", prompt.Choices)
	}
	given[factWith], given[stepAmount] = ben.id.Ref.String(), "500 USD"
	prompt, words = r.asks(ann, stateOf(given), stepReview)
	contains(t, words, "Ben on Y", "500.00 USD")
	lacks(t, words, "500.00 USD ·", "Ends with")
	if len(prompt.Choices) != 2 || !prompt.Closed {
		t.Errorf("choices %+v", prompt.Choices)
	}
	if prompt, words := r.asks(ann, app.State{}, stepReview); words.words != "" || prompt.Label.Key == "" {
		t.Error("without answers there is nothing to review")
	}
}

// A review may wait over midnight. It stays readable, so that the date can be
// changed, and says what is wrong when it is sent.
func TestReviewAfterMidnight(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann := r.meet("x", "Ann")
	given := answers(map[string]string{stepDue: "2026-03-01", stepNetwork: "TikTok"})
	r.clock.Set(time.Date(2026, time.March, 2, 0, 5, 0, 0, time.UTC))
	_, words := r.asks(ann, stateOf(given), stepReview)
	contains(t, words, "Sun 1 Mar 2026")
	if _, err := r.tryWizard(ann, stateOf(given), map[string]string{stepReview: reviewCreate}); !isFault(err, "deals.due.past") {
		t.Errorf("got %v", err)
	}
}

func TestWhichCommunity(t *testing.T) {
	t.Parallel()
	r := newRig(t, Options{})
	ann := r.meet("x", "Ann")
	begin := func(p someone) map[string]string {
		out, err := r.try(p, pathStart)
		if err != nil {
			t.Fatal(err)
		}
		return out.Begin.State
	}
	if s := begin(ann); s[factHome] != "" || s[factAsked] != "" {
		t.Errorf("seen nowhere: %v", s)
	}
	harbor := r.in(ann, "Harbor", false)
	if s := begin(ann); s[factHome] != harbor.community.ID {
		t.Errorf("the only one: %v", s)
	}
	dock := r.in(ann, "Dock", false)
	if s := begin(harbor); s[factHome] != harbor.community.ID {
		t.Errorf("where it is typed: %v", s)
	}
	s := begin(ann)
	if s[factAsked] == "" || r.step(stepCommunity).Skip(&app.State{Values: s}) {
		t.Fatalf("several and not asked: %v", s)
	}
	prompt, _ := r.asks(ann, stateOf(s), stepCommunity)
	if len(prompt.Choices) != 2 {
		t.Fatalf("choices %+v", prompt.Choices)
	}
	out, err := r.tryWizard(ann, stateOf(s), answers(map[string]string{stepCommunity: dock.community.ID}))
	if err != nil {
		t.Fatal(err)
	}
	if d := r.deal(handleIn(r.show(out.Message))); d.Community != dock.community.ID {
		t.Errorf("community %s", d.Community)
	}
}
