package console_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
)

const conversation = `alice in #deals> /deal start
bot → alice (private, Discord)
  Which network?
  Pick one
  [1 TikTok] [2 Twitch]
  [3 Cancel]
bot → alice (only alice, in #deals, for a moment, Discord)
  I answered privately.
· alice is in the direct chat now; /here goes back to #deals
alice in the direct chat> 1
form → alice (private, Discord)
  Terms
  Amount:
  Due: tomorrow
alice: Amount (like 250 EUR)> a hundred thousand
! too long for this field: at most 10 characters
alice: Amount (like 250 EUR)> 300 USD
alice: Due (Enter for tomorrow)> 
alice: Enter or /send sends this, /giveup closes it> why not
! the form is complete: Enter or /send sends it, /giveup closes it
alice: Enter or /send sends this, /giveup closes it> 
bot → alice (private, Discord)
  A deal
  Network  TikTok
  Amount   300 USD
  Due      tomorrow
alice in the direct chat> thanks
bot → alice (private, Discord)
  You said thanks.
alice in the direct chat> /press cancel
bot → alice (private, Discord)
  You pressed cancel.
alice in the direct chat> /as bob
· you are bob now, in Dock (Telegram)
bob in Dock> /deal_start
bot → Dock (public, Telegram)
  Bob:
  [1 Open privately ↗ https://t.me/parley_sandbox_bot?start=private]
bob in Dock> 1
bot → bob (private, Telegram)
  Which network?

  Pick one
  [2 TikTok] [3 Twitch]
  [4 Cancel]
· bob is in the direct chat now; /here goes back to Dock
bob in the direct chat> 3
bot → bob (private, Telegram)
  You pressed twitch.
`

func TestConversationInLines(t *testing.T) {
	t.Parallel()
	got := script(t, console.Options{}, "/deal start", "1", "a hundred thousand", "300 USD", "", "why not", "", "thanks",
		"/press cancel", "/as bob", "/deal_start", "1", "3")
	if got != conversation {
		t.Errorf("got:\n%s\nwant:\n%s", got, conversation)
	}
}

func TestLocalCommands(t *testing.T) {
	t.Parallel()
	tests := []struct{ lines, want string }{
		{"/who", "* alice   Discord   Harbor #deals\n  bob     Telegram  Dock, has not pressed Start\n  mia     Discord   Harbor #deals, DealMediator\n  omar    Telegram  Dock, administrator, has not pressed Start\n  owner   Discord   Harbor #deals, administrator, owner of the bot\n"},
		{"/close\n/who", "alice   Discord   Harbor #deals, direct chat closed"},
		{"/as nobody", "! nobody is called nobody"},
		{"/press", "! press what?"},
		{"/press 7", "! alice sees no button 7"},
		{"/open", "! open what?"},
		{"/say", "! say what?"},
		{"/rename", "! rename to what?"},
		{"/locale", "! which language?"},
		{"/send", "! no form is open"},
		{"/giveup", "! no form is open"},
		{"/file", "! alice was sent no file"},
		{"/wait 3d", "alice in #deals> /wait 3d\nbot → alice (only alice, in #deals, Discord)\n  Hello.\n"}, // the bot's, where time cannot pass
		{"/keys", "/quit               end the sandbox"},
		{"/dm", "· alice is in the direct chat now"},
		{"/dm\n/here", "· alice is in #deals now"},
		{"/leave\n/leave", "· alice has left Harbor\nalice in the direct chat> /leave\n! alice is in no channel or group"},
		{"/leave\n/here", "! alice is in no channel or group"},
		{"/close\n/dm\nhi", "! alice has closed the direct chat: /reopen opens it"},
		{"/close\n/reopen\n/dm\nhi", "You said hi."},
		{"/dm\n/say 1", "You said 1."},
		{"/dm\n5", "You said 5."},
		{"/as bob\n/dm\nhi", "! bob has not pressed Start yet: type /start"},
		{"/as bob\n/open <https://t.me/parley_sandbox_bot?start=x>", "bot → bob (private, Telegram)\n  Hello."},
		{"/open https://t.me/parley_sandbox_bot?start=x", "! this link belongs to the other app"},
		{"/as bob\nhttps://t.me/parley_sandbox_bot?start=x", "bot → bob (private, Telegram)\n  Hello."},
		{"/dm\nlook: https://t.me/parley_sandbox_bot?start=x", "You said look: https://t.me/parley_sandbox_bot?start=x.\n· the link is for people on Telegram: type /as bob, then the link"},
		{"/rename Al B.", "· alice shows as Al B. now"},
		{"/locale ar", "· the app of alice speaks ar now"},
		{"/show", "bot → #deals (public, Discord)\n  For all: look <https://example.org/x>\n  📎 a.txt (14 bytes)\n  [1 Mine]\n"},
		{"/show\n/file", "a.txt\nfile [31mtext\n"},
		{"/show\nfine", "bot → alice (only alice, in #deals, Discord)\n  You said fine."},
		{"good morning", "alice in #deals> good morning\n"},
		{"/show\n/as mia\n1", "bot → mia (only mia, in #deals, Discord)\n  You pressed mine."},
		{"/deal start\n1\n/giveup\nhi", "· form closed\nalice in the direct chat> hi\nbot → alice (private, Discord)\n  You said hi."},
		{"/deal start\n1\n/send", "Amount   –\n  Due      tomorrow"},
		{"/deal start\n1\n/as bob\n/as alice", "alice: Amount (like 250 EUR)"},
		{"/quit\n/who", "alice in #deals> /quit\n"},
		{"\n \n/dm", "· alice is in the direct chat now"},
	}
	for _, tt := range tests {
		t.Run(strings.ReplaceAll(tt.lines, "\n", " "), func(t *testing.T) {
			t.Parallel()
			got := script(t, console.Options{}, strings.Split(tt.lines, "\n")...)
			contains(t, got, tt.want)
			if strings.HasPrefix(tt.lines, "/quit") && strings.Contains(got, "/who") {
				t.Errorf("went on after /quit:\n%s", got)
			}
		})
	}
}

func TestWaitLetsTimePass(t *testing.T) {
	t.Parallel()
	var passed []time.Duration
	got := script(t, console.Options{Advance: func(_ context.Context, d time.Duration) error {
		passed = append(passed, d)
		return nil
	}}, "/wait 3d", "/wait 90m", "/wait long", "/keys")
	if len(passed) != 2 || passed[0] != 72*time.Hour || passed[1] != 90*time.Minute {
		t.Errorf("passed %v", passed)
	}
	contains(t, got, "! wait how long?", "/wait 3d            let time pass")
}

// Notifications race each other; what a script reads does not.
func TestOutputIsStable(t *testing.T) {
	t.Parallel()
	want := ""
	for range 10 {
		w, _ := open(t)
		if err := w.Arrive(bob); err != nil {
			t.Fatal(err)
		}
		sent := false
		settle := func(context.Context) error {
			if sent {
				return nil
			}
			sent = true
			var all sync.WaitGroup
			for _, who := range []chat.UserRef{mia, bob, alice} {
				all.Go(func() { notice(t, w, who, "news") })
			}
			all.Wait()
			return nil
		}
		got := script(t, console.Options{World: w, Settle: settle}, "/dm", "hi")
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("got:\n%s\nbefore:\n%s", got, want)
		}
	}
	order := []string{"→ alice", "→ bob", "→ mia", "You said"}
	at := -1
	for _, o := range order {
		next := strings.Index(want, o)
		if next <= at {
			t.Errorf("%q is not after %d in:\n%s", o, at, want)
		}
		at = next
	}
}

func TestHowARunEnds(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	tests := []struct {
		name string
		ctx  context.Context
		opt  console.Options
		want error
	}{
		{"the input breaks", t.Context(), console.Options{In: iotest.ErrReader(broken)}, broken},
		{"the input ends", t.Context(), console.Options{In: strings.NewReader("/dm")}, nil},
		{"the context ends", cancelled, console.Options{In: strings.NewReader("hi\n")}, nil},
		{"settling breaks", t.Context(), console.Options{In: strings.NewReader("hi\n"), Settle: func(context.Context) error { return broken }}, broken},
		{"time cannot pass", t.Context(), console.Options{In: strings.NewReader("/wait 1h\n"), Advance: func(context.Context, time.Duration) error { return broken }}, broken},
		{"the output breaks", t.Context(), console.Options{In: strings.NewReader("hi\n"), Out: full{}}, io.ErrShortWrite},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			tt.opt.World, _ = open(t)
			if tt.opt.Out == nil {
				tt.opt.Out = &bytes.Buffer{}
			}
			if err := console.Run(tt.ctx, tt.opt); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// full is a disk that takes no more.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, io.ErrShortWrite }

// A script that is stopped while it waits for its next line ends cleanly.
func TestContextEndsWhileWaiting(t *testing.T) {
	t.Parallel()
	w, _ := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	in, feed := io.Pipe()
	ended := make(chan error, 1)
	go func() { ended <- console.Run(ctx, console.Options{World: w, In: in, Out: io.Discard}) }()
	if _, err := io.WriteString(feed, "/dm\n"); err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("got %v, want nil", err)
	}
	_ = feed.Close() // lets the goroutine that reads go
}

// A row that is too long goes on below; what it is called decides, not how many
// buttons there are.
func TestLongRowsOfButtons(t *testing.T) {
	t.Parallel()
	w, core := open(t)
	core.Script(func(chat.Interaction) chat.Reply {
		r := say("pick")
		var row []chat.Button
		for range 3 {
			row = append(row, chat.Button{Label: chat.Text(strings.Repeat("long ", 6)), Token: "t"})
		}
		r.Message.Rows = []chat.Row{chat.Buttons(row...)}
		return r
	})
	got := script(t, console.Options{World: w}, "/deal list")
	label := strings.TrimSpace(strings.Repeat("long ", 6))
	contains(t, got, "  [1 "+label+"] [2 "+label+"]\n  [3 "+label+"]\n")
}

func TestOldNumbers(t *testing.T) {
	t.Parallel()
	w, _ := open(t)
	got := script(t, console.Options{World: w}, "/show", "/show", "1", "2", "/press 1", "/dm", "fine", "1")
	// 1 was superseded by 2, so alone it is an answer; /press reaches it still.
	contains(t, got, "> 1\nbot → alice (only alice, in #deals, Discord)\n  You said 1.",
		"> 2\nbot → alice (only alice, in #deals, Discord)\n  You pressed mine.",
		"> /press 1\nbot → alice (only alice, in #deals, Discord)\n  You pressed mine.",
		"> 1\nbot → alice (private, Discord)\n  You said 1.")
	if p, _ := w.Find("alice"); p.Ref != alice {
		t.Errorf("found %+v", p)
	}
}
