package deals

import (
	"context"
	"regexp"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

// answers to the wizard, by step; what is left out takes these.
func answers(changed map[string]string) map[string]string {
	all := map[string]string{
		stepNetwork: "tiktok", stepMine: "ann_live", stepTheirs: "ben_live", stepType: "gifting",
		stepAmount: "500", stepDue: "2026-03-11", stepReview: reviewCreate,
	}
	for step, value := range changed {
		all[step] = value
	}
	return all
}

// tryPropose runs /deal start and the whole wizard.
func (r *rig) tryPropose(p someone, with *someone, given map[string]string) (app.Response, error) {
	r.t.Helper()
	var pairs []any
	if with != nil {
		pairs = []any{"counterparty", *with}
	}
	out, err := r.try(p, pathStart, pairs...)
	if err != nil {
		return out, err
	}
	return r.tryWizard(p, app.State{Values: out.Begin.State}, given)
}

// tryWizard answers every open step of a session in order, then finishes it.
func (r *rig) tryWizard(p someone, state app.State, given map[string]string) (out app.Response, err error) {
	w := r.app.Wizards[0]
	req := r.request(p, nil)
	err = r.settle(func(tx *store.Tx) error {
		for _, step := range w.Steps {
			if (step.Skip != nil && step.Skip(&state)) || (state.Get(step.Name) != "" && given[step.Name] == "") {
				continue
			}
			prompt, err := step.Ask(tx, req, &state)
			if err != nil {
				return err
			}
			r.show(chat.Message{Document: append(prompt.Document, chat.Paragraph(prompt.Label))})
			if err := step.Take(tx, req, &state, chat.Value{Text: given[step.Name]}); err != nil {
				return err
			}
		}
		out, err = w.Finish(tx, req, &state)
		return err
	})
	return out, err
}

// propose makes a deal and returns its handle and what its initiator reads.
func (r *rig) propose(p someone, with *someone, changed map[string]string) (string, screen) {
	r.t.Helper()
	out, err := r.tryPropose(p, with, answers(changed))
	if err != nil {
		r.t.Fatal(err)
	}
	s := r.show(out.Message)
	return handleIn(s), s
}

var handlePattern = regexp.MustCompile(`#([0-9A-F]{8})`)

func handleIn(s screen) string {
	found := handlePattern.FindStringSubmatch(s.words)
	if found == nil {
		return ""
	}
	return found[1]
}

// active makes a deal that both have confirmed.
func (r *rig) active(a, b someone) string {
	r.t.Helper()
	handle, _ := r.propose(a, &b, map[string]string{stepReview: reviewConfirm})
	r.do(b, pathConfirm, "!", true, "deal_id", handle)
	return handle
}

func (r *rig) deal(handle string) (d Deal) {
	r.t.Helper()
	if err := r.store.Read(r.t.Context(), func(tx *store.Tx) (err error) {
		d, err = loadByHandle(tx, handle)
		return err
	}); err != nil {
		r.t.Fatal(err)
	}
	return d
}

// wire is a platform that takes every notification, or none.
type wire struct {
	platform chat.Platform
	closed   bool
	sent     chan chat.Delivery
}

func (w *wire) Platform() chat.Platform { return w.platform }

func (w *wire) Capabilities(chat.PlaceRef) chat.Capabilities {
	return chat.Capabilities{PerSecond: 1e6, Buttons: chat.Native}
}

func (w *wire) Run(ctx context.Context, _ chat.Catalog, _ chat.Core) error { <-ctx.Done(); return nil }

func (w *wire) Send(_ context.Context, d chat.Delivery) (chat.MessageRef, error) {
	if w.closed {
		return chat.MessageRef{}, &chat.SendError{Class: chat.Unreachable}
	}
	w.sent <- d
	return chat.MessageRef{Place: chat.PlaceRef{Platform: w.platform, ID: d.User.ID}, ID: d.ID}, nil
}

// deliver sends all notifications that wait and returns what each account
// reads, in order. Platforms in closed reach nobody.
func (r *rig) deliver(closed ...chat.Platform) map[chat.UserRef][]screen {
	r.t.Helper()
	sent := make(chan chat.Delivery, 10_000)
	var frontends []chat.Frontend
	for _, platform := range []chat.Platform{"x", "y", "z"} {
		w := &wire{platform: platform, sent: sent}
		for _, c := range closed {
			w.closed = w.closed || c == platform
		}
		frontends = append(frontends, w)
	}
	runner := outbox.New(outbox.Options{
		Store: r.store, Frontends: frontends, Now: r.clock.Now, Route: accounts.Route,
		Prepare: func(_ *store.Tx, _ string, _ chat.UserRef, _ chat.PlaceRef, m chat.Message) (chat.Message, string, error) {
			r.show(m)
			return r.texts.LocalizeMessage(m, text.Reader{Locale: "en", Zone: time.UTC, Now: r.clock.Now()}), "en", nil
		},
	})
	ctx, stop := context.WithCancel(r.t.Context())
	done := make(chan error)
	go func() { done <- runner.Run(ctx) }()
	if err := runner.Idle(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	stop()
	if err := <-done; err != nil {
		r.t.Fatal(err)
	}
	close(sent)
	all := map[chat.UserRef][]screen{}
	for d := range sent {
		all[d.User] = append(all[d.User], screen{words: chat.PlainText(d.Message.Document), message: d.Message})
	}
	return all
}

// last is the newest notification of one account; the test fails without one.
func (r *rig) last(p someone, closed ...chat.Platform) screen {
	r.t.Helper()
	all := r.deliver(closed...)[p.id.Ref]
	if len(all) == 0 {
		r.t.Fatalf("%s was told nothing", p.id.Name)
	}
	return all[len(all)-1]
}

func stateOf(values map[string]string) app.State { return app.State{Values: values} }
