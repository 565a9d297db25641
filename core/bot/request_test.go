package bot_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

const (
	minute = time.Minute
	day    = 24 * time.Hour
)

func TestRedeliveryGivesTheSameAnswer(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	bob := s.Person(bottest.T, "bob")
	first := bob.Says("/demo count").Shows("Ran 1 time.")
	bob.Says("/demo count").Shows("Ran 2 times.")
	bob.Act(first.Event).Shows("Ran 1 time.")
	s.Restart()
	bob.Act(first.Event).Shows("Ran 1 time.")
	if d.ran != 2 {
		t.Errorf("ran %d times", d.ran)
	}
	// A platform may use an event id again for something else.
	reused := first.Event
	reused.Words = []chat.Value{{Text: "demo"}, {Text: "echo"}, {Text: "hello"}}
	bob.Act(reused).Shows("says hello")
	bob.Act(first.Event).Shows("Ran 1 time.")
}

func TestOnceButton(t *testing.T) {
	t.Parallel()
	d := &demo{}
	s := bottest.New(t, d.app())
	card := s.Person(bottest.D, "alice").Says("/demo card")
	card.Presses("Once").Shows("Ran 1 time.")
	card.Presses("Once").Shows("Ran 1 time.")
	if d.ran != 1 {
		t.Errorf("ran %d times", d.ran)
	}
}

func TestRefusalLeavesOnlyItsKeep(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/demo bad refuse").Shows("It is full.")
	if got := bob.Inbox(); len(got) != 0 {
		t.Errorf("a refused command told bob %q", got[0].Text())
	}
	bob.Says("/demo bad keep").Shows("It is full.")
	s.Pass(time.Minute)
	bob.Last().Shows("It is later.")
	// A command that only reads keeps what its refusal is to leave behind, too.
	bob.Says("/demo guess").Shows("It is full.")
	s.Pass(time.Minute)
	if n := len(bob.Inbox()); n != 2 {
		t.Errorf("bob was told %d times", n)
	}
}

func TestFailuresShowAnIDAndNothingElse(t *testing.T) {
	t.Parallel()
	var logs bytes.Buffer
	var mu sync.Mutex
	s := bottest.NewLogging(t, slog.NewTextHandler(locked{&mu, &logs}, nil), (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	for how, cause := range map[string]string{"panic": "panic: demo", "error": "a cause that no person may read"} {
		screen := bob.Says("/demo bad "+how).Shows("Something went wrong", "nothing was recorded")
		if screen.Has("cause") || screen.Has("panic") {
			t.Errorf("%s: the person reads the cause: %s", how, screen.Text())
		}
		mu.Lock()
		if !strings.Contains(logs.String(), cause) {
			t.Errorf("%s: the log does not say %q", how, cause)
		}
		id := screen.Text()[strings.LastIndex(screen.Text(), " ")+1:]
		if !strings.Contains(logs.String(), "id="+strings.Trim(id, ".`")) {
			t.Errorf("%s: the id %s is not in the log", how, id)
		}
		mu.Unlock()
		bob.Says("/ping").Shows("I am here")
	}
}

func TestStoreThatCannotWrite(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/ping")
	s.FailCommits(&store.Error{Kind: store.Full, Err: errors.New("no space left")})
	screen := bob.Says("/demo count").Shows("Nothing was recorded; please repeat.")
	if !errors.Is(screen.Err, chat.ErrNotRecorded) {
		t.Errorf("error: %v", screen.Err)
	}
	bob.Says("/ping").Shows("I am here") // reading goes on
	s.FailCommits(nil)
	bob.Act(screen.Event).Shows("Ran ")
}

func TestTimeBudget(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	screen := bob.Says("/demo bad slow").Shows("Nothing was recorded; please repeat.")
	if !errors.Is(screen.Err, chat.ErrNotRecorded) {
		t.Errorf("error: %v", screen.Err)
	}
	bob.Says("/demo count").Shows("Ran 1 time.")
	reading := bob.Says("/demo guess slow").Shows("Nothing was recorded; please repeat.")
	if !errors.Is(reading.Err, chat.ErrNotRecorded) {
		t.Errorf("reading: %v", reading.Err)
	}
}

// Words that mean nothing are answered in the language the person chose.
func TestNonsenseIsAnsweredInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/ping")
	err := s.Store.Write(t.Context(), func(tx *store.Tx) error {
		id, err := accounts.Lookup(tx, bob.User.Ref)
		if err != nil {
			return err
		}
		return accounts.SetLocale(tx, id.PersonID, "ar")
	})
	if err != nil {
		t.Fatal(err)
	}
	bob.Says("/nothing at all").Shows("لا أعرف الأمر")
	bob.PressesToken("rubbish").Shows("هذا الزر")
}

func TestStartLinks(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/start").Shows("Welcome, Bob.", "/deal start")
	bob.Says("/start echo-hello").Shows("demo echo says hello")
	bob.Says("/start nothing-known").Shows("Welcome")
}

func TestObserveIsOnce(t *testing.T) {
	t.Parallel()
	s := bottest.New(t, (&demo{}).app())
	bob := s.Person(bottest.T, "bob")
	bob.Says("/ping")
	ctx := context.Background()
	blocked := chat.Event{Kind: chat.Blocked, EventID: "b1", Platform: bottest.T, User: bob.User, At: s.Clock.Now()}
	if err := s.Bot.Observe(ctx, blocked); err != nil {
		t.Fatal(err)
	}
	s.Person(bottest.D, "alice").Says("/demo tell test-t:bob")
	if n := len(bob.Inbox()); n != 0 {
		t.Fatalf("bob blocked the bot and was told %d things", n)
	}
	started := chat.Event{Kind: chat.Started, EventID: "s1", Platform: bottest.T, User: bob.User, At: s.Clock.Now()}
	for _, ev := range []chat.Event{started, blocked} { // the old event comes once more
		if err := s.Bot.Observe(ctx, ev); err != nil {
			t.Fatal(err)
		}
	}
	s.Person(bottest.D, "alice").Says("/demo tell test-t:bob")
	bob.Last().Shows("Somebody told you.")
}

func TestFactsLeasesQuarantine(t *testing.T) {
	t.Parallel()
	s := bottest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if v, err := s.Bot.Recall(ctx, "menu"); err != nil || v != "" {
		t.Errorf("recalled %q, %v", v, err)
	}
	for _, v := range []string{"one", "two"} {
		if err := s.Bot.Remember(ctx, "menu", v); err != nil {
			t.Fatal(err)
		}
	}
	if v, _ := s.Bot.Recall(ctx, "menu"); v != "two" {
		t.Errorf("recalled %q", v)
	}
	for range 2 {
		if err := s.Bot.Quarantine(ctx, bottest.T, "q1", []byte("{"), errors.New("unreadable")); err != nil {
			t.Error(err)
		}
	}
	release, err := s.Bot.Lease(ctx, "poller")
	if err != nil {
		t.Fatal(err)
	}
	got := make(chan error, 1)
	go func() {
		again, err := s.Bot.Lease(ctx, "poller")
		if err == nil {
			again()
		}
		got <- err
	}()
	release()
	release()
	if err := <-got; err != nil {
		t.Error(err)
	}
	hold, err := s.Bot.Lease(ctx, "poller")
	if err != nil {
		t.Fatal(err)
	}
	defer hold()
	cancel()
	if _, err := s.Bot.Lease(ctx, "poller"); err == nil {
		t.Error("a held name was given away")
	}
}

type locked struct {
	mu *sync.Mutex
	w  *bytes.Buffer
}

func (l locked) Write(p []byte) (int, error) { l.mu.Lock(); defer l.mu.Unlock(); return l.w.Write(p) }
