package console_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// screen is a person at a terminal: what they type, and all that was shown.
type screen struct {
	t     *testing.T
	world *pretend.World
	keys  *io.PipeWriter
	ended chan error

	mu      sync.Mutex
	shown   string
	read    int // up to where expect has looked
	changed chan struct{}
}

func sit(t *testing.T, opt console.Options) *screen {
	t.Helper()
	s := &screen{t: t, ended: make(chan error, 1), changed: make(chan struct{})}
	in, keys := io.Pipe()
	s.keys = keys
	opt.World, _ = open(t)
	opt.In, opt.Out, opt.Interactive = in, s, true
	s.world = opt.World
	go func() { s.ended <- console.Run(t.Context(), opt) }()
	s.expect("alice in #deals")
	return s
}

// Write shows something.
func (s *screen) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shown += string(b)
	close(s.changed)
	s.changed = make(chan struct{})
	return len(b), nil
}

func (s *screen) enter(keys string) {
	s.t.Helper()
	if _, err := io.WriteString(s.keys, keys); err != nil {
		s.t.Fatal(err)
	}
}

// expect waits until something new is shown, and goes on behind it.
func (s *screen) expect(what string) {
	s.t.Helper()
	deadline := time.After(10 * time.Second)
	for {
		s.mu.Lock()
		changed, rest := s.changed, s.shown[s.read:]
		if i := strings.Index(rest, what); i >= 0 {
			s.read += i + len(what)
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		select {
		case <-changed:
		case <-deadline:
			s.t.Fatalf("%q is not shown in %q", what, rest)
		}
	}
}

func (s *screen) leave() {
	s.t.Helper()
	if err := <-s.ended; err != nil {
		s.t.Errorf("Run: %v", err)
	}
	_ = s.keys.Close()
}

func TestTerminalConversation(t *testing.T) {
	t.Parallel()
	s := sit(t, console.Options{})
	s.enter("/deal start\r")
	s.expect("[1 TikTok] [2 Twitch]")
	s.expect("alice in the direct chat › ")
	s.enter("1\r")
	s.expect("alice: Amount (like 250 EUR) › ")
	s.enter("300 USD\r")
	s.expect("alice: Due (Enter for tomorrow) › ")
	s.enter("\r")
	s.expect("/giveup closes it › ")
	s.enter("\r")
	s.expect("Amount   300 USD")
	s.enter("/quit\r")
	s.leave()
}

// News comes while somebody types: it stands above, and their line is whole.
func TestTerminalNews(t *testing.T) {
	t.Parallel()
	s := sit(t, console.Options{})
	s.expect(" › ")
	s.enter("/de")
	s.expect("/de")
	notice(t, s.world, alice, "knock knock")
	s.expect("knock knock")
	s.expect("alice in #deals › /de")
	notice(t, s.world, mia, "for mia")
	s.expect("(mia: 1 unread) › /de")
	s.enter("\x15/as mia\r")
	s.expect("you are mia now")
	s.expect("for mia")
	s.expect("mia in #deals › ")
	s.enter("good morning\r")
	s.expect("(alice: 1 unread, owner: 1 unread) › ")
	s.enter("/as owner\r")
	s.expect("mia in #deals: good morning")
	s.enter("\x04")
	s.leave()
}

func TestTab(t *testing.T) {
	t.Parallel()
	tests := []struct{ typed, want string }{
		{"/deal s", "/deal start "},
		{"/DEAL S", "/deal start "},
		{"/de", "/deal "},
		{"/deal ", "· /deal list  /deal start"},
		{"/wh", "/who "},
		{"/hid", "/hid"},
		{"/as b", "/as bob "},
		{"/as ", "· alice  bob  mia  omar  owner"},
		{"/deal start @m", "/deal start @mia "},
		{"/deal start @o", "/deal start @owner "},
		{"/deal start count", "/deal start counterparty:"},
		{"/deal start status:o", "/deal start status:overdue "},
		{"/deal start status:", "· status:active  status:overdue"},
		{"/deal start deal_id:3F9A7", "/deal start deal_id:3F9A77C2 "},
		{"/deal start deal_id:", "deal_id:3F9A"},
		{"/deal start @mia active 3F9A2", "/deal start @mia active 3F9A2B01 "},
		{"/nonsense x", "/nonsense x"},
		{"words", "words"},
	}
	for _, tt := range tests {
		t.Run(tt.typed, func(t *testing.T) {
			t.Parallel()
			s := sit(t, console.Options{})
			s.enter(tt.typed)
			s.expect(tt.typed)
			// "|" shows that Tab was answered.
			s.enter("\t|")
			s.expect("|")
			if line := s.line(); !strings.Contains(line, tt.want) {
				t.Errorf("%q and Tab: %q, want %q", tt.typed, line, tt.want)
			}
			s.enter("\x03")
			s.leave()
		})
	}
}

// line is what stands behind the prompt, with what was listed above it.
func (s *screen) line() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, after, _ := strings.Cut(s.shown, "› ")
	return strings.NewReplacer("\x1b[K", "", "\x1b[1D", "").Replace(after)
}

func TestTabOnButtons(t *testing.T) {
	t.Parallel()
	s := sit(t, console.Options{})
	s.enter("/show\r")
	s.expect("[1 Mine]")
	s.enter("/press M\t\r")
	s.expect("You pressed mine.")
	s.enter("/as bob\r")
	s.expect("bob in Dock")
	s.enter("/deal l\t\r")
	s.expect("Open privately")
	s.enter("/quit\r")
	s.leave()
}

func TestTerminalColours(t *testing.T) {
	t.Parallel()
	s := sit(t, console.Options{Colour: true})
	s.enter("/dm\r")
	s.expect("\x1b[2m· alice is in the direct chat now\x1b[0m")
	s.enter("/quit\r")
	s.leave()
}

func TestHowATerminalEnds(t *testing.T) {
	t.Parallel()
	w, _ := open(t)
	broken := errors.New("broken")
	in, keys := io.Pipe()
	_ = keys.CloseWithError(broken)
	if err := console.Run(t.Context(), console.Options{World: w, In: in, Out: io.Discard, Interactive: true}); !errors.Is(err, broken) {
		t.Errorf("a broken input: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	in, keys = io.Pipe()
	if err := console.Run(ctx, console.Options{World: w, In: in, Out: io.Discard, Interactive: true}); err != nil {
		t.Errorf("an ended context: %v", err)
	}
	_ = keys.Close()
	file, err := os.Open(os.DevNull) // a file, but no terminal
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := console.Run(t.Context(), console.Options{World: w, In: file, Out: io.Discard, Interactive: true}); err != nil {
		t.Errorf("a file: %v", err)
	}
}
