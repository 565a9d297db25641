package discordtest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func TestTypedCommandIsAnswered(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	k := s.connect()
	s.menu()
	s.must(s.Ready(t.Context()))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/deal start @ben 250 network:TikTok"))
	i := k.called()
	data := jsonOf(i.Raw["data"])
	var typed struct {
		Options []struct {
			Name    string
			Options []struct {
				Name  string
				Value any
			}
		}
		Resolved struct{ Users, Members map[string]any }
	}
	k.decode(frame{Data: []byte(data)}, &typed)
	sub := typed.Options[0]
	if sub.Name != "start" || sub.Options[0].Value != s.cast.Ben.Ref.ID || sub.Options[1].Value != "250" || sub.Options[2].Value != "tiktok" {
		t.Errorf("the bot reads %s", data)
	}
	if typed.Resolved.Users[s.cast.Ben.Ref.ID] == nil || typed.Resolved.Members[s.cast.Ben.Ref.ID] == nil {
		t.Errorf("Ben is not resolved: %s", data)
	}
	r := s.answer(i, `{"type":4,"data":{"content":"hello **all**","allowed_mentions":{"parse":[]}}}`)
	for _, who := range []chat.User{s.cast.Ann, s.cast.Ben} {
		seen := s.Seen(who.Ref)
		if len(seen) != 1 || seen[0].Text != "hello all" || !seen[0].Group || seen[0].ID != r.field("resource.message.id") {
			t.Errorf("%s sees %+v", who.Name, seen)
		}
	}
	if broken := s.Violations(); broken != nil {
		t.Error(broken)
	}
	s.must(s.Idle(t.Context()))
}

func TestOnlyCallerSees(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	k := s.connect()
	s.menu()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.answer(k.called(), `{"type":4,"data":{"content":"secret","flags":64}}`)
	if seen := s.Seen(s.cast.Ben.Ref); len(seen) != 0 {
		t.Errorf("Ben sees %+v", seen)
	}
	if seen := s.Seen(s.cast.Ann.Ref); len(seen) != 1 || !seen[0].Group {
		t.Errorf("Ann sees %+v", seen)
	}
}

func TestWhatCannotBeTyped(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.connect()
	s.menu()
	outsider := s.AddUser(chat.User{Name: "Eve"})
	group, ann := s.cast.Group.Ref, s.cast.Ann.Ref
	tests := map[string]struct {
		who  chat.UserRef
		at   chat.PlaceRef
		line string
		want error
	}{
		"an unregistered command":     {ann, group, "/nothing", discordtest.ErrNoCommand},
		"an administrators' command":  {ann, group, "/admin", discordtest.ErrNoCommand},
		"a command of other contexts": {s.cast.Ben.Ref, s.DirectOf(s.cast.Ben.Ref), "/admin", discordtest.ErrNoCommand},
		"a missing option":            {ann, group, "/deal note", discordtest.ErrOption},
		"an option too many":          {ann, group, "/ping now", discordtest.ErrOption},
		"a number that is none":       {ann, group, "/deal start days:soon", discordtest.ErrOption},
		"a number out of bounds":      {ann, group, "/deal start days:31", discordtest.ErrOption},
		"a choice that is none":       {ann, group, "/deal start network:MySpace", discordtest.ErrOption},
		"a text too long":             {ann, group, "/deal start amount:123456789012345678901", discordtest.ErrOption},
		"nobody's handle":             {ann, group, "/deal pay @nobody", discordtest.ErrOption},
		"a foreign guild":             {outsider.Ref, group, "/ping", discordtest.ErrNoPlace},
		"without a common guild":      {outsider.Ref, s.DirectOf(outsider.Ref), "/ping", discordtest.ErrNoCommand},
		"nobody":                      {s.cast.Nobody, group, "hi", discordtest.ErrNobody},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := s.Type(tt.who, tt.at, tt.line); !errors.Is(err, tt.want) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestBoundOptions(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	k := s.connect()
	s.menu()
	file := chat.File{Name: "receipt.json", Media: "application/json", Data: []byte(`{}`)}
	s.must(s.SendFile(s.cast.Ben.Ref, s.cast.Group.Ref, "/deal file add where:general role:Administrators loud:true", file))
	data := jsonOf(k.called().Raw["data"])
	for _, want := range []string{`"receipt.json"`, `"channels":{"` + s.cast.Group.Ref.ID, `"roles":{"`, `"value":true`, `"type":2`} {
		if !strings.Contains(data, want) {
			t.Errorf("no %s in %s", want, data)
		}
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/deal start @telegram_bob 250"))
	want := `[{"name":"counterparty_elsewhere","type":3,"value":"@telegram_bob"},{"name":"amount","type":3,"value":"250"}]`
	if data := jsonOf(k.called().Raw["data"]); !strings.Contains(data, want) {
		t.Errorf("no %s in %s", want, data)
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/deal_note two words"))
	i := k.called()
	if data := jsonOf(i.Raw["data"]); !strings.Contains(data, `"value":"two words"`) || i.Raw["user"] == nil || i.Raw["context"] != 1.0 {
		t.Errorf("got %v", i.Raw)
	}
}

func TestInstalledForOneself(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	k := s.connect()
	s.menu()
	eve := s.AddUser(chat.User{Name: "Eve"})
	s.InstallFor(eve.Ref)
	s.SetLocale(eve.Ref, "ar")
	s.Rename(eve.Ref, "Eva", "eva")
	private := s.AddPrivate(eve.Ref, s.cast.Ann.Ref)
	for at, context := range map[chat.PlaceRef]float64{s.DirectOf(eve.Ref): 1, private: 2} {
		s.must(s.Type(eve.Ref, at, "/ping"))
		i := k.called()
		owners := jsonOf(i.Raw["authorizing_integration_owners"])
		if i.Raw["context"] != context || owners != `{"1":"`+eve.Ref.ID+`"}` || i.Raw["locale"] != "ar" {
			t.Errorf("got %v", i.Raw)
		}
	}
}

func TestCompletion(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	k := s.connect()
	s.menu()
	got := make(chan []string, 1)
	go func() {
		choices, err := s.Complete(s.cast.Ann.Ref, s.cast.Group.Ref, "/deal note he", "note")
		if err != nil {
			t.Error(err)
		}
		got <- choices
	}()
	i := k.called()
	if data := jsonOf(i.Raw["data"]); i.Type != 4 || !strings.Contains(data, `"focused":true`) || !strings.Contains(data, `"value":"he"`) {
		t.Errorf("the bot reads %s", data)
	}
	s.answer(i, `{"type":8,"data":{"choices":[{"name":"hello","value":"1"},{"name":"help","value":"2"}]}}`)
	if choices := <-got; !slices.Equal(choices, []string{"hello", "help"}) {
		t.Errorf("Ann is offered %q", choices)
	}
	if _, err := s.Complete(s.cast.Ann.Ref, s.cast.Group.Ref, "/deal start", "amount"); !errors.Is(err, discordtest.ErrOption) {
		t.Errorf("an option that does not complete: %v", err)
	}
}
