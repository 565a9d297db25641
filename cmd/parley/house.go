package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/apps/account"
	"github.com/parleybot/parley/core/apps/community"
	"github.com/parleybot/parley/core/apps/deals"
	"github.com/parleybot/parley/core/apps/operator"
	"github.com/parleybot/parley/core/apps/privacy"
	"github.com/parleybot/parley/core/apps/reminders"
	"github.com/parleybot/parley/core/apps/rep"
	"github.com/parleybot/parley/core/apps/units"
	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/backup"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

// house is the list of features, and where they are joined: an app never knows
// another one, so what one needs of another goes through here.
type house struct {
	config    config.Config
	frontends []chat.Frontend
	log       *slog.Logger
	mirror    *operator.Mirror
	store     *store.Store // nil until it is open

	rep      *rep.Service
	units    *units.Service
	operator *operator.Service
	apps     []app.App

	reminders *reminders.Service
	signed    *audit.Service // nil until the ledger is open
}

// key is the public key of the log.
func (h *house) key() string {
	if h.signed == nil {
		return ""
	}
	return h.signed.Key()
}

// furnish lists the features.
func furnish(c config.Config, frontends []chat.Frontend, log *slog.Logger) *house {
	h := &house{config: c, frontends: frontends, mirror: operator.NewMirror(log.Handler(), nil)}
	h.log = slog.New(h.mirror)
	var ledger app.App
	h.rep = rep.New(rep.Options{Facts: pastFacts, Party: func(tx *store.Tx, r *app.Request, handle string) (string, error) {
		other, _, err := ledger.Names(tx, r, "deal:"+handle)
		return other.PersonID, err
	}})
	h.operator = operator.New(operator.Options{
		Backup: h.backup, VerifyLog: h.verifyLog, Owners: c.Owners, Mirror: h.mirror, Channels: c.LogChannels, Logger: h.log,
	})
	h.units = units.New(units.Options{Used: deals.UnitUsed})
	o := h.deals()
	h.reminders = reminders.New(h.reminding(o))
	ledger = deals.New(o)
	features := []app.App{
		ledger,
		h.rep.App(),
		h.units.App(),
		h.reminders.App(),
		community.New(community.Options{MediatorRole: c.MediatorRole, Defaults: h.defaults(), Use: used}),
		h.operator.App(),
	}
	own, err := privacy.New(privacy.Options{
		Apps: app.Personal(features), Deals: deals.WriteDeals, Reputation: h.rep.History, Checkpoint: audit.LatestCheckpoint,
		Key: h.key, Forget: []func(*store.Tx, string) error{bot.Forget, h.rep.Forget}, Return: h.rep.Inherit,
	})
	if err != nil {
		panic(err) // its catalogues are part of the program
	}
	features = append(features, own)
	linked := append(app.Linked{{Moved: bot.Moved}}, features...)
	h.apps = append(features, account.New(account.Options{
		MayLink: linked.MayLink, MayUnlink: linked.MayUnlink, Moved: linked.Moved, Inherit: h.rep.Inherit,
	}))
	return h
}

// deals is what the ledger of deals asks of its neighbours.
func (h *house) deals() deals.Options {
	return deals.Options{
		MediatorRole: h.config.MediatorRole, Opens: opens(h.frontends), Owners: h.owners,
		Settings: h.settings, MediatorPlace: mediatorPlace, Units: h.scale, Rates: h.units.Rate,
		Score: h.rep.Line, Policy: h.rep.Policy,
		Receipt: func(tx *store.Tx, seq int64) (string, []byte, error) {
			proof, err := audit.Receipt(tx, seq)
			return "", proof, err
		},
		Subscribers: []func(*store.Tx, deals.Happening) error{
			func(tx *store.Tx, d deals.Happening) error { return h.rep.Take(tx, facts(d)...) },
			func(tx *store.Tx, d deals.Happening) error {
				return h.reminders.Take(tx, reminded(d.Before), reminded(d.After), d.At)
			},
		},
	}
}

// owners are the persons behind the accounts that own this installation, as far
// as the bot has met them.
func (h *house) owners(tx *store.Tx) ([]string, error) {
	var persons []string
	for _, ref := range h.config.Owners {
		id, err := accounts.Lookup(tx, ref)
		if errors.Is(err, store.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("owners: %w", err)
		}
		if !slices.Contains(persons, id.PersonID) {
			persons = append(persons, id.PersonID)
		}
	}
	return persons, nil
}

// defaults are the settings of the installation.
func (h *house) defaults() communities.Settings {
	c, s := h.config, communities.DefaultSettings()
	s.MaxOpen, s.MaxVolume, s.CooldownHours = c.MaxOpenDeals, c.MaxDailyVolume, c.DisputeCooldown
	s.ReminderMinutes, s.WeeklySummary, s.MediatorRole = c.ReminderMinutes, c.WeeklySummary, c.MediatorRole
	return s
}

// settings are the limits of deals in a community.
func (h *house) settings(tx *store.Tx, community string) (deals.Settings, error) {
	s := h.defaults()
	if community != "" {
		var err error
		if s, _, err = communities.SettingsOf(tx, community, s); err != nil {
			return deals.Settings{}, err
		}
	}
	return deals.Settings{MaxOpen: s.MaxOpen, MaxVolume: s.MaxVolume, Cooldown: time.Duration(s.CooldownHours) * time.Hour}, nil
}

// scale is the number of decimals of a unit that an owner registered. Where that
// cannot be read, the transaction is lost anyway.
func (h *house) scale(tx *store.Tx, unit string) (int, bool) {
	scale, registered, err := h.units.Scale(tx, unit)
	return scale, registered && err == nil
}

// used is what a person has used of the limits of a community.
func used(tx *store.Tx, person, in string, since time.Time) (community.Use, error) {
	u, err := deals.UsedSince(tx, person, in, since)
	return community.Use{Open: u.Open, Points: u.Points, Whole: u.Whole, Last: u.LastDispute}, err
}

// mediatorPlace is where the mediators of a community are told of disputes.
func mediatorPlace(tx *store.Tx, community string) (chat.PlaceRef, bool, error) {
	if community == "" {
		return chat.PlaceRef{}, false, nil
	}
	s, _, err := communities.SettingsOf(tx, community, communities.DefaultSettings())
	return s.MediatorPlace, !s.MediatorPlace.IsZero(), err
}

var errClosed = errors.New("the ledger is not open")

// backup makes a backup of the ledger while it is in use.
func (h *house) backup(ctx context.Context) (operator.Backup, error) {
	if h.store == nil {
		return operator.Backup{}, errClosed
	}
	made, err := backup.Make(ctx, h.store, backupOptions(h.config))
	return operator.Backup{Name: made.Name, Size: made.Size, SHA256: made.SHA256, Encrypted: made.Header.Encrypted()}, err
}

// verifyLog checks the whole log, and the tables against it.
func (h *house) verifyLog(ctx context.Context) error {
	if h.store == nil {
		return errClosed
	}
	_, err := audit.VerifyLog(ctx, h.store, checkReplay, bot.Migrations(h.apps)...)
	return err
}
