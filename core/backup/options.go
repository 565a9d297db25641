package backup

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"io"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Options say where backups are kept and how their content is judged.
type Options struct {
	Dir        string // folder of the backups, made where it is missing
	Passphrase string // "" leaves them unencrypted
	// Migrations are the program's: every copy is brought up to date first, so that
	// old ledgers and old backups stay of use.
	Migrations []store.Migrations
	// Prepare does to such a copy what migrations cannot; nil does nothing.
	Prepare func(ctx context.Context, s *store.Store) error
	// Head returns the end of the log in a database; nil leaves the log alone.
	Head func(tx *store.Tx) (Head, error)
	// VerifyLog checks the whole log of a database; nil checks its end only.
	VerifyLog func(ctx context.Context, s *store.Store) error
	// Restored continues the log of a restored database under a new origin, whose
	// first event names the origin, size and root of the old one; nil leaves it.
	Restored func(tx *store.Tx, old Head) error
	Now      func() time.Time // default time.Now
	Rand     io.Reader        // for salts; default crypto/rand
	Disk     Disk             // default the machine's

	cost kdf // of making a key of the passphrase; the zero value is the default
}

// Head is the end of a log: its origin, how many events it has, the root of the
// tree over them in base64, and the newest checkpoint, signed, if there is one.
type Head struct {
	Origin     string `json:"origin"`
	Size       int64  `json:"size"`
	Root       string `json:"root"`
	Checkpoint string `json:"checkpoint"`
}

// NewHead puts an end of a log into the words of a header; checkpoint may be nil.
func NewHead(origin string, size int64, root [32]byte, checkpoint []byte) Head {
	return Head{Origin: origin, Size: size, Root: base64.StdEncoding.EncodeToString(root[:]), Checkpoint: string(checkpoint)}
}

func (o Options) ready() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Disk == nil {
		o.Disk = machine{}
	}
	if o.cost.Name == "" {
		o.cost = kdf{Name: argon, T: 3, M: 64 << 10, P: 4}
	}
	return o
}
