package bot

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"slices"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// request identifies one act: its key, and the hash of what was asked.
type request struct {
	key   string
	input []byte
	nonce bool // another input under this key is a mistake, not a new request
}

// requestOf returns the request of an interaction. A button that acts once is
// known by its token and its presser, everything else by the platform's event.
func requestOf(in chat.Interaction, once bool) request {
	h := sha256.New()
	feed(h, string(in.Kind), in.User.Ref.String(), in.Token, in.Choice, in.Path, in.Text.Text)
	for _, w := range in.Words {
		feed(h, w.Text)
	}
	if in.ReplyTo != nil {
		feed(h, in.ReplyTo.Ref.String())
	}
	feedValues(h, in.Args)
	feedValues(h, in.Fields)
	if !once {
		feed(h, in.Place.Ref.String())
		return request{key: "event:" + string(in.User.Ref.Platform) + ":" + in.EventID, input: h.Sum(nil)}
	}
	sum := sha256.Sum256([]byte(in.Token + "\x00" + in.User.Ref.String()))
	return request{key: "action:" + hex.EncodeToString(sum[:16]), input: h.Sum(nil), nonce: true}
}

// requestOfEvent returns the request of an event. A platform may use an id again
// for something else.
func requestOfEvent(ev chat.Event) request {
	h := sha256.New()
	feed(h, string(ev.Kind), ev.User.Ref.String(), ev.Place.Ref.String(), ev.Space.String(), ev.NewSpace.String(),
		ev.Message.Place.String(), ev.Message.ID, ev.Text)
	return request{key: "event:" + string(ev.Platform) + ":" + ev.EventID, input: h.Sum(nil)}
}

func feed(h hash.Hash, parts ...string) {
	for _, p := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(p), p)
	}
}

func feedValues(h hash.Hash, values map[string]chat.Value) {
	names := make([]string, 0, len(values))
	for name := range values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		feed(h, name, values[name].Text)
		if u := values[name].User; u != nil {
			feed(h, u.Ref.String())
		}
	}
}

// replay returns the stored answer of a request that was already carried out.
func replay(tx *store.Tx, q request) (chat.Reply, bool, error) {
	var reply chat.Reply
	found := false
	err := tx.SQL().Rows(`SELECT input, reply FROM bot_requests WHERE key = ?`, []any{q.key},
		func(scan func(dest ...any) error) error {
			var input, body []byte
			if err := scan(&input, &body); err != nil {
				return err
			}
			if !bytes.Equal(input, q.input) {
				if q.nonce {
					return fmt.Errorf("bot: request %s came with another input", q.key)
				}
				return nil
			}
			found = true
			return json.Unmarshal(body, &reply)
		})
	return reply, found, err
}

// record keeps the answer of a request under whose it is; "" for nobody's.
func record(tx *store.Tx, q request, person string, reply chat.Reply) error {
	body, err := json.Marshal(reply)
	if err != nil {
		return fmt.Errorf("bot: keep an answer: %w", err)
	}
	_, err = tx.SQL().Exec(`INSERT INTO bot_requests (key, input, reply, at, person) VALUES (?, ?, ?, ?, ?)`,
		q.key, q.input, body, store.Millis(tx.Now()), person)
	return err
}

// pruneRequests removes up to most answers that are older than an instant, and
// returns how many.
func pruneRequests(tx *store.Tx, before time.Time, most int) (int64, error) {
	return tx.SQL().Exec(`DELETE FROM bot_requests WHERE (key, input) IN
		(SELECT key, input FROM bot_requests WHERE at < ? LIMIT ?)`, store.Millis(before), most)
}
