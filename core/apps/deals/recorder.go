package deals

import (
	"fmt"

	"github.com/parleybot/parley/core/audit"
	"github.com/parleybot/parley/core/store"
)

// Recorder writes deals and what happens to them as the commands do, with their
// events and everybody who subscribed to those, but asks, answers and tells nobody.
// It is for ledgers that are built in bulk, such as those of measurements: limits,
// terms and permissions are the caller's to check.
type Recorder struct{ b *book }

// NewRecorder returns a recorder that is joined to its neighbours by the options of
// the app.
func NewRecorder(o Options) Recorder { return Recorder{newBook(o)} }

// Open records a new deal with the usernames of both parties, as proposed by its
// party A; the recorder gives it its id and handle. It fails with BUSY when no free
// handle turned up.
func (r Recorder) Open(tx *store.Tx, p Proposal, usernames [2]string) (Deal, error) {
	d, err := r.b.open(tx, origin{person: p.A.Person, via: string(p.A.Identity.Platform)}, p, usernames)
	if err != nil {
		return Deal{}, fmt.Errorf("deals: record a proposal: %w", err)
	}
	return d, nil
}

// Act applies one command and returns the deal as it stands then. What a mediator
// decides is said to be by the person named; what time does is by nobody. A refused
// command fails with the fault that a person would read, and changes nothing.
func (r Recorder) Act(tx *store.Tx, d Deal, c Command, mediator string, texts ...audit.Text) (Deal, error) {
	o := origin{via: "timer"}
	switch {
	case c.By != Neither:
		p := d.Party(c.By)
		o = origin{person: p.Person, via: string(p.Identity.Platform)}
	case c.Act == ActResolve:
		o = origin{person: mediator, via: string(d.A.Identity.Platform), role: "mediator"}
	}
	after, _, err := r.b.act(tx, o, d, c, texts...)
	return after, err
}

// Sweep closes and marks overdue what the clock has decided, at most so many deals,
// and returns how many those were. It is what the bot does every minute, with its
// notices.
func (r Recorder) Sweep(tx *store.Tx, most int) (int, error) {
	due, err := dueForSweep(tx, place{}, tx.Now(), most)
	if err != nil {
		return 0, err
	}
	for _, d := range due {
		if _, err := r.b.sweep(tx, origin{via: "timer"}, d); err != nil {
			return 0, err
		}
	}
	return len(due), nil
}
