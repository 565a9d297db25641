package privacy_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/privacy"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// vault is another app, which keeps something of persons, and all else that
// privacy asks of others.
type vault struct {
	busy      bool     // refuses erasure
	big       int      // bytes of incompressible data in its export
	short     bool     // leaves out the oldest
	table     string   // what /admin export finds
	asked     []string // scopes for which the table was asked
	erased    []string
	forgotten []string
	returned  [][2]string
	broken    error
}

func (v *vault) app() app.App {
	return app.App{
		Name: "vault",
		Export: func(_ *store.Tx, person string, add app.Adder) error {
			if err := add("deals.csv", v.write); err != nil {
				return err
			}
			for _, name := range []string{"receipts/1", "receipts/2"} {
				if err := add(name, func(w io.Writer) error { _, err := io.WriteString(w, person); return err }); err != nil {
					return err
				}
			}
			return nil
		},
		MayErase: func(*store.Tx, string) error {
			if v.busy {
				return fault.New(fault.Status, "core.fault.role")
			}
			return nil
		},
		Erase: func(_ *store.Tx, person string) error { v.erased = append(v.erased, person); return v.broken },
	}
}

func (v *vault) write(w io.Writer) error {
	// A small generator: what it makes cannot be compressed, and is the same each time.
	data, x := make([]byte, v.big), uint32(1)
	for i := range data {
		x ^= x << 13
		x ^= x >> 17
		x ^= x << 5
		data[i] = byte(x)
	}
	if _, err := w.Write(data); err != nil {
		return err
	}
	if v.short {
		return app.ErrShortened
	}
	return nil
}

func (v *vault) deals(_ *store.Tx, w io.Writer, community string, all bool, most int64) error {
	scope := "community"
	if all {
		scope = "all"
	}
	if all != (community == "") {
		scope = "neither"
	}
	v.asked = append(v.asked, scope)
	if int64(len(v.table)) > most {
		_, err := io.WriteString(w, v.table[:most])
		return errors.Join(err, app.ErrShortened)
	}
	_, err := io.WriteString(w, v.table)
	return err
}

// scene is a stage with the app on it.
type scene struct {
	*bottest.Stage
	t      *testing.T
	app    app.App
	vault  *vault
	ann    *bottest.Person // in the direct chat, on the platform without forms
	owner  *bottest.Person
	boss   *bottest.Person // administers a community
	member *bottest.Person
}

func newScene(t *testing.T, full bool) *scene {
	t.Helper()
	v := &vault{}
	o := privacy.Options{Apps: app.Personal{{}, v.app()}}
	if full {
		o.Deals = v.deals
		o.Reputation = func(_ *store.Tx, person string, w io.Writer) error {
			_, err := io.WriteString(w, "rep of "+person)
			return err
		}
		o.Checkpoint = func(*store.Tx) ([]byte, error) { return []byte("signed"), nil }
		o.Key = func() string { return "the key" }
		o.Forget = []func(*store.Tx, string) error{func(_ *store.Tx, p string) error { v.forgotten = append(v.forgotten, p); return nil }}
		o.Return = func(_ *store.Tx, p, erased string) error {
			v.returned = append(v.returned, [2]string{p, erased})
			return nil
		}
	}
	features, err := privacy.New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := &scene{Stage: bottest.New(t, features), t: t, app: features, vault: v}
	s.ann, s.owner = s.Person(bottest.T, "ann"), s.Person(bottest.D, "owner")
	s.boss, s.member = s.Person(bottest.D, "boss").In("agency").AsAdmin(), s.Person(bottest.D, "mel").In("agency")
	return s
}

// personOf returns the id behind an account; "" for one that is not known.
func (s *scene) personOf(p *bottest.Person) (id string) {
	s.t.Helper()
	err := s.Store.Read(s.t.Context(), func(tx *store.Tx) error {
		return tx.SQL().Row(`SELECT coalesce(max(person_id), '') FROM accounts_identities WHERE platform = ? AND user_id = ?`,
			[]any{string(p.User.Ref.Platform), p.User.Ref.ID}, &id)
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return id
}

// logged returns the events of a type.
func (s *scene) logged(typ string) (list []audit.Record) {
	s.t.Helper()
	err := s.Store.Read(s.t.Context(), func(tx *store.Tx) (err error) {
		list, err = audit.Since(tx, -1, typ, 100)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

// archive opens the one file of an answer.
func (s *scene) archive(m chat.Message) map[string]string {
	s.t.Helper()
	if len(m.Files) != 1 {
		s.t.Fatalf("%d files", len(m.Files))
	}
	z, err := zip.NewReader(bytes.NewReader(m.Files[0].Data), int64(len(m.Files[0].Data)))
	if err != nil {
		s.t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			s.t.Fatal(err)
		}
		data, err := io.ReadAll(r) // which checks size and sum
		if err != nil {
			s.t.Fatalf("%s: %v", f.Name, err)
		}
		files[f.Name] = string(data)
	}
	return files
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// in runs a command where no file may be larger than a limit, and returns the
// answer as it is before anybody's language.
func (s *scene) in(limit int64, path string) (m chat.Message) {
	s.t.Helper()
	r := &app.Request{Path: path, Locale: "en", Zone: time.UTC, Caps: chat.Capabilities{FileBytes: limit}}
	r.Standing.Owner = true
	at := slices.IndexFunc(s.app.Commands, func(c app.Command) bool { return c.Path == path })
	err := s.Store.Write(s.t.Context(), func(tx *store.Tx) error {
		out, err := s.app.Commands[at].Do(tx, r)
		m = out.Message
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func says(m chat.Message, key string) bool {
	_, found := m.Rewrite(func(n chat.Node) (chat.Node, bool) { return n, n.Key == key })
	return found
}
