package frontendtest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// double lets the suite act in a world of one platform.
type double struct {
	*pretend.World
	f    *pretend.Frontend
	cast frontendtest.Cast
}

// pretended returns a world with the suite's cast on one platform. The test fails if
// the frontend does something that a real platform of that kind would refuse.
func pretended(t *testing.T, profile pretend.Profile) *double {
	t.Helper()
	w := pretend.New(pretend.Options{Prefix: "t", Pause: func(int) time.Duration { return 0 }})
	p := profile.Platform
	user := func(id, name string) chat.User {
		u := chat.User{Ref: chat.UserRef{Platform: p, ID: id}, Name: name, Handle: strings.ToLower(name)}
		w.AddPerson(u)
		return u
	}
	d := &double{World: w, f: w.Add(profile)}
	d.cast = frontendtest.Cast{
		Ann: user("1", "Ann"), Ben: user("2", "Ben"), Redelivers: true, BenAdministers: true,
		Group: chat.Place{
			Ref: chat.PlaceRef{Platform: p, ID: "g"}, Kind: chat.GroupPlace,
			Space: chat.SpaceRef{Platform: p, ID: "s"}, SpaceName: "Space",
		},
		Nobody: chat.UserRef{Platform: p, ID: "99"}, Nowhere: chat.PlaceRef{Platform: p, ID: "99"},
	}
	d.cast.AnnDirect, d.cast.BenDirect = pretend.DirectRef(d.cast.Ann.Ref), pretend.DirectRef(d.cast.Ben.Ref)
	w.AddSpace(pretend.Space{
		Ref: d.cast.Group.Space, Name: "Space", Place: d.cast.Group.Ref, PlaceName: "#talk",
	}, pretend.Member{Who: d.cast.Ann.Ref}, pretend.Member{Who: d.cast.Ben.Ref, Admin: true})
	if err := w.Arrive(d.cast.Ann.Ref); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if broken := w.Violations(); len(broken) > 0 {
			t.Errorf("the platform would have refused: %v", broken)
		}
	})
	return d
}

func (d *double) Frontend() chat.Frontend { return d.f }

func (d *double) Cast() frontendtest.Cast { return d.cast }

func (d *double) Reply(who chat.UserRef, id, line string) error {
	m := d.find(who, id)
	return d.World.Reply(who, m.Ref, line)
}

func (d *double) Press(who chat.UserRef, id, label string) error {
	m := d.find(who, id)
	return d.World.Press(who, m.Ref, slices.IndexFunc(m.Buttons(), func(b pretend.Button) bool { return b.Label == label }))
}

func (d *double) Choose(who chat.UserRef, id, label string) error {
	m := d.find(who, id)
	for _, s := range m.Selects {
		for _, o := range s.Choices {
			if o.Label == label {
				return d.World.Choose(who, m.Ref, o.Value)
			}
		}
	}
	return pretend.ErrNoButton
}

func (d *double) find(who chat.UserRef, id string) pretend.Message {
	for _, e := range slices.Backward(d.Entries(0, who)) {
		if e.Message.Ref.ID == id {
			m, _ := d.Message(who, e.Message.Ref)
			return m
		}
	}
	return pretend.Message{}
}

func (d *double) Seen(who chat.UserRef) []frontendtest.Seen {
	var seen []frontendtest.Seen
	for _, e := range d.Entries(0, who) {
		if e.Kind == pretend.Typed {
			continue
		}
		s := frontendtest.Seen{
			ID: e.Message.Ref.ID, Group: e.Place.Kind == chat.GroupPlace, Notice: e.Kind == pretend.Toast,
			Text: e.Message.Text, Files: e.Message.Files,
		}
		for _, f := range e.Message.Fields {
			s.Text += "\n" + f.Name + ": " + f.Value
		}
		for _, b := range e.Message.Buttons() {
			s.Buttons = append(s.Buttons, b.Label)
		}
		for _, sel := range e.Message.Selects {
			for _, o := range sel.Choices {
				s.Choices = append(s.Choices, o.Label)
			}
		}
		if e.Form != nil {
			for _, f := range e.Form.Fields {
				s.Form = append(s.Form, f.Name)
			}
		}
		seen = append(seen, s)
	}
	return seen
}
