package bot_test

import (
	"cmp"
	"embed"
	"errors"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

//go:embed testdata/demo
var demoFiles embed.FS

// demo is an app that has one of everything the engine serves: it keeps orders
// in the engine's own facts table by way of notifications, so it needs no table.
type demo struct {
	finished []map[string]string
	ran      int
}

func (d *demo) app() app.App {
	text := func(name string, required bool, low, high int) chat.Option {
		return chat.Option{Name: name, Kind: chat.TextOption, Required: required, Min: low, Max: high, Example: "abc"}
	}
	command := func(c chat.Command, right app.Right, do func(*store.Tx, *app.Request) (app.Response, error)) app.Command {
		c.Describe = "demo.about"
		return app.Command{Command: c, Right: right, Do: do, Suggest: suggest}
	}
	id := text("id", true, 0, 0)
	id.Completes = true
	echo := func(_ *store.Tx, r *app.Request) (app.Response, error) {
		d.ran++
		return app.Say("demo.said", chat.Args{"path": chat.Code(r.Path), "text": chat.Said(r.Text("words"))}), nil
	}
	look := command(chat.Command{Path: "demo look", Reads: true, Options: []chat.Option{id}}, app.Everyone, func(_ *store.Tx, r *app.Request) (app.Response, error) {
		return app.Say("demo.said", chat.Args{"path": chat.Code(r.Path), "text": chat.Said(r.Text("id"))}), nil
	})
	look.Instead = look.Path
	return app.App{
		Name:  "demo",
		Texts: sub(demoFiles, "testdata/demo"),
		Commands: []app.Command{
			command(chat.Command{Path: "demo order", Options: []chat.Option{text("colour", false, 0, 0)}}, app.Everyone, func(_ *store.Tx, r *app.Request) (app.Response, error) {
				return app.Response{Begin: &app.Begin{Wizard: "demo.order", State: map[string]string{"colour": r.Text("colour")}}}, nil
			}),
			command(chat.Command{Path: "demo echo", Options: []chat.Option{text("words", true, 2, 20)}}, app.Everyone, echo),
			look,
			command(chat.Command{Path: "demo guess", Reads: true, Options: []chat.Option{text("how", false, 0, 0)}}, app.Everyone, func(tx *store.Tx, r *app.Request) (app.Response, error) {
				return d.bad(tx, r)
			}),
			command(chat.Command{Path: "demo count"}, app.Everyone, d.count),
			command(chat.Command{Path: "demo card"}, app.Everyone, d.card),
			command(chat.Command{Path: "demo bad", Options: []chat.Option{text("how", true, 0, 0)}}, app.Everyone, d.bad),
			command(chat.Command{Path: "demo admin", Where: chat.SpaceOnly}, app.Administrator, echo),
			command(chat.Command{Path: "demo mediate", Where: chat.SpaceOnly}, app.Mediator, echo),
			command(chat.Command{Path: "demo own"}, app.Owner, echo),
			command(chat.Command{Path: "demo code", Options: []chat.Option{text("code", true, 0, 0)}}, app.Everyone, func(_ *store.Tx, r *app.Request) (app.Response, error) {
				if r.Text("code") == "wrong" {
					return app.Response{}, fault.New(fault.NotFound, "demo.wrong")
				}
				return app.Say("demo.said", chat.Args{"path": chat.Code(r.Path), "text": chat.Said(r.Text("code"))}), nil
			}),
			command(chat.Command{Path: "demo pair", Options: []chat.Option{text("code", true, 0, 0), text("words", true, 0, 0)}}, app.Everyone, func(_ *store.Tx, r *app.Request) (app.Response, error) {
				if r.Text("code") == "wrong" {
					return app.Response{}, fault.New(fault.NotFound, "demo.wrong").On("code")
				}
				return app.Say("demo.both", chat.Args{"code": chat.Said(r.Text("code")), "words": chat.Said(r.Text("words"))}), nil
			}),
			command(chat.Command{Path: "demo place", Where: chat.SpaceOnly, Options: []chat.Option{text("words", true, 0, 0)}}, app.Administrator, func(_ *store.Tx, r *app.Request) (app.Response, error) {
				return app.Answer(
					chat.Say("demo.heard", chat.Args{"space": chat.Said(r.Place.SpaceName), "text": chat.Said(r.Text("words"))}),
					chat.Buttons(chat.Press(chat.Text("Once more"), "", "demo place", "words", "again")),
				), nil
			}),
			command(chat.Command{Path: "demo private", Where: chat.DirectOnly}, app.Everyone, echo),
			command(chat.Command{Path: "demo tell", Options: []chat.Option{{Name: "who", Kind: chat.UserOption, Required: true}}}, app.Everyone, tell),
			command(chat.Command{Path: "demo set", Options: []chat.Option{
				{Name: "size", Kind: chat.IntegerOption, Required: true, Min: 1, Max: 9, Example: "3"},
				{Name: "loud", Kind: chat.BooleanOption, Example: "yes"},
				{Name: "colour", Kind: chat.ChoiceOption, Choices: colours()},
			}}, app.Everyone, func(_ *store.Tx, r *app.Request) (app.Response, error) {
				return app.Say("demo.set", chat.Args{
					"size": chat.Number(int(r.Int("size", 0))), "loud": chat.Code(map[bool]string{true: "loud", false: "quiet"}[r.Bool("loud", false)]),
					"colour": chat.Code(r.Text("colour")),
				}), nil
			}),
		},
		Wizards: []app.Wizard{d.order()},
		Jobs: []app.Job{{Kind: "demo.later", Do: func(tx *store.Tx, j jobs.Job, _ []byte) error {
			_, _, err := outbox.Notify(tx, outbox.Notification{Person: j.Subject, Kind: "demo.later", Message: chat.Message{Document: chat.Say("demo.later")}})
			return err
		}}},
		Links: []app.StartLink{{Prefix: "echo", Path: "demo echo", Option: "words"}},
	}
}

func (d *demo) order() app.Wizard {
	take := func(name string) func(*store.Tx, *app.Request, *app.State, chat.Value) error {
		return func(_ *store.Tx, _ *app.Request, s *app.State, v chat.Value) error {
			if v.Text == "wrong" {
				return fault.New(fault.Input, "demo.wrong")
			}
			if v.Text == "either" {
				return &app.Choose{Document: chat.Say("demo.which"), Choices: colours()[:2]}
			}
			s.Set(name, v.Text)
			return nil
		}
	}
	ask := func(name string, p app.Prompt) func(*store.Tx, *app.Request, *app.State) (app.Prompt, error) {
		return func(*store.Tx, *app.Request, *app.State) (app.Prompt, error) {
			p.Document, p.Label = chat.Say("demo.ask."+name), chat.T("demo.ask."+name)
			return p, nil
		}
	}
	return app.Wizard{
		Name: "demo.order", Version: 1, Title: chat.T("demo.order"), Path: "demo order",
		Steps: []app.Step{
			{Name: "colour", Ask: ask("colour", app.Prompt{Choices: colours(), Closed: true}), Take: take("colour")},
			{Name: "name", Form: "details", Literal: true, Ask: ask("name", app.Prompt{MaxLength: 20}), Take: take("name")},
			{Name: "size", Ask: ask("size", app.Prompt{Choices: []chat.Choice{{Value: "big", Label: chat.Text("Big")}, {Value: "small", Label: chat.Text("Small")}}, Closed: true}), Take: take("size")},
			{Name: "note", Form: "details", Ask: ask("note", app.Prompt{MaxLength: 300}), Take: take("note")},
			{Name: "review", Ask: ask("review", app.Prompt{Choices: []chat.Choice{{Value: "go", Label: chat.Text("Go")}}, Closed: true, Primary: "go"}), Take: take("review")},
		},
		Finish: func(_ *store.Tx, _ *app.Request, s *app.State) (app.Response, error) {
			if s.Get("note") == "full" {
				return app.Response{}, fault.New(fault.Limit, "demo.full")
			}
			d.finished = append(d.finished, s.Values)
			return app.Say("demo.ordered", chat.Args{"colour": chat.Code(s.Get("colour")), "name": chat.Said(s.Get("name"))}), nil
		},
	}
}

// card answers with a button of every sort.
func (d *demo) card(*store.Tx, *app.Request) (app.Response, error) {
	once := chat.Press(chat.Text("Once"), chat.StylePrimary, "demo count")
	once.Action.Once = true
	open := chat.Press(chat.Text("Open"), chat.StyleSecondary, "demo echo", "words", "open")
	open.Action.Open = true
	return app.Answer(chat.Say("demo.about"), chat.Buttons(once, open,
		chat.Press(chat.Text("Mine"), chat.StyleSecondary, "demo echo", "words", "mine"),
		chat.Press(chat.Text("Long"), chat.StyleSecondary, "demo look", "id", "a value that is far too long for the sixty-four bytes of a token"),
		chat.Press(chat.Text("Short"), chat.StyleSecondary, "demo look", "id", "short"),
		chat.Press(chat.Text("Ask"), chat.StyleSecondary, "demo echo"),
	)), nil
}

func (d *demo) count(*store.Tx, *app.Request) (app.Response, error) {
	d.ran++
	return app.Say("demo.count", chat.Args{"count": chat.Number(d.ran)}), nil
}

// bad goes wrong in the way it is told to.
func (d *demo) bad(tx *store.Tx, r *app.Request) (app.Response, error) {
	switch cmp.Or(r.Text("how"), "keep") {
	case "panic":
		panic("demo")
	case "keep":
		return app.Response{}, app.Refuse(fault.New(fault.Limit, "demo.full"), func(tx *store.Tx) error {
			_, err := jobs.Schedule(tx, jobs.Job{Kind: "demo.later", Subject: r.Person.ID, Due: tx.Now().Add(time.Minute)})
			return err
		})
	case "slow":
		<-tx.Context().Done()
		return app.Response{}, tx.Context().Err()
	case "refuse":
		if _, err := jobs.Schedule(tx, jobs.Job{Kind: "demo.later", Subject: r.Person.ID, Due: tx.Now()}); err != nil {
			return app.Response{}, err
		}
		return app.Response{}, fault.New(fault.Status, "demo.full")
	}
	return app.Response{}, errors.New("demo: a cause that no person may read")
}

func tell(tx *store.Tx, r *app.Request) (app.Response, error) {
	who, _ := r.User("who")
	_, _, err := outbox.Notify(tx, outbox.Notification{
		Person: who.PersonID, Prefer: who.Ref, Kind: "demo.tell",
		Message: chat.Message{Document: chat.Say("demo.told"), Rows: []chat.Row{chat.Buttons(chat.Press(chat.Text("Fine"), "", "demo count"))}},
	})
	return app.Say("demo.telling", chat.Args{"who": chat.Code(who.Ref.String())}), err
}

func suggest(_ *store.Tx, _ *app.Request, _, prefix string) ([]chat.Choice, error) {
	return []chat.Choice{{Value: prefix + "1", Label: chat.Text("First")}, {Value: prefix + "2", Label: chat.Text("Second")}}, nil
}

func colours() []chat.Choice {
	return []chat.Choice{{Value: "red", Label: chat.T("demo.red")}, {Value: "blue", Label: chat.T("demo.blue")}, {Value: "green", Label: chat.Text("🟢 Grass")}}
}
