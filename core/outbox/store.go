package outbox

import (
	"github.com/parleybot/parley/core/store"
)

// insert queues n, at the head of its queue where that is free. It reports false
// where its once-key was used before.
func insert(tx *store.Tx, id string, n Notification, message, undelivered []byte) (bool, error) {
	queue := personQueue(n.Person)
	if !n.Place.IsZero() {
		queue = placeQueue(n.Place)
	}
	priority := n.Priority
	if priority == 0 {
		priority = Normal
	}
	now := store.Millis(tx.Now())
	due := max(now, store.Millis(n.NotBefore))
	var once any
	if n.Once != "" {
		if pruned, err := wasPruned(tx, n.Once); err != nil || pruned {
			return false, err
		}
		once = n.Once
	}
	// One statement, prepared once: this runs in nearly every interaction. The
	// conflict names its column, lest a broken queue pass for a used key.
	affected, err := tx.SQL().Exec(`
		INSERT INTO outbox (id, once, queue, state, due_at, priority,
			queued_at, expires_at, person, prefer, place, kind, subject, sender, sender_prefer,
			repeatable, message, undelivered)
		VALUES (?, ?, ?,
			CASE WHEN ? THEN 'later'
				WHEN EXISTS (SELECT 1 FROM outbox WHERE queue = ? AND state IN ('ready', 'sending')) THEN 'behind'
				ELSE 'ready' END,
			?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (once) DO NOTHING`,
		id, once, queue,
		due > now, queue,
		due, int(priority), now, store.Millis(n.Expires),
		n.Person, formatUser(n.Prefer), formatPlace(n.Place), n.Kind, n.Subject, n.Sender, formatUser(n.SenderPrefer),
		n.Repeatable, message, undelivered)
	return affected == 1, err
}

func idOfOnce(tx *store.Tx, once string) (id string, err error) {
	err = tx.SQL().Row(`SELECT id FROM outbox WHERE once = ? UNION ALL SELECT id FROM outbox_once WHERE once = ?`,
		[]any{once, once}, &id)
	return id, err
}

func outcomes(tx *store.Tx, subject string) ([]Outcome, error) {
	if subject == "" {
		return nil, nil
	}
	var list []Outcome
	err := tx.SQL().Rows(`
		SELECT id, kind, person, prefer, place, state, CASE WHEN ended_at > queued_at THEN ended_at ELSE queued_at END, sent_place, sent_id
		FROM outbox WHERE subject = ? AND subject <> '' ORDER BY seq`, []any{subject},
		func(scan func(...any) error) error {
			var o Outcome
			var prefer, place, sentPlace string
			var at int64
			if err := scan(&o.ID, &o.Kind, &o.Person, &prefer, &place, &o.State, &at, &sentPlace, &o.Message.ID); err != nil {
				return err
			}
			o.Prefer, o.Place, o.Message.Place, o.At = parseUser(prefer), parsePlace(place), parsePlace(sentPlace), store.Time(at)
			list = append(list, o)
			return nil
		})
	return list, err
}
