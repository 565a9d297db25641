package bot_test

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
)

func sub(files fs.FS, dir string) fs.FS {
	s, err := fs.Sub(files, dir)
	if err != nil {
		panic(err)
	}
	return s
}

func TestWizardByQuestions(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/demo order").Shows("Which colour?").
		Says("purple").Shows("Please pick one of these: Red, Blue, 🟢 Grass.", "Which colour?").
		Says("2").Shows("Whose name?").
		Says("cancel").Shows("Which size?"). // a name may be "cancel"
		Presses("Back").Shows("Whose name?").
		Says("wrong").Shows("That is wrong.", "Whose name?").
		Says("Bob").Shows("Which size?").
		Presses("Big").Shows("Any note?").
		Says("either").Shows("Which one?").Says("2").Shows("All good?").
		Presses("Any note?").Says("either").Presses("Red").Shows("All good?").
		Presses("Go").Shows("Ordered blue for Bob.")
	if len(d.finished) != 1 || d.finished[0]["note"] != "red" {
		t.Fatalf("finished: %v", d.finished)
	}
}

func TestWizardByForm(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	alice := s.Person(bottest.D, "alice")
	page := alice.Says("/demo order").Presses("Red").Shows("Which size?").Presses("Small").Shows("2 more questions")
	form := page.Presses("Fill in")
	if f := form.Reply.Form; f == nil || len(f.Fields) != 2 || f.Token == "" {
		t.Fatalf("form: %+v", f)
	}
	again := form.Submits("name", "wrong", "note", "fine").Shows("That is wrong.", "Whose name?")
	if f := again.Presses("Fill in").Reply.Form; len(f.Fields) != 1 || f.Fields[0].Value != "wrong" {
		t.Fatalf("the refused words are not offered again: %+v", f)
	}
	// The form opened before is stale by now; the open question is shown instead.
	form.Submits("name", "Eve", "note", "x").Shows("already answered")
	again = s.Person(bottest.D, "alice").Says("Alice").Shows("All good?")
	again.Picks("name").Shows("Whose name?").Says("Alicia").Shows("All good?").Presses("Go").Shows("Ordered red for Alicia.")
	if d.finished[0]["note"] != "fine" {
		t.Errorf("finished: %v", d.finished)
	}
}

func TestWizardSecondClickAndStaleButtons(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	bob := s.Person(bottest.T, "bob")
	first := bob.Says("/demo order")
	first.Presses("Red").Shows("Whose name?")
	first.Presses("Red").Shows("Whose name?") // the same answer, not "stale"
	first.Presses("Blue").Shows("already answered", "Whose name?")
	review := bob.Says("Bob").Presses("Big").Says("none")
	review.Presses("Go").Shows("Ordered red")
	review.Presses("Go").Shows("Ordered red")
	if len(d.finished) != 1 {
		t.Fatalf("finished %d times", len(d.finished))
	}
	review.Presses("Back").Shows("No questions are open")
}

func TestWizardOffersToContinue(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/demo order").Presses("Red")
	offer := bob.Says("/demo order").Shows("in the middle of an order", "1 answer")
	s.Restart()
	offer.Presses("Continue").Shows("Here is where we were", "Whose name?")
	bob.Says("/start").Shows("Whose name?")
	offer.Presses("Start over").Shows("Which colour?")
	bob.Says("/cancel").Shows("Cancelled: an order").Presses("Start again").Shows("Which colour?").Says("cancel").Shows("Cancelled")
	bob.Says("/cancel").Shows("No questions are open")
}

func TestWizardExpires(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	bob := s.Person(bottest.T, "bob")
	first := bob.Says("/demo order").Presses("Red")
	s.Pass(14 * time.Minute)
	second := bob.Says("Bob").Shows("Which size?")
	s.Pass(14 * time.Minute)
	bob.Inbox()
	second.Presses("Big").Shows("Any note?")
	s.Pass(15 * time.Minute)
	told := bob.Last().Shows("ran out", "an order")
	first.Presses("Back").Shows("No questions are open")
	told.Presses("Start again").Shows("Which colour?")
	if n := len(bob.Inbox()); n != 1 {
		t.Errorf("%d notices", n)
	}
}

func TestWizardFinishRefused(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/demo order").Presses("Red").Says("Bob").Presses("Big").Says("full").Presses("Go").
		Shows("It is full.", "All good?").Presses("Any note?").Shows("Any note?").Says("none").Presses("Go").Shows("Ordered red")
}

func TestWizardInGroupGoesPrivate(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	asked := s.Person(bottest.T, "bob").In("dock").Says("/demo order").Shows("Which colour?")
	if asked.Reply.Audience != "direct" {
		t.Errorf("audience %q", asked.Reply.Audience)
	}
}

func TestMissingOptionsAreAsked(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob, alice := s.Person(bottest.T, "bob"), s.Person(bottest.D, "alice")
	bob.Says("/demo echo").Shows("Which words?").Says("x").Shows("2 to 20").Says("hello there").Shows("demo echo says hello there")
	bob.Says("hello").Shows("did not ask")
	bob.Says("/demo look").Shows("Which one?").Presses("Second").Shows("demo look says 2")
	form := alice.Says("/demo card").Presses("Ask")
	form.Submits("words", "by form").Shows("demo echo says by form")
	// A question for an option gives way to another command.
	bob.Says("/demo echo")
	bob.Says("/demo order").Shows("Which colour?")
	bob.Says("/demo look").Shows("in the middle of an order")
}

// A command that is missing an option keeps asking until the answer will do.
func TestMissingOptionIsAskedAgain(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob, alice := s.Person(bottest.T, "bob"), s.Person(bottest.D, "alice")
	bob.Says("/demo code").Shows("Which code?").Says("wrong").Shows("That is wrong.", "Which code?").Says("right").Shows("says right")
	form := alice.Says("/demo card").Presses("Ask").Reply.Form
	if form.Title.Text != "A demonstration" || form.Fields[0].Help.Text != "Which words?" {
		t.Errorf("the form does not explain itself: %+v", form)
	}
}

// What is asked in a group and answered in the direct chat belongs to the group.
func TestCommandsOfASpaceGoOnInPrivate(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	ada := s.Person(bottest.T, "ada")
	asked := ada.In("dock").AsAdmin().Says("/demo place").Shows("Which words?")
	ada.Says("here").Shows("dock heard here").Presses("Once more").Shows("dock heard again")
	eve := s.Person(bottest.T, "eve")
	eve.In("dock").Says("/demo place loud").Shows("You may not do this here.")
	asked.PressedBy(eve, "Cancel").Shows("made for someone else")
	// The right is judged anew: who was seen without it since has lost it.
	card := ada.In("dock").AsAdmin().Says("/demo place words=hello").Shows("dock heard hello")
	ada.In("dock").Says("/ping")
	token := card.Buttons()["Once more"]
	ada.PressesToken(token).Shows("You may not do this in dock")
}

func TestLongWordsAreNotEchoed(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	long := strings.Repeat("x", 5000)
	for _, line := range []string{"/" + long, "/help " + long, "/demo tell " + long, "/demo set 3 yes red " + long} {
		if text := bob.Says(line).Text(); len(text) > 400 {
			t.Errorf("%d bytes were answered to %s…", len(text), line[:20])
		}
	}
	bob.Says("/demo").Shows("alone does nothing", "/demo order", "/demo echo")
}

// Starting again keeps what the wizard was begun with, and drops nothing that
// runs meanwhile.
func TestStartAgain(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	bob := s.Person(bottest.T, "bob")
	first := bob.Says("/demo order green").Shows("Whose name?")
	if _, back := first.Buttons()["Back"]; back {
		t.Error("there is a way back to a question that was never asked")
	}
	over := first.Presses("Cancel").Shows("Cancelled")
	over.Presses("Start again").Shows("Whose name?").Says("Bob").Presses("Small")
	over.Presses("Start again").Shows("in the middle of an order").Presses("Continue").
		Says("note").Presses("Go").Shows("Ordered green for Bob.")
}
