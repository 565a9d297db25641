package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// session is who sits at the keyboard, where they are, and what they can press.
// It is used by one goroutine at a time.
type session struct {
	opt   Options
	world *pretend.World
	out   io.Writer
	look  look

	who   chat.UserRef
	at    map[chat.UserRef]chat.PlaceRef
	known int // the last entry whose buttons have numbers
	keys  map[chat.UserRef]*keyring
	forms map[chat.UserRef]*filling
	told  bool // what a start link is for
	width int  // columns after which text goes on in the next line; 0: none
}

// errQuit ends a session at its own wish.
var errQuit = errors.New("console: quit")

func newSession(opt Options, out io.Writer, l look) *session {
	s := &session{
		opt: opt, world: opt.World, out: out, look: l,
		at:   map[chat.UserRef]chat.PlaceRef{},
		keys: map[chat.UserRef]*keyring{}, forms: map[chat.UserRef]*filling{},
	}
	for i, p := range s.world.People() {
		if i == 0 {
			s.who = p.Ref
		}
		places := s.world.Places(p.Ref)
		// People begin among others: that is where the bot learns which community
		// they belong to.
		s.at[p.Ref] = places[len(places)-1].Ref
		s.keys[p.Ref] = &keyring{}
	}
	return s
}

// do carries one line out. It returns errQuit when the line asked for the end,
// and any other error only when the session cannot go on.
func (s *session) do(ctx context.Context, line string) error {
	err := s.act(ctx, strings.TrimRight(line, "\r\n"))
	var no refusal
	if errors.As(err, &no) {
		s.printf("! %s\n", no)
		return nil
	}
	return err
}

// refusal is why a line could not be carried out, in words for the screen.
type refusal string

func (r refusal) Error() string { return string(r) }

func (s *session) act(ctx context.Context, line string) error {
	words := strings.Fields(line)
	if len(words) > 0 {
		if c, is := localCommand(words[0], s.opt.Advance != nil); is {
			return c.do(s, ctx, strings.TrimSpace(strings.TrimSpace(line)[len(words[0]):]))
		}
	}
	// An open form takes everything else, as it does on a screen.
	if f := s.forms[s.who]; f != nil {
		return s.fill(f, strings.TrimSpace(line))
	}
	if len(words) == 0 {
		return nil
	}
	if key, is := s.keys[s.who].bare(line); is {
		return s.use(key)
	}
	if _, is := s.starts(line); is && len(words) == 1 {
		return s.open(ctx, line)
	}
	return s.say(line)
}

// say sends a line to the bot as the person at the keyboard. Words in a group
// answer the bot's newest message there, if there is one.
func (s *session) say(line string) error {
	at := s.at[s.who]
	s.keys[s.who].acted()
	if m, some := s.world.NewestMessage(s.who, at); some && !strings.HasPrefix(line, "/") && at != pretend.DirectRef(s.who) {
		return s.explain(s.world.Reply(s.who, m.Ref, line))
	}
	return s.explain(s.world.Type(s.who, at, line))
}

// settle waits until everything that was typed has had its effects.
func (s *session) settle(ctx context.Context) error {
	if err := s.world.Idle(ctx); err != nil {
		return err
	}
	if s.opt.Settle != nil {
		if err := s.opt.Settle(ctx); err != nil {
			return err
		}
	}
	return s.world.Idle(ctx)
}

// number gives every new button a number for everybody who sees it.
func (s *session) number() []pretend.Entry {
	fresh := s.world.Entries(s.known, chat.UserRef{})
	for _, e := range fresh {
		s.known = e.Seq
		for _, who := range e.Readers {
			s.keys[who].add(e)
			if e.Form != nil {
				s.forms[who] = &filling{form: *e.Form, values: map[string]string{}}
			}
		}
	}
	return fresh
}

// follow moves the person at the keyboard into their direct chat when the bot
// answered there, as anybody would who sees a new message.
func (s *session) follow(entries []pretend.Entry) {
	direct := pretend.DirectRef(s.who)
	if s.at[s.who] == direct {
		return
	}
	for _, e := range entries {
		if e.Answer && e.Kind != pretend.Formed && e.Place.Ref == direct && e.SeenBy(s.who) {
			back := s.place().Name
			s.at[s.who] = direct
			s.notef("%s is in the direct chat now; /here goes back to %s", s.name(s.who), back)
			return
		}
	}
}

// starts finds the platform on which a text holds a start link.
func (s *session) starts(text string) (*pretend.Frontend, bool) {
	for _, f := range s.world.Frontends() {
		if url := f.Profile().StartURL; url != "" && strings.Contains(text, url) {
			return f, true
		}
	}
	return nil, false
}

// hint says once what to do with a link that leads to the other app.
func (s *session) hint(entries []pretend.Entry) {
	for _, e := range entries {
		f, is := s.starts(e.Message.Text)
		if s.told || !is || !e.SeenBy(s.who) || f.Platform() == s.who.Platform {
			continue
		}
		for _, p := range s.world.People() {
			if p.Ref.Platform == f.Platform() {
				s.told = true
				s.notef("the link is for people on %s: type /as %s, then the link", f.Profile().Name, p.Handle)
				return
			}
		}
	}
}

func (s *session) place() pretend.Place {
	places := s.world.Places(s.who)
	for _, p := range places {
		if p.Ref == s.at[s.who] {
			return p
		}
	}
	s.at[s.who] = places[0].Ref
	return places[0]
}

// prompt says who is at the keyboard and where, or which field is to be filled.
func (s *session) prompt() string {
	if f := s.forms[s.who]; f != nil {
		return s.name(s.who) + ": " + f.ask()
	}
	return s.name(s.who) + " in " + s.place().Name
}

func (s *session) name(who chat.UserRef) string {
	p, _ := s.world.Find(who.String())
	return p.Handle
}

// printf writes to the screen; a screen that takes no more shows when it is
// flushed.
func (s *session) printf(format string, args ...any) { _, _ = fmt.Fprintf(s.out, format, args...) }

func (s *session) notef(format string, args ...any) {
	s.printf("%s\n", s.look.dim("· "+fmt.Sprintf(format, args...)))
}

// explain turns what a person cannot do into words that say what to do instead.
func (s *session) explain(err error) error {
	switch {
	case errors.Is(err, pretend.ErrNotStarted):
		return refusal(s.name(s.who) + " has not pressed Start yet: type /start")
	case errors.Is(err, pretend.ErrClosed):
		return refusal(s.name(s.who) + " has closed the direct chat: /reopen opens it")
	case errors.Is(err, pretend.ErrNoPlace):
		return refusal(s.name(s.who) + " cannot write there: /dm goes to the direct chat")
	case errors.Is(err, pretend.ErrElsewhere):
		return refusal("this link belongs to the other app: switch to somebody there first, for example /as bob")
	case errors.Is(err, pretend.ErrNoMessage), errors.Is(err, pretend.ErrNoButton):
		return refusal("that is not there any more")
	case errors.Is(err, pretend.ErrNoForm):
		return refusal("no form is open")
	}
	return err
}
