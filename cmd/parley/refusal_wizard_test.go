package main

import (
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
)

// A second click on what creates a deal gives the first one's answer.
func TestSecondClick(t *testing.T) {
	t.Parallel()
	s := &trial{scene: openScene(t)}
	review := s.review("/deal start test-d:ben")
	first := review.Presses("Create")
	before := s.ledger()
	second := review.Presses("Create")
	s.last = nil
	if first.Text() != second.Text() {
		t.Errorf("first\n%s\nthen\n%s", first.Text(), second.Text())
	}
	if changed := before.changed(s.ledger()); changed != "" {
		t.Errorf("the second click changed %s", changed)
	}
}

// Buttons of questions that are over say so, whoever the questions' end came from.
func TestButtonsOfOldQuestions(t *testing.T) {
	t.Parallel()
	s := &trial{scene: openScene(t)}
	alice := s.who("alice in harbor")
	network := alice.Says("/deal start")
	network.Presses("TikTok")
	network.Presses("Tango").Shows("That question is already answered.", "What is the deal about?")
	s.Clock.Advance(16 * time.Minute)
	for _, label := range []string{"Twitch", "Cancel"} {
		text := network.Presses(label).Text()
		if !strings.Contains(text, "ran out") && !strings.Contains(text, "No questions are open") && !strings.Contains(text, "already answered") {
			t.Errorf("[%s] of an expired question: %s", label, text)
		}
	}
	alice.Last().Shows("The time for your answer ran out", "Nothing was recorded.")
	alice.Says("/deal start")
	network.Presses("YouTube").Shows("These questions are over; nothing changed.")
}

// Whatever is too long is refused in words that fit any platform, and the
// question stays open.
func TestEndlessAnswers(t *testing.T) {
	t.Parallel()
	s := &trial{scene: openScene(t), now: situationOf("active")}
	endless := strings.Repeat("ab ", 1700)
	s.fill("{deal}")
	for _, line := range []string{
		"/deal note " + s.deal + " " + endless, "/deal cancel " + s.deal + " " + endless, "/deal start " + endless,
		"/deal accept " + endless, "/deal view " + endless, "/" + endless, endless, "/timezone " + endless, "/link " + endless,
		"/deal list " + endless, "/help " + endless,
	} {
		before := s.ledger()
		got := s.who("alice").Says(line)
		s.last = nil
		if changed := before.changed(s.ledger()); changed != "" {
			t.Errorf("%.30s… changed %s", line, changed)
		}
		s.fits(line, got)
	}
	bob := s.Person(bottest.T, "bob")
	bob.Says("/deal start test-d:alice").Presses("TikTok")
	for _, good := range []string{"bob_tt", "alice_tt", "gifting", "5 USD", "2026-12-01"} {
		asked := bob.Says(endless)
		s.fits(endless, asked)
		if asked.Has("Is everything right?") {
			t.Errorf("an endless answer was taken before %q", good)
		}
		bob.Says(good)
	}
	bob.Says(endless).Shows("Is everything right?").Presses("Create").Shows("waiting for the other side")
}

// fits fails for an answer of more than one ordinary message.
func (s *trial) fits(line string, got bottest.Screen) {
	s.t.Helper()
	rendered := chat.Render(got.Reply.Message, bottest.Plain(), chat.Words{})
	if len(rendered.Parts) != 1 || len(rendered.Files) > 0 || len(got.Text()) > 1000 {
		s.t.Errorf("%.30s… was answered with %d bytes in %d parts:\n%.300s", line, len(got.Text()), len(rendered.Parts), got.Text())
	}
	if got.Has("Something went wrong") {
		s.t.Errorf("%.30s… failed:\n%s", line, got.Text())
	}
}

// review is Alice's summary of a small deal.
func (s *trial) review(start string) bottest.Screen {
	s.t.Helper()
	return s.who("alice in harbor").Says(start).Presses("TikTok").Presses("gifting").Presses("Fill in").
		Submits("mine", "a", "theirs", "b", "amount", "5 USD", "due", "2026-12-01")
}
