package peers

import (
	"testing"

	"github.com/disgoorg/disgo/events"
	"github.com/disgoorg/disgo/gateway"
)

func TestConnects(t *testing.T) {
	t.Parallel()
	s := open(t)
	ready := next[*events.Ready](s)
	if ready.Application.ID != s.app {
		t.Errorf("application %s, want %s", ready.Application.ID, s.app)
	}
	joined := next[*events.GuildReady](s)
	if want := s.cast.Group.Space.ID; joined.GuildID.String() != want {
		t.Errorf("guild %s, want %s", joined.GuildID, want)
	}
	if _, ok := s.bot.Caches.Channel(id(t, s.cast.Group.Ref.ID)); !ok {
		t.Error("the guild came without its channel")
	}
	me, err := s.bot.Rest.GetCurrentApplication()
	must(t, err)
	if me.ID != s.app {
		t.Errorf("application %s, want %s", me.ID, s.app)
	}
	start, err := s.bot.Rest.GetGatewayBot()
	must(t, err)
	if start.SessionStartLimit.Total != 1000 || start.Shards != 1 {
		t.Errorf("got %+v", start)
	}
}

func TestConnectsCompressed(t *testing.T) {
	t.Parallel()
	s := openBy(t, gateway.CompressionZlibStream)
	next[*events.GuildReady](s)
	must(t, s.double.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "one"))
	must(t, s.double.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "two"))
	for _, want := range []string{"one", "two"} {
		if got := next[*events.GuildMessageCreate](s).Message.Content; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What was said while the link was down is delivered after the resume, once.
func TestResumes(t *testing.T) {
	t.Parallel()
	s := open(t)
	next[*events.GuildReady](s)
	must(t, s.double.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "before"))
	if got := next[*events.GuildMessageCreate](s).Message.Content; got != "before" {
		t.Errorf("got %q", got)
	}
	s.double.Op7()
	must(t, s.double.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "meanwhile"))
	if got := next[*events.GuildMessageCreate](s).Message.Content; got != "meanwhile" {
		t.Errorf("got %q", got)
	}
	for s.double.Resumes() == 0 {
		next[*events.Resumed](s)
	}
	must(t, s.double.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "after"))
	if got := next[*events.GuildMessageCreate](s).Message.Content; got != "after" {
		t.Errorf("got %q", got)
	}
	if identifies, resumes := s.double.Identifies(), s.double.Resumes(); identifies != 1 || resumes != 1 {
		t.Errorf("%d identifies and %d resumes, want one of each", identifies, resumes)
	}
}

// A session that cannot be resumed starts anew.
func TestStartsAnew(t *testing.T) {
	t.Parallel()
	s := open(t)
	next[*events.GuildReady](s)
	s.double.Op9(false)
	next[*events.Ready](s)
	if identifies, resumes := s.double.Identifies(), s.double.Resumes(); identifies != 2 || resumes != 0 {
		t.Errorf("%d identifies and %d resumes, want 2 and 0", identifies, resumes)
	}
}
