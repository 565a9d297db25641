package deals

import (
	"strings"

	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

const (
	suggestions = 25  // the most that a platform shows
	lookedAt    = 100 // the newest of one's deals among which they are sought
)

type suggest = func(tx *store.Tx, r *app.Request, option, prefix string) ([]chat.Choice, error)

// suggestFor offers the caller's own deals to which an act can be done now.
func suggestFor(act Act) suggest {
	return func(tx *store.Tx, r *app.Request, _, prefix string) ([]chat.Choice, error) {
		open, err := openDeals(tx, r.Person.ID, lookedAt)
		if err != nil {
			return nil, err
		}
		return choices(tx, r, open, prefix, func(d Deal) bool {
			d = asOf(d, tx.Now())
			_, _, err := Apply(d, Command{Act: act, By: d.SideOf(r.Person.ID)}, tx.Now())
			return err == nil
		})
	}
}

// suggestAny offers the caller's newest deals, closed ones too.
func suggestAny(tx *store.Tx, r *app.Request, _, prefix string) ([]chat.Choice, error) {
	all, err := listDeals(tx, r.Person.ID, filter{}, lookedAt)
	if err != nil {
		return nil, err
	}
	return choices(tx, r, all, prefix, func(Deal) bool { return true })
}

// choices keeps the order of the deals, newest first. Handles are matched from
// their beginning, the way people type them.
func choices(tx *store.Tx, r *app.Request, from []Deal, prefix string, fits func(Deal) bool) ([]chat.Choice, error) {
	prefix = strings.ToUpper(strings.TrimPrefix(strings.TrimSpace(prefix), "#"))
	var found []chat.Choice
	for _, d := range from {
		if len(found) == suggestions {
			break
		}
		if !strings.HasPrefix(d.Handle, prefix) || !fits(d) {
			continue
		}
		label, err := labelOf(tx, d, r.Person.ID)
		if err != nil {
			return nil, err
		}
		found = append(found, chat.Choice{Value: d.Handle, Label: chat.Span(chat.Text("#"+d.Handle+" · "), label)})
	}
	return found, nil
}
