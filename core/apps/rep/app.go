package rep

import (
	"embed"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

//go:embed migrations
var migrationFiles embed.FS

//go:embed text
var textFiles embed.FS

// Options are what the app asks of others. Both are needed.
type Options struct {
	// Party returns the other party of a deal that the caller is in, by its handle,
	// or a fault.
	Party func(tx *store.Tx, r *app.Request, handle string) (person string, err error)
	// Facts returns history again, in the order of the log: the facts of events
	// after a position (-1 for all), at most limit, which is more than one event
	// has. Fewer than limit are all there are. A fact is told of the persons whose
	// the deal's accounts are today, and reads what the transaction has written.
	Facts func(tx *store.Tx, after int64, limit int) ([]Fact, error)
}

// Service keeps reputation. New makes one. Its methods may be called from any
// goroutine.
type Service struct {
	o        Options
	pictures gallery
}

// New returns the service. It panics when an option is missing: the list of
// what is joined is part of the program.
func New(o Options) *Service {
	if o.Party == nil || o.Facts == nil {
		panic("rep: Party and Facts are needed")
	}
	return &Service{o: o}
}

// App returns the app.
func (s *Service) App() app.App {
	return app.App{
		Name: "rep", Texts: textFiles, Migrations: migrationFiles, Commands: s.commands(),
		Jobs: []app.Job{
			{Kind: jobReplay, Do: s.replay},
			{Kind: jobTend, Every: tendEvery, Do: s.replay},
		},
		Moved: s.Moved,
	}
}

// The paths behind buttons.
const pathShow = "rep show"

func (s *Service) commands() []app.Command {
	user := chat.Option{Name: "user", Kind: chat.UserOption, Example: "telegram:123456"}
	network := chat.Option{Name: "network", Kind: chat.ChoiceOption}
	for _, name := range networks() {
		network.Choices = append(network.Choices, chat.Choice{Value: name, Label: networkNode(name)})
	}
	deal := chat.Option{Name: "deal_id", Kind: chat.TextOption, Example: "#3F9A2B01"}
	details := chat.Option{Name: "details", Kind: chat.BooleanOption}
	person := chat.Option{Name: "person", Kind: chat.TextOption, Required: true}
	place := chat.Option{Name: "place", Kind: chat.TextOption, Required: true}
	needed := user
	needed.Required = true
	return []app.Command{
		reads(command("rep", s.card, user, network, deal, details)),
		command(pathShow, s.show, person, place, network).Hidden(),
		owners(command("admin verify", s.verify, needed)),
		owners(command("admin unverify", s.unverify, needed)),
	}
}

// networks are the names under which deals are kept.
func networks() []string {
	return []string{"BigoLive", "TikTok", "Tango", "YouTube", "Twitch", "Other"}
}
