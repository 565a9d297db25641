package community

import (
	"cmp"
	"embed"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/communities"
)

//go:embed text
var files embed.FS

// Options are what the app needs to know of the installation.
type Options struct {
	// MediatorRole is the name of the role whose members mediate where a
	// community has not chosen another; "" is communities.DefaultMediatorRole.
	MediatorRole string
}

// New returns the app.
func New(o Options) app.App {
	s := &service{role: cmp.Or(o.MediatorRole, communities.DefaultMediatorRole)}
	return app.App{Name: "community", Texts: files, Commands: s.commands()}
}

// service is the app with what it was given.
type service struct{ role string }

// The paths behind buttons.
const (
	pathJoin   = "community join now"
	pathLeave  = "community leave now"
	pathNotNow = "community not now"
)

func (s *service) commands() []app.Command {
	code := chat.Option{Name: "code", Kind: chat.TextOption, Required: true, Example: "7K2M9XQ4"}
	user := chat.Option{Name: "user", Kind: chat.UserOption, Required: true, Example: "telegram:123456"}
	zone := chat.Option{Name: "zone", Kind: chat.TextOption, Required: true, Max: 64, Example: "Europe/Berlin"}
	return []app.Command{
		reads(command("community show", s.show)),
		administrators(command("community link", link)),
		administrators(command("community join", s.join, code)),
		administrators(command("community leave", leave)),
		public(reads(command("mediators", s.mediators))),
		administrators(command("admin mediator add", addMediator, user)),
		administrators(command("admin mediator remove", s.removeMediator, user)),
		administrators(command("admin timezone", timezone, zone)),
		administrators(command(pathJoin, joinNow, code)).Hidden(),
		administrators(command(pathLeave, leaveNow)).Hidden(),
		administrators(command(pathNotNow, notNow)).Hidden(),
	}
}
