package telegram

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/parleybot/parley/frontends/telegram/botapi"
)

const (
	noteLife  = time.Minute
	notesKept = 500 // beyond that the oldest stay where they are
)

// note is a message in a group that is deleted after a while.
type note struct {
	Chat int64 `json:"chat"`
	ID   int   `json:"id"`
	Due  int64 `json:"due"` // Unix seconds, UTC
}

// notes are those that wait to be deleted. They are remembered, so that a
// restart leaves none behind; what is lost between two writes does no harm.
type notes struct {
	mu    sync.Mutex
	list  []note
	dirty bool // not remembered as it is
	keeps bool // this process remembers them: others have notes of their own, which a crash leaves standing
	wake  chan struct{}
}

// expire makes a note of a message that was just posted.
func (r *run) expire(p posted) {
	r.notes.mu.Lock()
	defer r.notes.mu.Unlock()
	r.notes.list = append(r.notes.list, note{p.to.chat, p.id, r.f.now().Add(noteLife).Unix()})
	r.notes.list = r.notes.list[max(0, len(r.notes.list)-notesKept):]
	r.notes.dirty = true
	select {
	case r.notes.wake <- struct{}{}:
	default: // somebody has knocked already
	}
}

// sweep deletes notes when their time has come, until ctx ends. Many notes made
// at once are remembered together.
func (r *run) sweep(ctx context.Context) {
	for {
		wait, some := r.nextNote()
		var due <-chan time.Time
		if some {
			due = r.f.after(wait)
		}
		select {
		case <-ctx.Done():
			r.rememberNotes(context.WithoutCancel(ctx))
			return
		case <-r.notes.wake:
		case <-due:
			r.deleteNotes(ctx)
		}
		r.rememberNotes(ctx)
	}
}

// nextNote returns how long the oldest note has still to stand.
func (r *run) nextNote() (time.Duration, bool) {
	r.notes.mu.Lock()
	defer r.notes.mu.Unlock()
	if len(r.notes.list) == 0 {
		return 0, false
	}
	return max(0, time.Unix(r.notes.list[0].Due, 0).Sub(r.f.now())), true
}

// deleteNotes deletes what is due, each once: a note that stays is untidy, and
// nothing worse.
func (r *run) deleteNotes(ctx context.Context) {
	for ctx.Err() == nil {
		r.notes.mu.Lock()
		if len(r.notes.list) == 0 || r.notes.list[0].Due > r.f.now().Unix() {
			r.notes.mu.Unlock()
			return
		}
		n := r.notes.list[0]
		r.notes.list, r.notes.dirty = r.notes.list[1:], true
		r.notes.mu.Unlock()
		if failure := r.f.remove(ctx, place{chat: n.Chat}, n.ID, botapi.RankNotice); failure != nil {
			r.f.log.Debug("telegram: a note was not deleted", "class", failure.Class, "cause", failure.Err)
		}
	}
}

// recallNotes takes over what the process before left. From now on this one
// remembers.
func (r *run) recallNotes(ctx context.Context) {
	raw, err := r.core.Recall(ctx, r.f.fact("notes"))
	if err == nil && raw != "" {
		var before []note
		err = json.Unmarshal([]byte(raw), &before)
		r.notes.mu.Lock()
		r.notes.list = append(before, r.notes.list...)
		r.notes.mu.Unlock()
	}
	if err != nil {
		r.f.log.Warn("telegram: the notes of the last run were not recalled", "cause", err)
	}
	r.notes.mu.Lock()
	r.notes.keeps = true
	r.notes.mu.Unlock()
	select {
	case r.notes.wake <- struct{}{}:
	default:
	}
}

func (r *run) rememberNotes(ctx context.Context) {
	r.notes.mu.Lock()
	raw, _ := json.Marshal(r.notes.list) // plain data: it cannot fail
	dirty := r.notes.dirty && r.notes.keeps
	r.notes.dirty = r.notes.dirty && !dirty
	r.notes.mu.Unlock()
	if !dirty {
		return
	}
	if err := r.core.Remember(ctx, r.f.fact("notes"), string(raw)); err != nil {
		r.f.log.Warn("telegram: notes to delete were not remembered", "cause", err)
	}
}
