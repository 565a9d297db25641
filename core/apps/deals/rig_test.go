package deals

import (
	"errors"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
	"github.com/parleybot/parley/core/text"
)

// rig is the app on a real store, with a small stand-in for the engine.
type rig struct {
	t      testing.TB
	clock  *storetest.Clock
	store  *store.Store
	app    app.App
	book   *book
	texts  *text.Catalog
	events atomic.Int64 // request keys handed out
}

// someone is a person with one account, seen in the community or not.
type someone struct {
	id        accounts.Identity
	community communities.Community // where they type; zero in a direct chat
	owner     bool
}

func newRig(t testing.TB, o Options) *rig {
	t.Helper()
	clock := storetest.NewClock(start)
	r := &rig{t: t, clock: clock, app: New(o), book: newBook(o)}
	r.store = storetest.OpenWith(t, clock, 7, accounts.Migrations(), communities.Migrations(), audit.Migrations(),
		outbox.Migrations(), jobs.Migrations(), store.Folder("deals", migrationFiles))
	catalog, err := text.Load(text.Source{App: r.app.Name, Files: r.app.Texts})
	if err != nil {
		t.Fatal(err)
	}
	r.texts = catalog.Reporting(func(locale, key, problem string) { t.Errorf("%s: %s: %s", locale, key, problem) })
	return r
}

func (r *rig) write(fn func(tx *store.Tx) error) {
	r.t.Helper()
	if err := r.store.Write(r.t.Context(), fn); err != nil {
		r.t.Fatal(err)
	}
}

// meet makes a person known, by an act in their direct chat.
func (r *rig) meet(platform chat.Platform, name string) someone {
	r.t.Helper()
	var p someone
	id, _, _ := strings.Cut(name, " ")
	r.write(func(tx *store.Tx) (err error) {
		p.id, _, err = accounts.Refresh(tx, chat.User{
			Ref: chat.UserRef{Platform: platform, ID: "id-" + id}, Name: name, Handle: strings.ToLower(name),
		}, true)
		return err
	})
	return p
}

// in has a person act in a space, perhaps as an administrator or with a role.
func (r *rig) in(p someone, space string, admin bool, roles ...string) someone {
	r.t.Helper()
	r.write(func(tx *store.Tx) (err error) {
		presence := communities.Presence{User: p.id.Ref, PersonID: p.id.PersonID, Administrator: admin, Place: chat.Place{
			Ref: chat.PlaceRef{Platform: p.id.Ref.Platform, ID: "place-" + space}, Kind: chat.GroupPlace,
			Space: chat.SpaceRef{Platform: p.id.Ref.Platform, ID: space}, SpaceName: space,
		}}
		for _, role := range roles {
			presence.Roles = append(presence.Roles, chat.Role{ID: "r-" + role, Name: role})
		}
		p.community, _, err = communities.Refresh(tx, presence)
		return err
	})
	return p
}

func (p someone) direct() someone { p.community = communities.Community{}; return p }

// request is what the engine would hand to the app.
func (r *rig) request(p someone, args map[string]app.Arg) *app.Request {
	return &app.Request{
		Person: accounts.Person{ID: p.id.PersonID}, Identity: p.id, Community: p.community,
		Place: chat.Place{Kind: chat.DirectPlace}, Locale: "en", Zone: time.UTC,
		Key: "event-" + strconv.FormatInt(r.events.Add(1), 10), Args: args,
		StartLink: func(payload string) (string, bool) { return "https://t.me/parley_bot?start=" + payload, true },
		Owner:     func(person string) bool { return p.owner && person == p.id.PersonID },
	}
}

// args reads name, value pairs; "!" as the first name means a pressed button.
func bound(pairs []any) (args map[string]app.Arg, pressed bool) {
	args = map[string]app.Arg{}
	for i := 0; i+1 < len(pairs); i += 2 {
		name := pairs[i].(string)
		switch v := pairs[i+1].(type) {
		case string:
			n, _ := strconv.ParseInt(v, 10, 64)
			args[name] = app.Arg{Text: v, Int: n}
		case someone:
			args[name] = app.Arg{Text: v.id.Ref.String(), Identity: v.id}
		case bool:
			if name == "!" {
				pressed = v
				continue
			}
			args[name] = app.Arg{Bool: v}
		}
	}
	return args, pressed
}

// try runs a command as the engine does: reading first where it only reads, a
// refusal undone but for what it keeps.
func (r *rig) try(p someone, path string, pairs ...any) (app.Response, error) {
	r.t.Helper()
	cmd, ok := r.command(path)
	if !ok {
		r.t.Fatalf("no command %q", path)
	}
	args, pressed := bound(pairs)
	req := r.request(p, args)
	req.Path, req.Pressed = path, pressed
	var out app.Response
	if cmd.Reads {
		err := r.store.Read(r.t.Context(), func(tx *store.Tx) (err error) {
			out, err = cmd.Do(tx, req)
			return err
		})
		var keeps *app.Refusal
		if !errors.Is(err, store.ErrReadOnly) && !errors.As(err, &keeps) {
			return out, err
		}
	}
	return out, r.settle(func(tx *store.Tx) (err error) {
		out, err = cmd.Do(tx, req)
		return err
	})
}

// settle runs fn in a transaction whose refusals are undone and kept.
func (r *rig) settle(fn func(tx *store.Tx) error) error {
	var refused error
	err := r.store.Write(r.t.Context(), func(tx *store.Tx) error {
		refused = nil
		err := tx.Savepoint(func() error { return fn(tx) })
		if _, ok := fault.As(err); !ok {
			return err
		}
		refused = err
		var keep *app.Refusal
		if errors.As(err, &keep) {
			return keep.Keep(tx)
		}
		return nil
	})
	return errors.Join(err, refused)
}

func (r *rig) command(path string) (app.Command, bool) {
	for _, c := range r.app.Commands {
		if c.Path == path {
			return c, true
		}
	}
	return app.Command{}, false
}

// do is try for what must succeed; it returns what the person reads.
func (r *rig) do(p someone, path string, pairs ...any) screen {
	r.t.Helper()
	out, err := r.try(p, path, pairs...)
	if err != nil {
		r.t.Fatalf("%s: %v", path, err)
	}
	return r.show(out.Message)
}

// refused runs what must be refused, by the phrase of that key.
func (r *rig) refused(key string, p someone, path string, pairs ...any) {
	r.t.Helper()
	_, err := r.try(p, path, pairs...)
	f, ok := fault.As(err)
	if !ok || f.Phrase.Key != key {
		r.t.Fatalf("%s %v: got %v, want %s", path, pairs, err, key)
	}
	r.show(chat.Message{Document: chat.Document{chat.Paragraph(f.Phrase)}, Rows: f.Rows})
}

// screen is a message as it is read, in English.
type screen struct {
	words   string
	message chat.Message
}

// show localises in every language, so that a missing text fails the test.
func (r *rig) show(m chat.Message) screen {
	reader := text.Reader{Locale: "ar", Zone: time.UTC, Now: r.clock.Now()}
	r.texts.LocalizeMessage(m, reader)
	reader.Locale = "en"
	m = r.texts.LocalizeMessage(m, reader)
	return screen{words: chat.PlainText(m.Document), message: m}
}

// buttons are the labels a person can press; selects give their choices.
func (s screen) buttons() (labels []string) {
	for _, row := range s.message.Rows {
		for _, b := range row.Buttons {
			labels = append(labels, chat.PlainText(chat.Document{chat.Paragraph(b.Label)}))
		}
		if row.Select != nil {
			for _, c := range row.Select.Choices {
				labels = append(labels, chat.PlainText(chat.Document{chat.Paragraph(c.Label)}))
			}
		}
	}
	return labels
}

// press runs the action behind a button.
func (r *rig) press(p someone, s screen, label string) (app.Response, error) {
	r.t.Helper()
	for _, row := range s.message.Rows {
		for _, b := range row.Buttons {
			if chat.PlainText(chat.Document{chat.Paragraph(b.Label)}) != label {
				continue
			}
			pairs := []any{"!", true}
			for name, value := range b.Action.Args {
				pairs = append(pairs, name, value)
			}
			return r.try(p, b.Action.Path, pairs...)
		}
	}
	r.t.Fatalf("no button %q among %q", label, s.buttons())
	return app.Response{}, nil
}

func (r *rig) presses(p someone, s screen, label string) screen {
	r.t.Helper()
	out, err := r.press(p, s, label)
	if err != nil {
		r.t.Fatalf("press %s: %v", label, err)
	}
	return r.show(out.Message)
}
