package bot

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/chat/lane"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
	"github.com/parleybot/parley/core/trace"
)

// Bot is the engine. It implements chat.Core.
type Bot struct {
	store     *store.Store
	apps      []app.App
	registry  *registry
	texts     *text.Catalog
	frontends map[chat.Platform]chat.Frontend
	owners    map[chat.UserRef]bool
	signer    signer
	log       *slog.Logger
	about     About
	stopTime  time.Duration

	mediatorRole string
	budget       time.Duration
	restartAfter time.Duration
	counted      func(command string, failed bool)
	handled      func(Handled)
	trace        trace.Start
	web          chat.Mounter
	beside       map[string]func(ctx context.Context) error
	rest         func(ctx context.Context) error

	lanes  lane.Lanes
	outbox *outbox.Runner
	jobs   *jobs.Runner
	shares shares
	zones  zones

	mu      sync.Mutex
	stopped bool
	inside  sync.WaitGroup
}

var (
	_ chat.Core    = (*Bot)(nil)
	_ chat.Mounter = (*Bot)(nil)
)

//go:embed migrations
var migrations embed.FS

// Migrations lists the migrations of the engine, of everything it stands on and
// of the apps, for store.Open.
func Migrations(apps []app.App) []store.Migrations {
	all := []store.Migrations{
		audit.Migrations(), accounts.Migrations(), communities.Migrations(),
		outbox.Migrations(), jobs.Migrations(),
		store.Folder("bot", migrations),
	}
	for _, a := range apps {
		if a.Migrations != nil {
			all = append(all, store.Folder(a.Name, a.Migrations))
		}
	}
	return all
}

// New joins apps and frontends to an engine. It refuses, saying why, apps that
// do not fit together and catalogues that miss a text.
func New(ctx context.Context, o Options) (*Bot, error) {
	b := &Bot{
		store: o.Store, frontends: map[chat.Platform]chat.Frontend{}, owners: map[chat.UserRef]bool{},
		log: cmp.Or(o.Logger, slog.Default()), about: o.About, mediatorRole: o.MediatorRole,
		stopTime: cmp.Or(o.StopWithin, 15*time.Second), budget: cmp.Or(o.Budget, budgetEnd),
		restartAfter: cmp.Or(o.RestartAfter, time.Second), counted: o.Counted, beside: o.Workers, rest: o.Settle,
		handled: o.Handled, trace: o.Trace, web: o.Web,
	}
	for _, f := range o.Frontends {
		if b.frontends[f.Platform()] != nil {
			return nil, fmt.Errorf("bot: two frontends for %s", f.Platform())
		}
		b.frontends[f.Platform()] = f
	}
	for _, ref := range o.Owners {
		b.owners[ref] = true
	}
	b.apps = append([]app.App{b.core()}, o.Apps...)
	if err := b.declare(); err != nil {
		return nil, err
	}
	if err := b.store.Write(ctx, func(tx *store.Tx) (err error) {
		if _, err = audit.Open(tx, o.LogOrigin); err != nil {
			return err
		}
		b.signer.secret, err = loadSecret(tx, "actions")
		return err
	}); err != nil {
		return nil, fmt.Errorf("bot: prepare the store: %w", err)
	}
	b.workers(o)
	return b, nil
}

// declare loads the catalogues and checks that every word an app promises is there.
func (b *Bot) declare() (err error) {
	sources := make([]text.Source, 0, len(b.apps))
	for _, a := range b.apps {
		if a.Texts != nil {
			sources = append(sources, text.Source{App: a.Name, Files: a.Texts})
		}
	}
	if b.texts, err = text.Load(sources...); err != nil {
		return fmt.Errorf("bot: %w", err)
	}
	if b.registry, err = newRegistry(b.apps); err != nil {
		return err
	}
	b.registry.catalog.Locales = b.texts.Locales()
	b.registry.catalog.Text = b.texts.Text
	return b.registry.checkTexts(b.texts)
}

// workers makes the outbox and the jobs, which measure time by the store: what
// they wait for is in its rows.
func (b *Bot) workers(o Options) {
	sending := outbox.Options{
		Store: b.store, Frontends: o.Frontends, Now: b.store.Now, Logger: b.log, Trace: o.Trace,
		Route: b.route, Prepare: b.prepare,
		Unreachable: func(tx *store.Tx, ref chat.UserRef) error { return accounts.SetReach(tx, ref, accounts.ReachNo) },
		// Where a space is one place, as a group is, a refused send is how the bot
		// learns first that its id changed.
		Moved: func(tx *store.Tx, from, to chat.PlaceRef) error {
			return communities.SpaceMoved(tx, chat.SpaceRef(from), chat.SpaceRef(to))
		},
	}
	if o.Outbox != nil {
		o.Outbox(&sending)
	}
	b.outbox = outbox.New(sending)
	working := jobs.Options{Store: b.store, Handlers: b.handlers(), Now: b.store.Now, Logger: b.log, Trace: o.Trace}
	if o.Jobs != nil {
		o.Jobs(&working)
	}
	b.jobs = jobs.New(working)
}

func (b *Bot) handlers() []jobs.Handler {
	var all []jobs.Handler
	for _, a := range b.apps {
		for _, j := range a.Jobs {
			all = append(all, jobs.Handler{Kind: j.Kind, Every: j.Every, Offset: j.Offset, Fetch: j.Fetch, Within: j.Within, Do: j.Do})
		}
	}
	return all
}
