package botapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
)

const (
	patience  = time.Second // how long a confirmation waits for answers on their way
	mostOwed  = 256         // updates remembered as owed
	mostBytes = 256 << 10   // of them together
)

// errFull says that more is owed than is remembered.
var errFull = errors.New("botapi: too many answers are owed")

// owed is the list of updates that are recorded but not answered yet. Before a
// poll confirms them they are kept in the core, so that the next process can
// answer if this one cannot.
type owed struct {
	core chat.Core
	key  string
	log  *slog.Logger

	saving chan struct{} // holds one while the list is written, so that the newest is written last

	mu      sync.Mutex
	list    []*item
	stale   bool          // what the core keeps is not what it should
	partial bool          // an earlier process's list is still being taken: what is kept must not shrink to what is listed here so far
	flooded bool          // answers were given up lately: see crowd.go
	changed chan struct{} // closed and replaced when an answer was sent
}

type item struct {
	lane string
	raw  json.RawMessage
	kept bool
	shed bool // given up: see crowd.go
}

func newOwed(core chat.Core, key string, log *slog.Logger) *owed {
	return &owed{core: core, key: key, log: log, saving: make(chan struct{}, 1), changed: make(chan struct{})}
}

func (o *owed) add(lane string, raw json.RawMessage, kept bool) *item {
	it := &item{lane: lane, raw: raw, kept: kept}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.list = append(o.list, it)
	return it
}

// sent strikes an item off, also from what is kept.
func (o *owed) sent(ctx context.Context, it *item) {
	o.mu.Lock()
	o.list = slices.DeleteFunc(o.list, func(other *item) bool { return other == it })
	o.stale = o.stale || it.kept
	close(o.changed)
	o.changed = make(chan struct{})
	stale := o.stale
	o.mu.Unlock()
	if stale {
		o.tidy(ctx)
	}
}

// watch returns how much is owed, how much of it is not kept, and a channel
// that is closed when an answer is sent.
func (o *owed) watch() (all, loose int, changed <-chan struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, it := range o.list {
		if !it.kept {
			loose++
		}
	}
	return len(o.list), loose, o.changed
}

// settle returns when a poll may confirm: everything is answered, or a second
// has passed and the rest is kept. It gives up when ctx ends.
func (o *owed) settle(ctx, saving context.Context, after func(time.Duration) <-chan time.Time) {
	var enough <-chan time.Time
	for waiting := true; waiting; {
		_, loose, changed := o.watch()
		if loose == 0 {
			break
		}
		if enough == nil {
			enough = after(patience)
		}
		select {
		case <-changed:
		case <-enough:
			waiting = false
		case <-ctx.Done():
			return
		}
	}
	pause := backoff{first: 250 * time.Millisecond, most: 10 * time.Second}
	var crowded <-chan time.Time
	for ctx.Err() == nil {
		_, _, changed := o.watch()
		err := o.keep(saving)
		if err == nil {
			return
		}
		if !errors.Is(err, errFull) {
			o.log.Error("answers on their way could not be remembered", "cause", err)
			pause.wait(ctx, after)
			continue
		}
		if crowded == nil {
			crowded = after(o.endurance())
		}
		select { // the platform is slower than the people: intake waits for it
		case <-changed:
		case <-crowded:
			o.thin()
		case <-ctx.Done():
		}
	}
}

// keep remembers everything that is owed. It writes nothing where that is
// remembered already.
func (o *owed) keep(ctx context.Context) error {
	o.saving <- struct{}{}
	defer func() { <-o.saving }()
	o.mu.Lock()
	var loose []*item
	for _, it := range o.list {
		if !it.kept {
			loose = append(loose, it)
		}
	}
	if len(loose) == 0 && !o.stale {
		o.mu.Unlock()
		return nil
	}
	value := written(o.list)
	o.flooded = o.flooded && (len(o.list) > laneOwed/2 || len(value) > laneBytes/2)
	if len(loose) > 0 && (len(o.list) > mostOwed || len(value) > mostBytes) {
		o.mu.Unlock()
		return errFull
	}
	for _, it := range loose { // one that is sent from now on has to be struck off
		it.kept = true
	}
	o.stale = false
	o.mu.Unlock()
	return o.write(ctx, value)
}

// tidy forgets what was answered since it was kept. A failure is made good by
// the next write; until then an answer may be sent twice after a crash.
func (o *owed) tidy(ctx context.Context) {
	o.saving <- struct{}{}
	defer func() { <-o.saving }()
	o.mu.Lock()
	if !o.stale || o.partial { // somebody wrote while this one waited, or will
		o.mu.Unlock()
		return
	}
	o.stale = false
	value := written(slices.DeleteFunc(slices.Clone(o.list), func(it *item) bool { return !it.kept }))
	o.mu.Unlock()
	if err := o.write(ctx, value); err != nil {
		o.log.Warn("answers that were sent could not be forgotten", "cause", err)
	}
}

// write remembers a list. After a failure the next keep or tidy writes anew,
// whatever it finds. The caller holds saving.
func (o *owed) write(ctx context.Context, value string) error {
	err := o.core.Remember(ctx, o.key, value)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.stale = true
	}
	return err
}

// written is the list as it is kept: the updates as they came, byte for byte,
// so that they are known again, in a JSON list; "" where nothing is owed.
func written(list []*item) string {
	if len(list) == 0 {
		return ""
	}
	var b bytes.Buffer
	for i, it := range list {
		if i == 0 {
			b.WriteByte('[')
		} else {
			b.WriteByte(',')
		}
		b.Write(it.raw)
	}
	b.WriteByte(']')
	return b.String()
}
