package frontendtest

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// typed is what a command says, whichever way the frontend handed it over.
func typed(in chat.Interaction) (path string, values []chat.Value) {
	if in.Path == "" {
		cmd, rest, _ := catalog().Match(in.Words)
		return cmd.Path, rest
	}
	cmd, _ := catalog().Find(in.Path)
	for _, o := range cmd.Options {
		if v, given := in.Args[o.Name]; given {
			values = append(values, v)
		}
	}
	return in.Path, values
}

func commands(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/deal note hello there"))
	b.took(1) // a frontend may keep the order of a place, not of a person in two
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/deal_note again"))
	got := b.took(3)
	want := []struct {
		path  string
		place chat.PlaceRef
		kind  chat.PlaceKind
		first string
	}{
		{"deal note", b.cast.Group.Ref, chat.GroupPlace, "hello"},
		{"ping", b.cast.AnnDirect, chat.DirectPlace, ""},
		{"deal note", b.cast.AnnDirect, chat.DirectPlace, "again"},
	}
	ids := map[string]bool{}
	for i, w := range want {
		in := got[i]
		path, values := typed(in)
		if in.Kind != chat.Invoke || path != w.path || in.Place.Ref != w.place || in.Place.Kind != w.kind {
			t.Errorf("interaction %d: %+v; want %s in %s", i, in, w.path, w.place)
		}
		if w.first != "" && (len(values) == 0 || !strings.HasPrefix(values[0].Text, w.first)) {
			t.Errorf("interaction %d: values %+v; want %q first", i, values, w.first)
		}
		if in.User.Ref != b.cast.Ann.Ref || in.User.Name != b.cast.Ann.Name || in.At.IsZero() || in.EventID == "" || ids[in.EventID] {
			t.Errorf("interaction %d: who, when or event id is wrong: %+v", i, in)
		}
		ids[in.EventID] = true
		if in.Place.Space.IsZero() != (w.kind == chat.DirectPlace) {
			t.Errorf("interaction %d: space %q in a %s place", i, in.Place.Space, w.kind)
		}
		if in.Admin {
			t.Errorf("interaction %d: Ann is no administrator", i)
		}
	}
	if !b.cast.BenAdministers {
		return
	}
	b.must(b.p.Type(b.cast.Ben.Ref, b.cast.Group.Ref, "/ping"))
	if in := b.took(4)[3]; !in.Admin || in.User.Ref != b.cast.Ben.Ref {
		t.Errorf("Ben administers the group, got %+v", in)
	}
}

func mentions(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/deal start @"+b.cast.Ben.Handle+" 250"))
	path, values := typed(b.took(1)[0])
	if path != "deal start" || len(values) != 2 {
		t.Fatalf("got %q %+v", path, values)
	}
	if values[0].User == nil || values[0].User.Ref != b.cast.Ben.Ref || values[1].Text != "250" {
		t.Errorf("got %+v; want Ben and 250", values)
	}
}

func answersReach(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "250 EUR, please"))
	if in := b.took(1)[0]; in.Kind != chat.Answer || in.Text.Text != "250 EUR, please" || in.Place.Ref != b.cast.AnnDirect {
		t.Errorf("got %+v", in)
	}
	b.answers(chat.Public, say("which amount?"))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	question := b.seesText(b.cast.Ann, "which amount?")
	b.must(b.p.Reply(b.cast.Ann.Ref, question.ID, "300"))
	in := b.took(3)[2]
	if in.Kind != chat.Answer || in.Text.Text != "300" || in.Place.Ref != b.cast.Group.Ref || in.Message.IsZero() {
		t.Errorf("got %+v; want the answer to a message in the group", in)
	}
}

func groupTalk(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "good morning"))
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.Group.Ref, "/ping"))
	if in := b.took(1)[0]; in.Kind != chat.Invoke {
		t.Errorf("the core was told %+v", in)
	}
}
