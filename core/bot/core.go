package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
)

// Observe takes in an event, once: what the engine itself does with it and what
// apps subscribed to, in one transaction. An event that cannot be worked on,
// today or tomorrow, is put aside, so that those behind it are not held up.
func (b *Bot) Observe(ctx context.Context, ev chat.Event) error {
	if !b.enter() {
		return fmt.Errorf("bot: stopping: %w", chat.ErrNotRecorded)
	}
	defer b.inside.Done()
	ctx, ev = context.WithoutCancel(ctx), storableEvent(ev)
	spent := false
	err := guarded(func() error { return b.takeIn(ctx, ev, &spent) })
	if err == nil {
		return nil
	}
	if spent || !passing(err) { // what takes too long today does so tomorrow
		raw, _ := json.Marshal(ev) // plain data: it cannot fail
		if err = b.Quarantine(ctx, ev.Platform, ev.EventID, raw, err); err == nil {
			return nil
		}
	}
	return fmt.Errorf("bot: observe %s: %w: %w", ev.Kind, err, chat.ErrNotRecorded)
}

// takeIn is the transaction of an event. It sets spent where the event's time
// budget ran out.
func (b *Bot) takeIn(ctx context.Context, ev chat.Event, spent *bool) error {
	ctx, end := context.WithTimeout(ctx, queueEnd)
	defer end()
	return b.store.Write(ctx, func(tx *store.Tx) error {
		started := time.Now()
		defer time.AfterFunc(b.budget, end).Stop()
		defer func() { *spent = time.Since(started) >= b.budget }()
		q := requestOfEvent(ev)
		if _, found, err := replay(tx, q); err != nil || found {
			return err
		}
		if err := b.observe(tx, ev); err != nil {
			return err
		}
		return record(tx, q, "", chat.Reply{})
	})
}

func (b *Bot) observe(tx *store.Tx, ev chat.Event) error {
	var err error
	switch ev.Kind {
	case chat.SpaceMoved:
		// Where a space is one place, as a group is, what waits for it moves along.
		err = errors.Join(
			communities.SpaceMoved(tx, ev.Space, ev.NewSpace),
			outbox.MovePlace(tx, chat.PlaceRef(ev.Space), chat.PlaceRef(ev.NewSpace)))
	case chat.SpaceClosed:
		err = communities.SpaceClosed(tx, ev.Space)
	case chat.Started:
		_, _, err = accounts.Refresh(tx, ev.User, true)
	case chat.Blocked:
		err = accounts.SetReach(tx, ev.User.Ref, accounts.ReachNo)
	case chat.MemberJoined, chat.MemberLeft, chat.Posted:
	}
	if err != nil {
		return err
	}
	for _, a := range b.apps {
		for _, o := range a.Observers {
			if o.Kind != ev.Kind {
				continue
			}
			if err := b.tell(tx, a.Name, o, ev); err != nil {
				return err
			}
		}
	}
	return nil
}

// tell lets one app see an event. What goes wrong there is undone and put aside;
// the engine's part and the other apps' stand.
func (b *Bot) tell(tx *store.Tx, appName string, o app.Observer, ev chat.Event) error {
	err := guarded(func() error {
		return tx.Savepoint(func() error { return o.Do(tx, ev) })
	})
	if err == nil || passing(err) {
		return err
	}
	b.log.Error("an app could not take an event in; it is put aside", "id", chat.Reference(ev.Platform, ev.EventID), "app", appName, "event", ev.EventID, "cause", err)
	raw, _ := json.Marshal(ev) // plain data: it cannot fail
	return quarantine(tx, ev.Platform, ev.EventID+" "+appName, raw, err.Error())
}

// Lease holds a name among all processes that have the ledger open. Names that
// differ behind their last colon are of one kind, and spread.
func (b *Bot) Lease(ctx context.Context, name string) (func(), error) {
	kind := name[:max(0, strings.LastIndex(name, ":"))]
	release, err := b.store.Lease(ctx, kind, name)
	if err != nil {
		return nil, fmt.Errorf("bot: lease %s: %w", name, err)
	}
	return release, nil
}

// Quarantine keeps an event that a frontend could not read.
func (b *Bot) Quarantine(ctx context.Context, p chat.Platform, eventID string, raw []byte, cause error) error {
	b.log.ErrorContext(ctx, "unreadable event put aside", "id", chat.Reference(p, eventID), "platform", p, "event", eventID, "cause", cause)
	return b.store.Write(ctx, func(tx *store.Tx) error { return quarantine(tx, p, eventID, raw, cause.Error()) })
}

// Remember keeps a small fact for a frontend.
func (b *Bot) Remember(ctx context.Context, key, value string) error {
	return b.store.Write(ctx, func(tx *store.Tx) error { return remember(tx, key, value) })
}

// Recall returns a remembered fact, or "".
func (b *Bot) Recall(ctx context.Context, key string) (value string, err error) {
	err = b.store.Read(ctx, func(tx *store.Tx) error {
		value, err = recall(tx, key)
		return err
	})
	return value, err
}

// platforms lists the platforms in a stable order.
func (b *Bot) platforms() []chat.Platform { return slices.Sorted(maps.Keys(b.frontends)) }
