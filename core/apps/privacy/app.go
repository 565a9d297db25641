package privacy

import (
	"embed"
	"io"
	"strings"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

//go:embed text
var files embed.FS

// Options are what the app asks of others.
type Options struct {
	// Apps are those that keep something of persons.
	Apps app.Personal
	// Deals writes the deals of a community, or with all set of everybody, as CSV,
	// the newest first. Beyond most bytes it ends with app.ErrShortened. Nil leaves
	// /admin export out.
	Deals func(tx *store.Tx, w io.Writer, community string, all bool, most int64) error

	// What goes into an archive beside the files of Apps. Where one is nil, its file
	// is left out, and README.txt says so.
	Reputation func(tx *store.Tx, person string, w io.Writer) error // CSV, with a header
	Checkpoint func(tx *store.Tx) ([]byte, error)                   // the newest signed one; empty for none yet
	Key        func() string                                        // the public key of the log

	// Forget removes what others than Apps keep of a person: stored answers, sessions.
	// It is called for each id that the person's accounts had before they were linked,
	// too.
	Forget []func(tx *store.Tx, person string) error
	// Return is told that somebody who was erased came back as a new person. What
	// stood against the erased one is to count again. Nil: nothing does.
	Return func(tx *store.Tx, person, erased string) error
}

// service is the app with what it was given.
type service struct {
	Options
	texts *text.Catalog // for README.txt, which no frontend localises
}

// New returns the app. It fails where its catalogues do not fit together.
func New(o Options) (app.App, error) {
	texts, err := text.Load(text.Source{App: "privacy", Files: files})
	if err != nil {
		return app.App{}, err
	}
	s := &service{o, texts}
	return app.App{Name: "privacy", Texts: files, Commands: s.commands(), Jobs: s.jobs()}, nil
}

// The paths behind buttons.
const (
	pathErase      = "erase_data now"
	pathKeep       = "erase_data keep"
	pathEraseOther = "admin erase now"
)

func (s *service) commands() []app.Command {
	user := chat.Option{Name: "user", Kind: chat.UserOption, Required: true, Example: "telegram:123456"}
	person := chat.Option{Name: "person", Kind: chat.TextOption, Required: true}
	export := reads(command("export_data", s.exportData))
	export.Audience = chat.Direct
	all := []app.Command{
		export,
		reads(command("erase_data", s.askErase)),
		owners(command("admin erase", s.askEraseOther, user)),
		command(pathErase, s.eraseSelf, person).Hidden(),
		owners(command(pathEraseOther, s.eraseOther, person)).Hidden(),
		reads(command(pathKeep, keep)).Hidden(),
	}
	if s.Deals == nil {
		return all
	}
	deals := command("admin export", s.exportDeals)
	deals.Right, deals.Shown, deals.Audience = app.Mediator, chat.ShownToStaff, chat.Direct
	return append(all, deals)
}

func command(path string, does func(tx *store.Tx, r *app.Request) (app.Response, error), options ...chat.Option) app.Command {
	return app.Command{
		Command: chat.Command{Path: path, Describe: "privacy.command." + strings.ReplaceAll(path, " ", "_"), Options: options},
		Do:      does,
	}
}

func reads(c app.Command) app.Command {
	c.Reads = true
	return c
}

func owners(c app.Command) app.Command {
	c.Right, c.Shown = app.Owner, chat.ShownToAdmins
	return c
}

// The kinds of jobs.
const (
	kindReturn = "privacy.return"
	kindPrune  = "privacy.prune"
)

func (s *service) jobs() []app.Job {
	return []app.Job{
		{Kind: kindReturn, Every: time.Minute, Do: s.passOn},
		{Kind: kindPrune, Every: 24 * time.Hour, Offset: 4 * time.Hour, Do: prune},
	}
}
