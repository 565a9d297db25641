package bottest

import (
	"context"
	"errors"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Person is somebody on one of the stage's platforms, in one place.
type Person struct {
	stage *Stage
	User  chat.User
	Place chat.Place
	Roles []chat.Role
	Admin bool
}

// Person returns somebody in their direct chat with the bot.
func (s *Stage) Person(p chat.Platform, id string) *Person {
	return &Person{
		stage: s,
		User:  chat.User{Ref: chat.UserRef{Platform: p, ID: id}, Name: strings.ToUpper(id[:1]) + id[1:], Handle: id, Locale: "en"},
		Place: chat.Place{Ref: chat.PlaceRef{Platform: p, ID: "dm-" + id}, Kind: chat.DirectPlace},
	}
}

// In returns the same person in a group of their platform.
func (p *Person) In(space string) *Person {
	q := *p
	q.Place = chat.Place{
		Ref: chat.PlaceRef{Platform: p.User.Ref.Platform, ID: "place-" + space}, Kind: chat.GroupPlace,
		Space: chat.SpaceRef{Platform: p.User.Ref.Platform, ID: space}, SpaceName: space,
	}
	return &q
}

// AsAdmin returns the same person as an administrator of where they are.
func (p *Person) AsAdmin() *Person { q := *p; q.Admin = true; return &q }

// With returns the same person with a role of that name.
func (p *Person) With(role string) *Person {
	q := *p
	q.Roles = append([]chat.Role{{ID: "r-" + role, Name: role}}, p.Roles...)
	return &q
}

// Speaking returns the same person with another language.
func (p *Person) Speaking(locale string) *Person { q := *p; q.User.Locale = locale; return &q }

// interaction is what every act of the person has in common.
func (p *Person) interaction(kind chat.InteractionKind) chat.Interaction {
	return chat.Interaction{
		Kind: kind, EventID: p.stage.event(), User: p.User, Place: p.Place, Roles: p.Roles, Admin: p.Admin, At: p.stage.Clock.Now(),
	}
}

// Act hands an interaction to the engine and returns the answer.
func (p *Person) Act(in chat.Interaction) Screen {
	p.stage.t.Helper()
	reply, err := p.stage.Bot.Handle(context.Background(), in)
	if err != nil && !errors.Is(err, chat.ErrNotRecorded) {
		p.stage.t.Fatalf("%s: %v", in.User.Ref, err)
	}
	return Screen{person: p, Reply: reply, Event: in, Err: err}
}

// Says types a line: a command where it begins with a slash, else an answer.
func (p *Person) Says(line string) Screen {
	p.stage.t.Helper()
	rest, command := strings.CutPrefix(line, "/")
	if !command {
		in := p.interaction(chat.Answer)
		in.Text = chat.Value{Text: line}
		return p.Act(in)
	}
	in := p.interaction(chat.Invoke)
	for _, word := range strings.Fields(rest) {
		in.Words = append(in.Words, chat.Value{Text: word})
	}
	return p.Act(in)
}

// Mentions types a command that ends in a mention of somebody.
func (p *Person) Mentions(line string, other *Person) Screen {
	p.stage.t.Helper()
	in := p.interaction(chat.Invoke)
	for _, word := range strings.Fields(strings.TrimPrefix(line, "/")) {
		in.Words = append(in.Words, chat.Value{Text: word})
	}
	in.Words = append(in.Words, chat.Value{Text: "@" + other.User.Handle, User: &other.User})
	return p.Act(in)
}

// PressesToken presses whatever carries a token.
func (p *Person) PressesToken(token string) Screen {
	p.stage.t.Helper()
	in := p.interaction(chat.Pressed)
	in.Token = token
	return p.Act(in)
}

// Inbox returns the notifications the person was sent, oldest first, after
// everything has come to rest.
func (p *Person) Inbox() []Screen {
	p.stage.t.Helper()
	p.stage.Settle()
	var all []Screen
	for _, d := range p.stage.platform(p.User.Ref.Platform).Sent(p.User.Ref) {
		all = append(all, Screen{person: p, Reply: chat.Reply{Message: d.Message, Locale: d.Locale}})
	}
	return all
}

// Last returns the newest notification; it fails the test where there is none.
func (p *Person) Last() Screen {
	p.stage.t.Helper()
	all := p.Inbox()
	if len(all) == 0 {
		p.stage.t.Fatalf("%s was told nothing", p.User.Ref)
	}
	return all[len(all)-1]
}
