package discord_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// Threads and announcement channels are places of their guild like any other.
func TestPlacesOfAGuild(t *testing.T) {
	t.Parallel()
	s := begin(t, always(chat.Reply{Audience: chat.Public, Message: message("hello")}), plain)
	group := s.cast.Group
	for _, at := range []chat.PlaceRef{
		s.AddThread(group.Ref, "line"), s.AddChannel(group.Space, "news", discordtest.Announcement),
	} {
		s.must(s.Type(s.cast.Ann.Ref, at, "/ping"))
		seen := s.sees(s.cast.Ben, "hello")
		s.must(s.Reply(s.cast.Ben.Ref, seen.ID, "and you"))
	}
	ctx, end := context.WithTimeout(t.Context(), patience)
	defer end()
	s.must(s.Idle(ctx))
	for _, in := range s.core.Handled() {
		if in.Place.Kind != chat.GroupPlace || in.Place.Space != group.Space || in.Place.SpaceName != "Harbor" {
			t.Errorf("got %+v", in.Place)
		}
	}
}

// A person who installed the bot for themselves needs no common guild, and in a
// group that the bot is not in, only they see its answers.
func TestUserInstall(t *testing.T) {
	t.Parallel()
	s := begin(t, always(chat.Reply{Audience: chat.Public, Message: message("hello")}), plain)
	zoe := s.AddUser(chat.User{Name: "Zoe", Handle: "zoe"})
	s.InstallFor(zoe.Ref)
	s.must(s.Type(zoe.Ref, s.DirectOf(zoe.Ref), "/ping"))
	if seen := s.sees(zoe, "hello"); seen.Group {
		t.Errorf("seen in a group: %+v", seen)
	}
	s.core.Script(always(chat.Reply{Audience: chat.Public, Message: message("only hers")}))
	group := s.AddPrivate(zoe.Ref, s.cast.Ben.Ref)
	s.must(s.Type(zoe.Ref, group, "/ping"))
	s.sees(zoe, "only hers")
	s.never(s.cast.Ben, "only hers")
	in := s.core.Handled()[1]
	if in.Place.Kind != chat.GroupPlace || !in.Place.Space.IsZero() || in.Admin {
		t.Errorf("got %+v", in)
	}
}

// Where the bot may not write, commands are answered all the same; what nobody
// asked for is refused with its reason.
func TestForbiddenChannel(t *testing.T) {
	t.Parallel()
	s := begin(t, always(chat.Reply{Audience: chat.Public, Message: message("hello")}), plain)
	s.Forbid(s.cast.Group.Ref, true)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.sees(s.cast.Ben, "hello")
	gone := s.AddChannel(s.cast.Group.Space, "gone", discordtest.Text)
	s.DeleteChannel(gone)
	for name, tt := range map[string]struct {
		at   chat.PlaceRef
		want chat.SendClass
	}{"forbidden": {s.cast.Group.Ref, chat.Forbidden}, "deleted": {gone, chat.Gone}} {
		_, err := s.f.Send(t.Context(), chat.Delivery{ID: name, Place: tt.at, Message: message("news")})
		var failed *chat.SendError
		if !errors.As(err, &failed) || failed.Class != tt.want {
			t.Errorf("%s: %v, want %s", name, err, tt.want)
		}
	}
}

// A thread that fell asleep is woken for news; one that is locked stays as it is.
func TestD9ArchivedThread(t *testing.T) {
	t.Parallel()
	s := begin(t, nil, plain)
	asleep := s.AddThread(s.cast.Group.Ref, "asleep")
	s.Archive(asleep, true)
	ref, err := s.f.Send(t.Context(), chat.Delivery{ID: "d1", Place: asleep, Message: message("news")})
	if err != nil || ref.Place != asleep {
		t.Fatalf("%+v, %v", ref, err)
	}
	s.sees(s.cast.Ben, "news")
	s.Archive(asleep, true)
	s.Fail(discordtest.Fault{Method: "PATCH", Route: "/channels/{channel_id}", Status: 403, Code: 50013})
	_, err = s.f.Send(t.Context(), chat.Delivery{ID: "d2", Place: asleep, Message: message("too late")})
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Full {
		t.Errorf("%v, want full", err)
	}
	s.never(s.cast.Ben, "too late")
}

func TestKicked(t *testing.T) {
	t.Parallel()
	s := begin(t, nil, plain)
	s.Outage(s.cast.Group.Space, true)
	s.Outage(s.cast.Group.Space, false)
	s.Kick(s.cast.Group.Space)
	ev := s.observed(1)[0]
	if ev.Kind != chat.SpaceClosed || ev.Space != s.cast.Group.Space || ev.Platform != discord.Platform || ev.EventID == "" {
		t.Errorf("got %+v", ev)
	}
	if n := len(s.core.Observed()); n != 1 {
		t.Errorf("%d events, want 1: an outage is none", n)
	}
}

// The bot that comes back finds out who threw it out meanwhile.
func TestKickedInAbsence(t *testing.T) {
	t.Parallel()
	s := begin(t, always(chat.Reply{Message: message("hello")}), plain)
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.sees(s.cast.Ann, "hello")
	s.must(s.stop())
	s.Kick(s.cast.Group.Space)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.f.Run(ctx, catalog(), s.core) }()
	if ev := s.observed(1)[0]; ev.Kind != chat.SpaceClosed || ev.Space != s.cast.Group.Space {
		t.Errorf("got %+v", ev)
	}
	cancel()
	s.must(<-ended)
}

func TestRolesAreNamed(t *testing.T) {
	t.Parallel()
	s := begin(t, nil, plain)
	zoe := s.AddUser(chat.User{Name: "Zoe", Handle: "zoe", Locale: "de"})
	at := s.AddGuild(discordtest.Guild{Name: "Dock", Members: []discordtest.Member{
		{Who: zoe.Ref, Roles: []chat.Role{{Name: "Mediator"}}},
	}})
	s.must(s.Type(zoe.Ref, at.Ref, "/ping"))
	ctx, end := context.WithTimeout(t.Context(), patience)
	defer end()
	s.must(s.Idle(ctx))
	in := s.core.Handled()[0]
	if len(in.Roles) != 1 || in.Roles[0].Name != "Mediator" || in.Roles[0].ID == "" || in.User.Locale != "de" || in.Place.SpaceName != "Dock" {
		t.Errorf("got %+v", in)
	}
}

// Stopped under load, the bot has answered everything that had its effect, and
// nobody was left without a word.
func TestD12StopUnderLoad(t *testing.T) {
	t.Parallel()
	started := make(chan struct{}, 64)
	s := begin(t, func(in chat.Interaction) chat.Reply {
		started <- struct{}{}
		return chat.Reply{Message: message("done " + in.EventID + ".")}
	}, plain)
	people := []chat.User{s.cast.Ann, s.cast.Ben}
	for range 30 {
		for _, who := range people {
			s.must(s.Type(who.Ref, s.cast.Group.Ref, "/deal start"))
		}
	}
	<-started
	s.must(s.stop())
	for _, in := range s.core.Handled() {
		who := people[0]
		if in.User.Ref == people[1].Ref {
			who = people[1]
		}
		s.sees(who, "done "+in.EventID+".")
	}
}

// A token that Discord refuses ends this frontend, in plain words, and stands
// nowhere.
func TestWrongToken(t *testing.T) {
	t.Parallel()
	const wrong = "MTIzNDU2Nzg5MDEyMzQ1Njc4.wrong.not-the-token-of-this-bot"
	var log lines
	p := configured(t, discordtest.Options{}, func(o *discord.Options) {
		o.Token, o.Logger = wrong, slog.New(slog.NewTextHandler(&log, nil))
	})
	err := p.f.Run(t.Context(), catalog(), frontendtest.NewCore(nil))
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Fatal {
		t.Errorf("got %v", err)
	}
	found := p.f.Check(t.Context())
	if len(found) != 1 || found[0].Good || !strings.Contains(found[0].Fix, "Reset Token") {
		t.Errorf("check: %+v", found)
	}
	if all := log.String() + fmt.Sprint(err, found); strings.Contains(all, wrong) || strings.Contains(all, "not-the-token") {
		t.Errorf("the token is told: %s", all)
	}
	if _, err := p.f.InviteLink(t.Context()); err == nil {
		t.Error("a link for nobody")
	}
}

// No words, names or tokens of anybody reach the log.
func TestLogIsSilentAboutPeople(t *testing.T) {
	t.Parallel()
	var log lines
	s := begin(t, always(chat.Reply{Audience: chat.Direct, Message: message("the secret")}), func(o *discord.Options) {
		o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	s.must(s.Close(s.cast.Ann.Ref))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.sees(s.cast.Ann, "the secret")
	s.Fail(discordtest.Fault{Method: "POST", Route: "/interactions/{interaction_id}/{interaction_token}/callback", Status: 500, Times: -1})
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.handled(2)
	s.must(s.stop())
	text := log.String()
	if !strings.Contains(text, "an answer failed") {
		t.Errorf("nothing went wrong: %s", text)
	}
	for _, private := range []string{"the secret", "Ann", s.Token()} {
		if strings.Contains(text, private) {
			t.Errorf("%q stands in the log: %s", private, text)
		}
	}
}

// lines is a log that several goroutines write.
type lines struct {
	mu  sync.Mutex
	all bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.String()
}
