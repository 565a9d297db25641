package pretend_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

func TestBoundCommands(t *testing.T) {
	t.Parallel()
	tests := []struct {
		line string
		args map[string]string // nil: handed over as words
	}{
		{"/deal start", map[string]string{}},
		{"/deal_start @mia", map[string]string{"counterparty": "@mia"}},
		{"/DEAL Start @mia active too late", map[string]string{"counterparty": "@mia", "status": "active", "reason": "too late"}},
		{"/deal start reason: too late status:active", map[string]string{"reason": "too late", "status": "active"}},
		{"/deal start status=active", map[string]string{"status": "active"}},
		{"/deal start http://x", map[string]string{"counterparty": "http://x"}},
		{"/deal begin @mia", nil},
		{"/nonsense", nil},
	}
	s := open(t, pretend.Options{}, nil)
	for i, tt := range tests {
		s.must(s.Type(alice, deals, tt.line))
		s.settle()
		in := s.core.Handled()[i]
		if (tt.args == nil) != (in.Path == "") {
			t.Errorf("%s: path %q, words %+v", tt.line, in.Path, in.Words)
			continue
		}
		if tt.args != nil && len(in.Args) != len(tt.args) {
			t.Errorf("%s: args %+v, want %v", tt.line, in.Args, tt.args)
		}
		for name, want := range tt.args {
			if got := in.Args[name].Text; got != want {
				t.Errorf("%s: %s is %q, want %q", tt.line, name, got, want)
			}
		}
	}
}

func TestMentionsNeedASharedSpace(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	space := chat.SpaceRef{Platform: pretend.Discord, ID: "harbor"}
	for i, want := range []bool{true, false, true} {
		s.must(s.Type(alice, pretend.DirectRef(alice), "@Mia"))
		s.settle()
		u := s.core.Handled()[i].Text.User
		if (u != nil) != want || u != nil && u.Ref != mia {
			t.Errorf("round %d: mentioned %+v", i, u)
		}
		if want {
			s.must(s.Leave(space, mia))
			continue
		}
		s.must(s.Join(space, pretend.Member{Who: mia}))
	}
	s.settle()
	var kinds []chat.EventKind
	for _, ev := range s.core.Observed() {
		kinds = append(kinds, ev.Kind)
	}
	if want := []chat.EventKind{chat.MemberLeft, chat.MemberJoined, chat.MemberLeft}; !slices.Equal(kinds, want) {
		t.Errorf("observed %v, want %v", kinds, want)
	}
}

func TestStandingTravelsWithTheAct(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, nil)
	s.must(s.Rename(mia, "Mia M.", "mimi"))
	s.must(s.SetLocale(mia, "ar"))
	s.must(s.Type(mia, deals, "/ping"))
	s.must(s.Type(pretend.OwnerRef, deals, "/ping"))
	s.settle()
	for _, in := range s.core.Handled() {
		switch in.User.Ref {
		case mia:
			if len(in.Roles) != 1 || in.Roles[0].Name != "DealMediator" || in.Admin || in.User.Name != "Mia M." || in.User.Handle != "mimi" || in.User.Locale != "ar" {
				t.Errorf("mia: %+v", in)
			}
		case pretend.OwnerRef:
			if len(in.Roles) != 0 || !in.Admin || in.Place.SpaceName != "Harbor" {
				t.Errorf("owner: %+v", in)
			}
		}
	}
	if m, is := s.Standing(omar, dock); !is || !m.Admin {
		t.Errorf("omar in Dock: %+v", m)
	}
	if _, is := s.Standing(alice, dock); is {
		t.Error("alice has a standing in Dock")
	}
}

func TestImpossibleActs(t *testing.T) {
	t.Parallel()
	zoe := chat.UserRef{Platform: pretend.Discord, ID: "zoe"}
	s := open(t, pretend.Options{}, func(chat.Interaction) chat.Reply {
		m := text("only yours")
		m.Rows = []chat.Row{chat.Buttons(chat.Button{Label: chat.Text("ok"), Token: "t"})}
		return chat.Reply{Message: m}
	})
	s.must(s.Type(alice, deals, "/ping"))
	s.settle()
	hers := s.newest(alice, deals).Ref
	none := chat.MessageRef{Place: deals, ID: "x"}
	tests := map[string]struct{ got, want error }{
		"a stranger types":          {s.Type(zoe, deals, "x"), pretend.ErrNobody},
		"alice types in Dock":       {s.Type(alice, dock, "x"), pretend.ErrNoPlace},
		"alice types nowhere":       {s.Type(alice, chat.PlaceRef{}, "x"), pretend.ErrNoPlace},
		"a stranger presses":        {s.Press(zoe, hers, 0), pretend.ErrNobody},
		"mia presses alice's":       {s.Press(mia, hers, 0), pretend.ErrNoMessage},
		"alice presses the second":  {s.Press(alice, hers, 1), pretend.ErrNoButton},
		"alice presses nothing":     {s.Press(alice, none, 0), pretend.ErrNoMessage},
		"alice picks":               {s.Choose(alice, hers, "v"), pretend.ErrNoButton},
		"mia picks alice's":         {s.Choose(mia, hers, "v"), pretend.ErrNoMessage},
		"mia replies to alice's":    {s.Reply(mia, hers, "x"), pretend.ErrNoMessage},
		"alice replies to nobody":   {s.Reply(zoe, hers, "x"), pretend.ErrNobody},
		"no form is open":           {s.Submit(alice, nil), pretend.ErrNoForm},
		"a stranger submits":        {s.Submit(zoe, nil), pretend.ErrNobody},
		"a stranger starts":         {s.Start(zoe, ""), pretend.ErrNobody},
		"a stranger opens":          {s.Open(zoe, ""), pretend.ErrNobody},
		"a stranger closes":         {s.Close(zoe), pretend.ErrNobody},
		"a stranger reopens":        {s.Reopen(zoe), pretend.ErrNobody},
		"a stranger is renamed":     {s.Rename(zoe, "Z", ""), pretend.ErrNobody},
		"a stranger leaves":         {s.Leave(chat.SpaceRef{Platform: pretend.Discord, ID: "harbor"}, zoe), pretend.ErrNoPlace},
		"alice leaves an odd space": {s.Leave(chat.SpaceRef{}, alice), pretend.ErrNoPlace},
	}
	for name, tt := range tests {
		if !errors.Is(tt.got, tt.want) {
			t.Errorf("%s: %v, want %v", name, tt.got, tt.want)
		}
	}
	if s.Redeliver(chat.UserRef{}) || s.Places(zoe) != nil {
		t.Error("strangers have no acts and no places")
	}
	if _, sees := s.Message(mia, hers); sees {
		t.Error("mia sees what only alice may see")
	}
}

func TestFormsAreSentOnce(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, func(in chat.Interaction) chat.Reply {
		if in.Kind == chat.Submit {
			return chat.Reply{Message: text("thank you")}
		}
		return chat.Reply{Form: &chat.Form{Title: chat.Text("Terms"), Token: "f", Fields: []chat.FormField{{Name: "due", Label: chat.Text("Due")}}}}
	})
	s.must(s.Type(alice, deals, "/deal start"))
	s.settle()
	s.must(s.Dismiss(alice))
	if err := s.Submit(alice, nil); !errors.Is(err, pretend.ErrNoForm) {
		t.Errorf("a closed form was sent: %v", err)
	}
	s.must(s.Type(alice, deals, "/deal start"))
	s.settle()
	s.must(s.Submit(alice, map[string]string{"due": "friday"}))
	s.settle()
	if err := s.Submit(alice, nil); !errors.Is(err, pretend.ErrNoForm) {
		t.Errorf("a form was sent twice: %v", err)
	}
	want := []string{"form #deals: ", "form #deals: ", "posted #deals: thank you"}
	if got := s.texts(alice); !slices.Equal(got, want) {
		t.Errorf("alice saw %q, want %q", got, want)
	}
}

func TestManyButtonsAreNumbered(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, func(in chat.Interaction) chat.Reply {
		m := text("pick")
		for i := range 30 {
			label := chat.Text(string(rune('A' + i)))
			m.Rows = append(m.Rows, chat.Buttons(chat.Button{Label: label, Token: "t" + string(rune('A'+i))}))
		}
		return chat.Reply{Message: m}
	})
	s.must(s.Start(bob, ""))
	s.settle()
	m := s.newest(bob, pretend.DirectRef(bob))
	if len(m.Numbered) == 0 {
		t.Fatalf("30 buttons fit: %+v", m)
	}
	s.must(s.Type(bob, pretend.DirectRef(bob), "1"))
	s.must(s.Type(bob, pretend.DirectRef(bob), "99"))
	s.settle()
	handled := s.core.Handled()
	if in := handled[1]; in.Kind != chat.Pressed || in.Token != m.Numbered[0].Token || in.Message != m.Ref {
		t.Errorf("a number on the list: %+v", in)
	}
	if in := handled[2]; in.Kind != chat.Answer || in.Text.Text != "99" {
		t.Errorf("a number beyond the list: %+v", in)
	}
}

func TestComplete(t *testing.T) {
	t.Parallel()
	s := open(t, pretend.Options{}, func(in chat.Interaction) chat.Reply {
		return chat.Reply{Choices: []chat.Choice{{Value: in.Option + "/" + in.Text.Text}}}
	})
	tests := []struct {
		who  chat.UserRef
		at   chat.PlaceRef
		line string
		want string
	}{
		{alice, deals, "/deal start @mia ac", "status/ac"},
		{alice, deals, "/deal start @mia ", "status/"},
		{alice, deals, "/deal start status:a", "status/a"},
		{alice, deals, "/deal start @m", ""}, // people, not suggestions
		{alice, deals, "/deal start @mia active too ", ""},
		{alice, deals, "/nonsense ", ""},
		{alice, deals, "words", ""},
		{alice, dock, "/deal start @mia ", ""},
		{bob, dock, "/deal start @mia ", ""}, // that platform has none
	}
	for _, tt := range tests {
		choices, err := s.Complete(t.Context(), tt.who, tt.at, tt.line)
		s.must(err)
		got := ""
		if len(choices) > 0 {
			got = choices[0].Value
		}
		if got != tt.want {
			t.Errorf("%s %q: got %q, want %q", tt.who, tt.line, got, tt.want)
		}
	}
	s.core.Fail(1)
	if _, err := s.Complete(t.Context(), alice, deals, "/deal start @mia "); !errors.Is(err, chat.ErrNotRecorded) {
		t.Errorf("a failing core: %v", err)
	}
}
