package telegram

import (
	"context"
	"sync"
	"time"

	"github.com/go-telegram/bot"

	"github.com/parleybot/parley/frontends/telegram/botapi"
)

const (
	adminLife    = time.Minute      // how long a list of administrators is believed
	adminRenewal = 30 * time.Second // after which it is fetched anew, beside the work
	adminDoubt   = 5 * time.Second  // how long nobody counts as one after a failure
	adminWait    = 3 * time.Second  // how long a command waits for a list
	adminChats   = 10_000           // lists that are kept
)

// admins are the administrators of groups. A group that is in use is asked about
// beside the work; only the first command after a quiet minute waits.
type admins struct {
	mu    sync.Mutex
	chats map[int64]*roster
}

// roster is one group's list. While it is fetched, ready is open.
type roster struct {
	ids   map[int64]bool
	until time.Time // believed until then
	renew time.Time
	ready chan struct{}
}

// admin reports whether somebody administers a group. What cannot be found out
// is no.
func (r *run) admin(ctx context.Context, chat, user int64) bool {
	ctx, cancel := context.WithTimeout(ctx, adminWait)
	defer cancel()
	for {
		ids, ready := r.roster(chat)
		if ready == nil {
			return ids[user]
		}
		select {
		case <-ready:
		case <-ctx.Done():
			return false
		}
	}
}

// roster returns a list that may be believed, or what to wait for.
func (r *run) roster(chat int64) (map[int64]bool, <-chan struct{}) {
	r.admins.mu.Lock()
	defer r.admins.mu.Unlock()
	now := r.f.now()
	old := r.admins.chats[chat]
	believed := old != nil && now.Before(old.until)
	if believed && (now.Before(old.renew) || old.ready != nil) {
		return old.ids, nil
	}
	if old == nil || old.ready == nil {
		old = r.fetch(chat, old, now)
	}
	if believed {
		return old.ids, nil
	}
	return nil, old.ready
}

// fetch begins to ask for a list. The lock is held.
func (r *run) fetch(chat int64, old *roster, now time.Time) *roster {
	if r.admins.chats == nil {
		r.admins.chats = map[int64]*roster{}
	}
	if len(r.admins.chats) >= adminChats {
		for id, l := range r.admins.chats {
			if l.ready == nil && !now.Before(l.until) {
				delete(r.admins.chats, id)
			}
		}
	}
	next := &roster{ready: make(chan struct{})}
	if old != nil {
		next.ids, next.until = old.ids, old.until
	}
	r.admins.chats[chat] = next
	r.tasks.Go(func() {
		ids, known := r.askAdmins(chat)
		r.admins.mu.Lock()
		defer r.admins.mu.Unlock()
		close(next.ready)
		next.ready, next.ids = nil, ids
		next.until, next.renew = now.Add(adminLife), now.Add(adminRenewal)
		if !known {
			next.until, next.renew = now.Add(adminDoubt), now.Add(adminDoubt)
		}
	})
	return next
}

func (r *run) askAdmins(chat int64) (map[int64]bool, bool) {
	ctx, cancel := context.WithTimeout(r.ctx, 2*adminWait)
	defer cancel()
	ids := map[int64]bool{}
	// A question is not a message and takes nothing of the chat's pace; but where
	// it is refused as too often, only this chat is to wait, not everybody.
	c := botapi.Call{Rank: botapi.RankAnswer, Chat: chat, Group: true}
	failure := r.f.call(ctx, c, false, func(ctx context.Context) error {
		members, err := r.f.client.Bot().GetChatAdministrators(ctx, &bot.GetChatAdministratorsParams{ChatID: chat})
		for _, m := range members {
			if who := memberOf(m); who != nil {
				ids[who.ID] = true
			}
		}
		return err
	})
	if failure != nil {
		r.f.log.Debug("telegram: administrators are not known", "class", failure.Class, "cause", failure.Err)
	}
	return ids, failure == nil
}

// forget drops a list, because the group has changed.
func (a *admins) forget(chat int64) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.chats, chat)
}
