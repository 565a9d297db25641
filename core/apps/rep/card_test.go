package rep

import (
	"bytes"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

func TestCardOfNobodyYet(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	screen := s.Person(bottest.D, "ann").Says("/rep")
	screen.Shows("Reputation of Ann on Test-d", "500 🟡 Fair · unproven (0 deals)", "0 completed deals",
		"Open: all partners count; nobody is verified yet.", "0 %")
	if screen.Reply.Audience == chat.Public || len(pictures(screen)) != 0 || len(screen.Buttons()) != 0 {
		t.Errorf("%+v", screen.Reply)
	}
	s.Person(bottest.T, "noor").Speaking("ar").Says("/rep").Shows("سمعة", "بلا إثبات", "يُحتسب كل الشركاء")
}

func TestCard(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann, ben := s.Person(bottest.D, "ann"), s.Person(bottest.T, "ben")
	s.deal(ann, ben)
	s.Pass(12 * oneDay)
	own := ann.Says("/rep").Shows("603 ✅ Good, 1 deal", "1 completed deal (0 of them late)", "1 different partner, 0 verified",
		"21 %", "TikTok: 603 ✅ Good, 1 deal", "First active deal")
	// Of somebody else, and of the other party of a deal, who is on another platform.
	ann.Says("/rep test-t:ben").Shows("Reputation of Ben on Test-t", "603")
	ben.Says("/rep deal_id:#3F9A2B01").Shows("Reputation of Ann on Test-d", "603")
	s.Person(bottest.D, "eve").Says("/rep deal_id:#3F9A2B01").Shows("erased") // the fault of the stand-in
	ann.Says("/rep network:TikTok").Shows("Network", "603 ✅ Good, 1 deal")
	ann.Says("/rep network:Tango").Shows("unproven (0 deals)")
	ben.Speaking("ar").Says("/rep").Shows("جيدة", "صفقة واحدة", "صفقة مكتملة واحدة")
	robot := s.Person(bottest.D, "robot")
	robot.User.Bot = true
	ann.Mentions("/rep", robot).Shows("Bots have no reputation")

	files := pictures(own)
	if len(files) != 1 || files[0].Media != "image/png" || len(files[0].Data) > 30_000 {
		t.Fatalf("%d files", len(files))
	}
	if _, err := png.Decode(bytes.NewReader(files[0].Data)); err != nil {
		t.Error(err)
	}
	s.Pass(400 * oneDay)
	ann.Says("/rep").Shows("Score over time", " → ")
}

func TestShowHere(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann, ben := s.Person(bottest.D, "ann").In("agency"), s.Person(bottest.T, "ben")
	s.deal(ann, ben)
	private := ann.Says("/rep test-t:ben network:TikTok").Shows("Reputation of Ben", "TikTok")
	if private.Reply.Audience == chat.Public {
		t.Error("a card is public unasked")
	}
	shown := private.Presses("Show here").Shows("Reputation of Ben", "TikTok", "607 ✅ Good, 1 deal")
	if shown.Reply.Audience != chat.Public || len(shown.Buttons()) != 0 {
		t.Errorf("%+v", shown.Reply)
	}
	// On a platform without answers to the caller alone the card is in the direct
	// chat, and so is the button.
	card := ben.In("club").Says("/rep")
	for range 2 { // shown once
		card.PressedBy(ben, "Show here").Shows("Shown there")
	}
	s.Settle()
	if sent := s.T.Sent(chat.UserRef{}); len(sent) != 1 || sent[0].Place.ID != "place-club" || len(sent[0].Message.Files) != 1 {
		t.Errorf("%d messages to the place", len(sent))
	}
	if here := ann.Says("/rep").Presses("Show here"); here.Reply.Audience != chat.Public || len(pictures(here)) != 1 {
		t.Errorf("%+v", here.Reply.Audience)
	}
	if _, offered := ann.Says("/rep details:true").Buttons()["Show here"]; offered {
		t.Error("details can be shown to everybody")
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann, ben := s.Person(bottest.D, "ann"), s.Person(bottest.T, "ben")
	ann.Says("/rep details:true").Shows("Nothing counts for or against you yet")
	owner := s.Person(bottest.D, "owner")
	owner.Says("/ping")
	s.id(ben)
	owner.Says("/admin verify test-t:ben").Shows("verified now")
	s.Settle()
	s.deal(ann, ben)
	s.Pass(12 * oneDay)
	for range 5 {
		s.deal(ann, s.Person(bottest.T, "cat"))
	}
	s.happens(usd(Defaulted, s.id(ann), s.id(ben)))
	screen := ann.Says("/rep details:true").Shows("What your reputation rests on",
		"#3F9A2B01 −8.12 default, 500.00 USD, 0 days ago → −8.12",
		"#3F9A2B01 +2.71 on time, 500.00 USD, partner verified, 1st with this partner, 12 days ago → +",
		"partner new, 2nd with this partner", "3rd with this partner")
	if n := strings.Count(screen.Text(), "#3F9A2B01"); n != 5 {
		t.Errorf("%d lines", n)
	}
	ann.Says("/rep test-t:ben details:true").Shows("your own reputation only")
	ann.Speaking("ar").Says("/rep details:true").Shows("شريك موثَّق", "الأولى مع هذا الشريك")
}

// Others' cards say the same in a line; whoever has no account left has no name.
func TestLine(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happen(both(usd(Completed, "ann", "ben"))...)
	r.read(func(l ledger) error {
		line, err := r.service.Line(l.tx, "ann", "ben")
		if line.Key != "rep.line" || line.Args["count"].Minor != 1 || line.Args["score"].Minor != 607 {
			t.Errorf("%+v", line)
		}
		name, err2 := nameOf(l.tx, "gone")
		if name.Key != "rep.erased" || err2 != nil {
			t.Errorf("%+v, %v", name, err2)
		}
		return err
	})
}

// The picture follows the score as it was, day by day.
func TestCourse(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happen(both(usd(Completed, "ann", "ben"))...)
	r.clock.Advance(90 * oneDay)
	r.happen(usd(Defaulted, "ann", "ben"))
	r.clock.Advance(90 * oneDay)
	r.read(func(l ledger) error {
		course, err := l.course("ann")
		if err != nil || len(course) != 180/stepDays+1 {
			t.Fatalf("%d points, %v", len(course), err)
		}
		if course[0].score != 607 || course[90/stepDays-1].score >= 607 || course[90/stepDays].score > 400 {
			t.Errorf("%v", course)
		}
		if last := course[len(course)-1]; last.day != dayOf(today.Add(180*oneDay)) {
			t.Errorf("ends on %v", last)
		}
		_, err = picture(course[:1])
		return err
	})
	if got := dateOf(20777); !got.Equal(today) || got.Location() != time.UTC {
		t.Errorf("%v", got)
	}
}
