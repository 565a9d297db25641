package outbox

import (
	"embed"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Priority orders notifications to different people and places, 1 before 9. It
// never changes the order of those to the same one.
type Priority int

// The priorities in use. The zero value counts as Normal.
const (
	Urgent Priority = 1
	Normal Priority = 5
	Bulk   Priority = 9
)

// Notification is something that a person, or the people in a place, must be
// told. Exactly one of Person and Place is set.
type Notification struct {
	Person string        // a person's id; which identity is used is decided at sending
	Prefer chat.UserRef  // the identity to try first; zero for no wish
	Place  chat.PlaceRef // or a place
	// Kind says what it is about, such as "deals.proposed".
	Kind string
	// Once is unique among all notifications ever queued; "" for none.
	Once string
	// NotBefore holds it back without holding back later ones; after Expires it
	// is not sent any more. Zero means at once, and never.
	NotBefore, Expires time.Time
	Priority           Priority
	Message            chat.Message // not localised
	// Repeatable allows another attempt when it is not known whether the last one
	// arrived, at the price of perhaps being read twice.
	Repeatable bool
	// Sender is the person who is told Undelivered, with UndeliveredRows, when it
	// can reach nobody, on the account SenderPrefer first; "" for nobody. Neither
	// text is localised.
	Sender          string
	SenderPrefer    chat.UserRef
	Undelivered     chat.Document
	UndeliveredRows []chat.Row
	// Subject is what it concerns, such as a deal's id: see Status.
	Subject string
}

// Notify queues a notification in the transaction of what it reports. It returns
// the id under which every attempt will be made (24 characters). A once-key that
// was used before queues nothing: it reports false with the id of the first one.
// The commit wakes the Runner.
func Notify(tx *store.Tx, n Notification) (id string, queued bool, err error) {
	if err := n.check(); err != nil {
		return "", false, err
	}
	message, err := json.Marshal(n.Message)
	if err != nil {
		return "", false, fmt.Errorf("outbox: encode %s: %w", n.Kind, err)
	}
	var undelivered []byte
	if n.Sender != "" && len(n.Undelivered) > 0 {
		undelivered, err = json.Marshal(chat.Message{Document: n.Undelivered, Rows: n.UndeliveredRows})
		if err != nil {
			return "", false, fmt.Errorf("outbox: encode %s: %w", n.Kind, err)
		}
	}
	id = newID(tx)
	queued, err = insert(tx, id, n, message, undelivered)
	if err == nil && !queued {
		id, err = idOfOnce(tx, n.Once)
	}
	if err != nil {
		return "", false, fmt.Errorf("outbox: queue %s: %w", n.Kind, err)
	}
	if queued {
		tx.Ring(bell)
	}
	return id, queued, nil
}

// bell is what a commit rings that queued something.
const bell = "outbox"

func (n Notification) check() error {
	if n.Kind == "" {
		return errors.New("outbox: a notification has no kind")
	}
	if (n.Person == "") == n.Place.IsZero() {
		return fmt.Errorf("outbox: %s must name either a person or a place", n.Kind)
	}
	if n.Priority < 0 || n.Priority > Bulk {
		return fmt.Errorf("outbox: %s has priority %d, which is not between 0 and 9", n.Kind, n.Priority)
	}
	return nil
}

// newID sorts by age and fits a platform's idempotency key of 25 characters.
func newID(tx *store.Tx) string {
	var b [17]byte
	binary.BigEndian.PutUint64(b[:8], uint64(tx.Now().UnixMilli()))
	tx.Random(b[8:])
	return idEncoding.EncodeToString(b[2:])
}

var idEncoding = base32.NewEncoding("0123456789abcdefghijklmnopqrstuv").WithPadding(base32.NoPadding)

//go:embed migrations
var migrations embed.FS

// Migrations returns the tables of this package.
func Migrations() store.Migrations { return store.Folder("outbox", migrations) }
