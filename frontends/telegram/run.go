package telegram

import (
	"context"
	"sync"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/menu"
)

// run is one Run of the frontend: what it knows of chats and open presses. It
// takes the updates in that botapi polls, or is delivered.
type run struct {
	f    *Frontend
	core chat.Core

	// What outlives the update that began it ends with this context, and Run
	// waits for it.
	ctx   context.Context
	tasks sync.WaitGroup

	admins  admins
	queries queries
	notes   notes
	pickers pickers
	choices choices
}

// Run takes updates in and hands them to the core until ctx ends. It returns
// nil then, and a *chat.SendError of class Fatal if Telegram refuses the token.
func (f *Frontend) Run(ctx context.Context, catalog chat.Catalog, core chat.Core) error {
	f.words.Store(&catalog)
	// What was taken in before the stop is finished after it.
	work, cancel := context.WithCancel(context.WithoutCancel(ctx))
	r := &run{f: f, core: core, ctx: work}
	f.client.Begin()
	defer f.client.End()
	defer f.client.Close()
	defer r.tasks.Wait()
	defer cancel()
	if err := r.introduce(ctx); err != nil {
		if fatal(err) {
			f.client.Refused()
			return err
		}
		return nil // ctx ended
	}
	r.notes.wake = make(chan struct{}, 1)
	alone := leased{Core: core, begin: func() {
		r.tasks.Go(func() { r.publish(work, catalog) })
		r.tasks.Go(func() { r.recallNotes(work) })
	}}
	if f.webhook.set() {
		r.tasks.Go(func() { r.sweep(work) })
		return f.listen(ctx, alone, r)
	}
	poll := leased{Core: alone, begin: func() { r.tasks.Go(func() { r.sweep(work) }) }}
	return f.client.Poll(ctx, poll, r)
}

// leased is a core that tells when the lease of the poller is held. A process
// that stands by would read the notes as they are then, and write them back over
// those of the process that works.
type leased struct {
	chat.Core
	begin func()
}

// Lease begins the work that is for one process only.
func (l leased) Lease(ctx context.Context, name string) (func(), error) {
	release, err := l.Core.Lease(ctx, name)
	if err == nil {
		l.begin()
	}
	return release, err //nolint:wrapcheck // the core's own words
}

// publish brings the menu up to date. A menu is for discovery only: without it
// everything works, so it is tried again now and then.
func (r *run) publish(ctx context.Context, catalog chat.Catalog) {
	const most = time.Hour
	for wait := time.Minute; ; wait = min(2*wait, most) {
		err := menu.Publish(ctx, r.f.client, catalog)
		if err == nil || ctx.Err() != nil {
			return
		}
		r.f.log.Error("telegram: the menu of commands is not up to date", "cause", err)
		if fatal(err) || !r.f.pause(ctx, wait) {
			return
		}
	}
}
