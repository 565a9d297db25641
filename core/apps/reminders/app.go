package reminders

import (
	"embed"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

//go:embed migrations
var migrationFiles embed.FS

//go:embed text
var textFiles embed.FS

// Options are what the app asks of others. All functions but Settings are needed.
type Options struct {
	// Settings returns how often a community's reminders run and whether its deals
	// stand in the weekly digest; those of community "" are the installation's. Nil
	// takes 30 minutes and yes.
	Settings func(tx *store.Tx, community string) (every time.Duration, weekly bool, err error)
	// Deal returns a deal by its id, or an error matching store.ErrNotFound.
	Deal func(tx *store.Tx, id string) (Deal, error)
	// Open returns up to limit open deals of a person, newest first.
	Open func(tx *store.Tx, person string, limit int) ([]Deal, error)
	// Holders returns up to limit persons with open deals whose ids follow one, in
	// the order of their ids.
	Holders func(tx *store.Tx, after string, limit int) ([]string, error)
	// Mine returns the deal that the argument deal_id of a request names, and the
	// caller's side in it, or refuses it with a fault.
	Mine func(tx *store.Tx, r *app.Request) (Deal, Side, error)
	// Mediators returns who can decide a deal: persons, and perhaps a place.
	Mediators func(tx *store.Tx, id string) ([]string, chat.PlaceRef, error)
	// List is the action that shows somebody's deals; nil leaves its button out.
	List *chat.Action
}

// Service reminds. New makes one. Its methods may be called from any goroutine.
type Service struct{ Options }

// New returns the service. It panics when a needed option is missing: the list
// of what is joined is part of the program.
func New(o Options) *Service {
	if o.Deal == nil || o.Open == nil || o.Holders == nil || o.Mine == nil || o.Mediators == nil {
		panic("reminders: Deal, Open, Holders, Mine and Mediators are needed")
	}
	if o.Settings == nil {
		o.Settings = func(*store.Tx, string) (time.Duration, bool, error) { return 30 * time.Minute, true, nil }
	}
	return &Service{o}
}

// The kinds of jobs.
const (
	jobRun    = "reminders.run"
	jobPass   = "reminders.pass"
	jobPassOn = "reminders.pass_on" // the rest of a pass
	jobDigest = "reminders.digest"  // of one person
)

const pathSnooze = "remind snooze"

// App returns the manifest.
func (s *Service) App() app.App {
	days := chat.Option{Name: "days", Kind: chat.ChoiceOption, Example: "1"}
	for _, length := range snoozes() {
		days.Choices = append(days.Choices, chat.Choice{Value: length, Label: chat.T("reminders.button.days_" + length)})
	}
	deal := chat.Option{Name: "deal_id", Kind: chat.TextOption, Required: true, Example: "#3F9A2B01"}
	snooze := app.Command{Command: chat.Command{Path: pathSnooze, Options: []chat.Option{deal, days}}, Do: s.snooze}
	return app.App{
		Name: "reminders", Texts: textFiles, Migrations: migrationFiles,
		Commands: []app.Command{snooze.Hidden()},
		Jobs: []app.Job{
			{Kind: jobRun, Every: time.Minute, Do: s.run},
			{Kind: jobPass, Every: 24 * time.Hour, Do: s.pass},
			{Kind: jobPassOn, Do: s.pass},
			{Kind: jobDigest, Do: s.digest},
		},
		Moved: s.moved,
	}
}
