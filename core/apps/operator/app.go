package operator

import (
	"cmp"
	"context"
	"embed"
	"log/slog"
	"strings"
	"time"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

//go:embed text migrations
var files embed.FS

// Options say what the app can do for its operator.
type Options struct {
	// Backup makes and verifies a backup. It must end with ctx. An error together
	// with a name means that the backup is good, but something else is not, such
	// as letting old ones go. nil leaves backups out.
	Backup func(ctx context.Context) (Backup, error)
	// VerifyLog checks the whole log; nil leaves the nightly check out.
	VerifyLog func(ctx context.Context) error
	Owners    []chat.UserRef  // are told what failed at night
	Mirror    *Mirror         // nil: nothing is mirrored
	Channels  []chat.PlaceRef // where it is mirrored to
	Logger    *slog.Logger    // default slog.Default
}

// Backup is a backup that was made and verified.
type Backup struct {
	Name      string // of the file, which stays where backups are kept
	Size      int64  // in bytes
	SHA256    string // of the file, in hexadecimal
	Encrypted bool
}

// Service is the app with what it was given.
type Service struct {
	Options
	usage usage
}

// New returns the service behind the app.
func New(o Options) *Service {
	o.Logger = cmp.Or(o.Logger, slog.Default())
	return &Service{Options: o, usage: usage{pending: map[string]tally{}}}
}

// App returns the manifest.
func (s *Service) App() app.App {
	return app.App{Name: "operator", Texts: files, Migrations: files, Commands: s.commands(), Jobs: s.jobs()}
}

func (s *Service) commands() []app.Command {
	days := chat.Option{Name: "days", Kind: chat.IntegerOption, Min: 1, Max: maxDays, Example: "30"}
	stats := staff("admin stats", s.stats, days)
	stats.Reads = true
	if s.Backup == nil {
		return []app.Command{stats}
	}
	return []app.Command{stats, staff("admin backup", askBackup)}
}

// staff declares a command for those who look after a community. It answers in
// private, in the community and, for owners, in the direct chat.
func staff(path string, does func(tx *store.Tx, r *app.Request) (app.Response, error), options ...chat.Option) app.Command {
	return app.Command{
		Command: chat.Command{
			Path: path, Describe: "operator.command." + strings.TrimPrefix(chat.Menu(path), "admin_"),
			Options: options, Shown: chat.ShownToStaff,
		},
		Right: app.Mediator, Do: does,
	}
}

// The kinds of jobs.
const (
	kindNight  = "operator.night"  // the backup of every night
	kindBackup = "operator.backup" // one that somebody asked for
	kindCheck  = "operator.check"
	kindCount  = "operator.count"
	kindMirror = "operator.mirror"
)

// patience is how long a backup or a check may take; a ledger for which that is
// not enough needs another kind of backup.
const patience = 30 * time.Minute

func (s *Service) jobs() []app.Job {
	const day = 24 * time.Hour
	all := []app.Job{{Kind: kindCount, Every: time.Minute, Do: s.count}}
	if s.Backup != nil {
		all = append(all,
			app.Job{Kind: kindNight, Every: day, Offset: 2 * time.Hour, Fetch: s.makeBackup, Within: patience, Do: s.night},
			app.Job{Kind: kindBackup, Fetch: s.makeBackup, Within: patience, Do: s.backedUp})
	}
	if s.VerifyLog != nil {
		all = append(all, app.Job{Kind: kindCheck, Every: day, Offset: 3 * time.Hour, Fetch: s.check, Within: patience, Do: s.checked})
	}
	if s.Mirror != nil && len(s.Channels) > 0 {
		all = append(all, app.Job{Kind: kindMirror, Every: time.Minute, Do: s.tell})
	}
	return all
}
