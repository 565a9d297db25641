package bot

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

// Handle runs one interaction to its end. Interactions of one account run in
// the order in which Handle was called. The answer comes even when ctx ends
// meanwhile: what was begun is finished.
func (b *Bot) Handle(ctx context.Context, in chat.Interaction) (chat.Reply, error) {
	if !b.enter() {
		return b.localize(fallbackReader(in, b.texts), refusal(fault.New(fault.Busy, "core.restarting")).Reply),
			fmt.Errorf("bot: stopping: %w", chat.ErrNotRecorded)
	}
	defer b.inside.Done()
	in = storableAct(in)
	var reply chat.Reply
	var err error
	waited := b.lanes.Do(ctx, in.User.Ref.String(), func() {
		reply, err = b.handle(context.WithoutCancel(ctx), in)
	})
	if waited != nil {
		return b.busy(fallbackReader(in, b.texts)), fmt.Errorf("bot: %w: %w", waited, chat.ErrNotRecorded)
	}
	return reply, err
}

// outcome is what an interaction came to.
type outcome struct {
	reply  chat.Reply
	reader text.Reader
}

// handle never panics: what goes wrong is logged under an id, and the person
// is shown the id.
func (b *Bot) handle(ctx context.Context, in chat.Interaction) (reply chat.Reply, err error) {
	done := outcome{reader: fallbackReader(in, b.texts)}
	var command string
	err = guarded(func() error {
		t, err := b.plan(in)
		if err != nil {
			b.recognise(ctx, in, &done)
			return err
		}
		command = t.cmd.Path
		return b.carryOut(ctx, t, &done)
	})
	b.count(command, err)
	if err == nil {
		return b.localize(done.reader, done.reply), nil
	}
	if f, refused := fault.As(err); refused {
		return b.localize(done.reader, refusal(f).Reply), nil
	}
	if passing(err) {
		b.log.Error("nothing was recorded", "event", in.EventID, "platform", in.User.Ref.Platform, "cause", err)
		return b.busy(done.reader), fmt.Errorf("bot: %w: %w", err, chat.ErrNotRecorded)
	}
	return b.failed(in, done.reader, err), nil
}

// guarded makes an error of a panic, with the stack it came from.
func guarded(fn func() error) (err error) {
	defer func() {
		p := recover()
		if p == nil {
			return
		}
		stack := debug.Stack()
		if inner, ok := p.(*store.Panic); ok {
			p, stack = inner.Value, inner.Stack
		}
		err = fmt.Errorf("panic: %v\n%s", p, stack)
	}()
	return fn()
}

// passing reports errors that lie with the moment, not with what was asked: the
// same interaction may succeed when it comes again.
func passing(err error) bool {
	return store.Unavailable(err) || errors.Is(err, store.ErrClosed) ||
		errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// busy is the answer to an interaction of which nothing was recorded.
func (b *Bot) busy(who text.Reader) chat.Reply {
	return b.localize(who, refusal(fault.New(fault.Busy, "core.fault.busy")).Reply)
}

// recognise finds the language of a person whose interaction means nothing.
func (b *Bot) recognise(ctx context.Context, in chat.Interaction, done *outcome) {
	err := b.store.Read(ctx, func(tx *store.Tx) error {
		w, _, err := b.find(tx, in)
		if err == nil {
			done.reader = b.reading(w, in, tx.Now())
		}
		return err
	})
	if err != nil {
		b.log.Warn("reader not found", "event", in.EventID, "cause", err)
	}
}

// carryOut runs a task on a reader where it only reads, else in one write
// transaction. A reading command that turns out to write (a person seen for the
// first time, an access that is logged, a refusal that is counted) is run again
// on the writer.
func (b *Bot) carryOut(ctx context.Context, t task, done *outcome) error {
	ctx, end := context.WithTimeout(ctx, queueEnd)
	defer end()
	if t.reads {
		err := b.store.Read(ctx, b.budgeted(t, end, func(tx *store.Tx) error { return b.read(tx, t, done) }))
		if !errors.Is(err, store.ErrReadOnly) {
			return err
		}
	}
	return b.store.Write(ctx, b.budgeted(t, end, func(tx *store.Tx) error { return b.write(tx, t, done) }))
}

// budgeted bounds the time of a transaction. The budget starts with it: waiting
// for one's turn is not the app's fault.
func (b *Bot) budgeted(t task, end context.CancelFunc, run func(*store.Tx) error) func(*store.Tx) error {
	return func(tx *store.Tx) error {
		defer time.AfterFunc(b.budget, end).Stop()
		started := time.Now()
		defer func() { b.slow(t, time.Since(started)) }()
		return run(tx)
	}
}

func (b *Bot) slow(t task, took time.Duration) {
	if took > budgetWarn {
		b.log.Warn("slow interaction", "command", t.cmd.Path, "took", took)
	}
}

// read runs a task that changes nothing.
func (b *Bot) read(tx *store.Tx, t task, done *outcome) error {
	w, fresh, err := b.find(tx, t.in)
	if err != nil {
		return err
	}
	if !fresh {
		return store.ErrReadOnly
	}
	r := b.request(tx, t, w, "")
	done.reader = reader(r, tx.Now())
	out, err := b.perform(tx, r, t)
	done.reader = reader(r, tx.Now()) // the command may have changed the language
	if f, refused := fault.As(err); refused {
		out = refusal(f) // which may have buttons, too
		err = keepRefusal(tx, err)
	}
	if err != nil {
		return err
	}
	done.reply = out.Reply
	return b.mint(tx, r, &done.reply)
}

// write runs a task in its transaction: request key, who it is, what the app
// does, tokens and answer commit together. A refusal undoes what the app did,
// and is itself the answer that is kept.
func (b *Bot) write(tx *store.Tx, t task, done *outcome) error {
	w, fresh, err := b.find(tx, t.in)
	if err != nil {
		return err
	}
	done.reader = b.reading(w, t.in, tx.Now())
	if err := b.resolveToken(tx, &t); err != nil {
		return err
	}
	q := requestOf(t.in, t.once)
	stored, found, err := replay(tx, q)
	if err != nil || found {
		done.reply = stored // and an old event does not bring old facts back
		return err
	}
	if !fresh {
		if w, err = b.refresh(tx, t.in); err != nil {
			return err
		}
	}
	r := b.request(tx, t, w, q.key)
	logged, err := audit.Size(tx)
	if err != nil {
		return err
	}
	var out app.Response
	err = tx.Savepoint(func() (err error) {
		out, err = b.perform(tx, r, t)
		return err
	})
	done.reader = reader(r, tx.Now())
	if f, refused := fault.As(err); refused {
		out = refusal(f)
		err = keepRefusal(tx, err)
	}
	if err != nil {
		return err
	}
	done.reply = out.Reply
	if err := vouch(tx, logged, &done.reply); err != nil {
		return err
	}
	if err := b.mint(tx, r, &done.reply); err != nil {
		return err
	}
	return record(tx, q, r.Person.ID, done.reply)
}
