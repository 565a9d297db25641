package jobs

import (
	"embed"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/store"
)

// Job is timed work. Kind names its Handler, Subject what it concerns; Due is the
// planned time, in UTC and whole milliseconds. ID and Attempt (1 for the first)
// are filled in for handlers.
type Job struct {
	ID      string
	Kind    string
	Subject string
	Due     time.Time
	Payload []byte
	Attempt int
}

// Key identifies the run for a request record: "job:kind:subject:due", with due
// in Unix milliseconds. It is the same for every attempt.
func (j Job) Key() string {
	return "job:" + j.Kind + ":" + j.Subject + ":" + strconv.FormatInt(store.Millis(j.Due), 10)
}

// Schedule plans a job in the transaction that wants it. It reports false, and
// changes nothing, where one of the same kind, subject and due time is planned
// already or has run. A due time that has passed means at once.
func Schedule(tx *store.Tx, j Job) (queued bool, err error) {
	if j.Kind == "" || j.Due.IsZero() {
		return false, errors.New("jobs: a job needs a kind and a due time")
	}
	queued, err = insert(tx, j)
	if err != nil {
		return false, fmt.Errorf("jobs: schedule %s: %w", j.Kind, err)
	}
	// The runner looks at the table at least once in rest: what is due later need
	// not wake it.
	if queued && j.Due.Before(tx.Now().Add(rest)) {
		tx.Ring(bell)
	}
	return queued, nil
}

// bell is what a commit rings that planned something.
const bell = "jobs"

// Cancel forgets what is planned of a kind for a subject. A run that is fetching
// its result comes to nothing; what is done stays done. Cancelled jobs may be
// scheduled again for the same time.
func Cancel(tx *store.Tx, kind, subject string) error {
	if err := remove(tx, kind, subject); err != nil {
		return fmt.Errorf("jobs: cancel %s: %w", kind, err)
	}
	return nil
}

//go:embed migrations
var migrations embed.FS

// Migrations returns the tables of this package.
func Migrations() store.Migrations { return store.Folder("jobs", migrations) }
