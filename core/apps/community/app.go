package community

import (
	"cmp"
	"embed"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
	"github.com/parleybot/parley/core/store"
)

//go:embed text
var files embed.FS

// Options are what the app needs to know of the installation.
type Options struct {
	// MediatorRole is the name of the role whose members mediate where a
	// community has not chosen another; "" is communities.DefaultMediatorRole.
	MediatorRole string
	// Defaults holds where a community has chosen nothing; zero takes
	// communities.DefaultSettings. Its role is MediatorRole.
	Defaults communities.Settings
	// Use returns what a person has used of the limits of a community ("" for the
	// deals of none) since its day began. Nil leaves it out of /rate_limits view.
	Use func(tx *store.Tx, person, community string, since time.Time) (Use, error)
}

// Use is what a person has used of limits, over all linked accounts.
type Use struct {
	Open   int       // open deals that count
	Points int64     // hundredths of a point, of deals started since
	Whole  int64     // whole units of unrated units, of deals started since
	Last   time.Time // when the person last opened a dispute, zero for never
}

// New returns the app.
func New(o Options) app.App {
	o.Defaults = cmp.Or(o.Defaults, communities.DefaultSettings())
	s := &service{role: cmp.Or(o.MediatorRole, communities.DefaultMediatorRole), defaults: o.Defaults, use: o.Use}
	s.defaults.MediatorRole = s.role
	return app.App{Name: "community", Texts: files, Commands: s.commands()}
}

// service is the app with what it was given.
type service struct {
	role     string
	defaults communities.Settings
	use      func(tx *store.Tx, person, community string, since time.Time) (Use, error)
}

// The paths behind buttons.
const (
	pathJoin   = "community join now"
	pathLeave  = "community leave now"
	pathNotNow = "community not now"
	pathLimits = "rate_limits view"
)

func (s *service) commands() []app.Command {
	code := chat.Option{Name: "code", Kind: chat.TextOption, Required: true, Example: "7K2M9XQ4"}
	user := chat.Option{Name: "user", Kind: chat.UserOption, Required: true, Example: "telegram:123456"}
	zone := chat.Option{Name: "zone", Kind: chat.TextOption, Required: true, Max: 64, Example: "Europe/Berlin"}
	where := chat.Option{Name: "where", Kind: chat.ChoiceOption, Choices: []chat.Choice{
		{Value: placeHere, Label: chat.T("community.place.here")}, {Value: placeOff, Label: chat.T("community.place.off")},
	}}
	place := chat.Option{Name: "place", Kind: chat.PlaceOption}
	return []app.Command{
		reads(command("community show", s.show)),
		administrators(command("community link", link)),
		administrators(command("community join", s.join, code)),
		administrators(command("community leave", leave)),
		public(reads(command("mediators", s.mediators))),
		administrators(command("admin mediator add", addMediator, user)),
		administrators(command("admin mediator remove", s.removeMediator, user)),
		administrators(reads(command("admin mediator list", s.listMediators))),
		administrators(command("admin mediator place", s.placeMediators, where, place)),
		administrators(command("admin timezone", timezone, zone)),
		anywhere(reads(command(pathLimits, s.viewLimits))),
		administrators(command("rate_limits set", s.setLimits, limitOptions()...)),
		administrators(command(pathJoin, joinNow, code)).Hidden(),
		administrators(command(pathLeave, leaveNow)).Hidden(),
		administrators(command(pathNotNow, notNow)).Hidden(),
	}
}
