// Package house is the assembly of the product: the visible list of apps and the
// place where they are joined to each other, to the log and to the engine. cmd/parley
// runs it, and cmd/load measures it, so that there is one product and not two. An app
// is added in Furnish (house.go); what one app tells another is in facts.go and
// remind.go; engine.go opens the ledger. No frontend is known here: whoever runs the
// house brings them.
package house

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

// House is the list of features, and where they are joined: an app never knows
// another one, so what one needs of another goes through here. Join opens its doors.
type House struct {
	// Apps are the features in the order in which they are listed.
	Apps []app.App
	// Log is the given log, whose errors go to the operators' channels as well.
	Log *slog.Logger
	// Store is the ledger; nil until Join.
	Store *store.Store

	config    config.Config
	frontends []chat.Frontend
	mirror    *operator.Mirror

	rep       *rep.Service
	units     *units.Service
	operator  *operator.Service
	reminders *reminders.Service
	signed    *audit.Service // nil until the ledger is open
}

// key is the public key of the log.
func (h *House) key() string {
	if h.signed == nil {
		return ""
	}
	return h.signed.Key()
}

// Furnish lists the features, as the settings ask for them, and joins them. It opens
// nothing.
func Furnish(c config.Config, frontends []chat.Frontend, log *slog.Logger) *House {
	h := &House{config: c, frontends: frontends, mirror: operator.NewMirror(log.Handler(), nil)}
	h.Log = slog.New(h.mirror)
	var ledger app.App
	h.rep = rep.New(rep.Options{Facts: pastFacts, Party: func(tx *store.Tx, r *app.Request, handle string) (string, error) {
		other, _, err := ledger.Names(tx, r, "deal:"+handle)
		return other.PersonID, err
	}})
	h.operator = operator.New(operator.Options{
		Backup: h.backup, VerifyLog: h.verifyLog, Owners: c.Owners, Mirror: h.mirror, Channels: c.LogChannels, Logger: h.Log,
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
	h.Apps = append(features, account.New(account.Options{
		MayLink: linked.MayLink, MayUnlink: linked.MayUnlink, Moved: linked.Moved, Inherit: h.rep.Inherit,
	}))
	return h
}

// deals is what the ledger of deals asks of its neighbours.
func (h *House) deals() deals.Options {
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
func (h *House) owners(tx *store.Tx) ([]string, error) {
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
func (h *House) defaults() communities.Settings {
	c, s := h.config, communities.DefaultSettings()
	s.MaxOpen, s.MaxVolume, s.CooldownHours = c.MaxOpenDeals, c.MaxDailyVolume, c.DisputeCooldown
	s.ReminderMinutes, s.WeeklySummary, s.MediatorRole = c.ReminderMinutes, c.WeeklySummary, c.MediatorRole
	return s
}

// settings are the limits of deals in a community.
func (h *House) settings(tx *store.Tx, community string) (deals.Settings, error) {
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
func (h *House) scale(tx *store.Tx, unit string) (int, bool) {
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
func (h *House) backup(ctx context.Context) (operator.Backup, error) {
	if h.Store == nil {
		return operator.Backup{}, errClosed
	}
	made, err := backup.Make(ctx, h.Store, BackupOptions(h.config))
	return operator.Backup{Name: made.Name, Size: made.Size, SHA256: made.SHA256, Encrypted: made.Header.Encrypted()}, err
}

// verifyLog checks the whole log, and the tables against it.
func (h *House) verifyLog(ctx context.Context) error {
	if h.Store == nil {
		return errClosed
	}
	_, err := audit.VerifyLog(ctx, h.Store, CheckReplay, bot.Migrations(h.Apps)...)
	return err
}
