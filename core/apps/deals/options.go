package deals

import (
	"cmp"
	"log/slog"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/money"
	"github.com/parleybot/parley/core/store"
)

// Options are the settings of the app, and what it asks of its neighbours.
// Every function may be nil.
type Options struct {
	// The limits, where Settings is nil.
	MaxOpen       int   // open deals of a person in a community; 0 takes 10
	MaxVolume     int64 // points, or whole unrated units, a day; 0 takes 50,000
	CooldownHours int   // between two disputes of a person in a community; 0 for none
	// Settings returns the limits of a community, all of them filled in; those of
	// community "" are the installation's.
	Settings func(tx *store.Tx, community string) (Settings, error)
	// MediatorRole is the name of the role whose holders mediate where a
	// community names no other; "" takes communities.DefaultMediatorRole.
	MediatorRole string
	// MediatorPlace returns where the mediators of a community are told of
	// disputes, or false where they are told one by one.
	MediatorPlace func(tx *store.Tx, community string) (chat.PlaceRef, bool, error)
	// Owners returns the persons who own this installation. They are told of a
	// dispute where nobody else mediates.
	Owners func(tx *store.Tx) ([]string, error)

	// Units answers for units that an owner registered.
	Units func(tx *store.Tx, code string) (scale int, ok bool)
	// Rates returns the worth of one whole unit in 10^-9 points, or false for a
	// unit without a reference value. Nil rates USD alone, at one point.
	Rates func(tx *store.Tx, unit string) (rate int64, rated bool, err error)
	// Score returns one line about a person's reputation as another one sees it.
	Score func(tx *store.Tx, person, viewer string) (chat.Node, error)
	// Policy returns the reputation policy that events are recorded under; nil
	// takes "open".
	Policy func(tx *store.Tx) (string, error)
	// Receipt returns the proof that the event at a position of the log was
	// logged. An empty name takes the usual one.
	Receipt func(tx *store.Tx, seq int64) (name string, data []byte, err error)
	// Subscribers are told of every event of a deal, in its transaction, after it
	// was recorded. An error undoes the event.
	Subscribers []func(tx *store.Tx, h Happening) error

	// Logger hears of deals that the clock could not move on; nil is silent.
	Logger *slog.Logger

	// Opens reports whether a start link leads people of a platform to the bot.
	// Nil takes it for all, so that a link is shown wherever there is one.
	Opens func(chat.Platform) bool
}

// Settings are the limits of a community.
type Settings struct {
	MaxOpen   int           // open deals of a person
	MaxVolume int64         // points, or whole unrated units, a day
	Cooldown  time.Duration // between two disputes of a person
}

// Happening is one event of a deal, as others may want to know it. Before is
// zero for a new deal.
type Happening struct {
	Before, After Deal
	Event         Event
	Seq           int64 // position in the log
	At            time.Time
}

// usdRate is the worth of one USD in 10^-9 points.
const usdRate = 1_000_000_000

// filled returns the options with a default for everything that is needed.
func (o Options) filled() Options {
	o.MaxOpen = cmp.Or(o.MaxOpen, 10)
	o.MaxVolume = cmp.Or(o.MaxVolume, 50_000)
	o.MediatorRole = cmp.Or(o.MediatorRole, communities.DefaultMediatorRole)
	if o.Settings == nil {
		all := Settings{MaxOpen: o.MaxOpen, MaxVolume: o.MaxVolume, Cooldown: time.Duration(o.CooldownHours) * time.Hour}
		o.Settings = func(*store.Tx, string) (Settings, error) { return all, nil }
	}
	if o.MediatorPlace == nil {
		o.MediatorPlace = func(*store.Tx, string) (chat.PlaceRef, bool, error) { return chat.PlaceRef{}, false, nil }
	}
	if o.Owners == nil {
		o.Owners = func(*store.Tx) ([]string, error) { return nil, nil }
	}
	if o.Rates == nil {
		o.Rates = func(_ *store.Tx, unit string) (int64, bool, error) { return usdRate, unit == money.DefaultUnit, nil }
	}
	if o.Policy == nil {
		o.Policy = func(*store.Tx) (string, error) { return "open", nil }
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Opens == nil {
		o.Opens = func(chat.Platform) bool { return true }
	}
	return o
}
