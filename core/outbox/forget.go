package outbox

import (
	"encoding/json"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// Forget ends what still waits for a person who has no account any more, and
// removes its words. Nobody is told, and the person is told of nothing. What is
// under way arrives.
func Forget(tx *store.Tx, person string) error {
	if err := forget(tx, person); err != nil {
		return fmt.Errorf("outbox: forget a person: %w", err)
	}
	return nil
}

// ForgetAccount takes an account out of the records of what was sent to it.
func ForgetAccount(tx *store.Tx, account chat.UserRef) error {
	if err := forgetTarget(tx, target{user: account}); err != nil {
		return fmt.Errorf("outbox: forget an account: %w", err)
	}
	return nil
}

// Redact puts another node in the place of some nodes of the messages about some
// subjects that are kept: those that wait, whoever they are for, and those that
// were given up. change reports false for a node that may stay.
func Redact(tx *store.Tx, about func(subject string) bool, change func(chat.Node) (chat.Node, bool)) error {
	for _, query := range []string{selectWaiting, selectHeads, selectDead} {
		list, err := letters(tx, query)
		for i := 0; i < len(list) && err == nil; i++ {
			if about(list[i].subject) {
				err = list[i].redact(tx, change)
			}
		}
		if err != nil {
			return fmt.Errorf("outbox: redact: %w", err)
		}
	}
	return nil
}

// letter is what is kept of a notification's words.
type letter struct {
	seq                  int64
	subject              string
	message, undelivered []byte
}

func (l letter) redact(tx *store.Tx, change func(chat.Node) (chat.Node, bool)) error {
	message, one, err := redacted(l.message, change)
	if err != nil {
		return err
	}
	undelivered, two, err := redacted(l.undelivered, change)
	if err != nil || !one && !two {
		return err
	}
	return exec(tx, `UPDATE outbox SET message = ?, undelivered = ? WHERE seq = ?`, message, undelivered, l.seq)
}

func redacted(raw []byte, change func(chat.Node) (chat.Node, bool)) (out []byte, changed bool, err error) {
	if len(raw) == 0 {
		return raw, false, nil
	}
	var m chat.Message
	if err := json.Unmarshal(raw, &m); err != nil {
		return nil, false, err
	}
	if m, changed = m.Rewrite(change); !changed {
		return raw, false, nil
	}
	out, err = json.Marshal(m)
	return out, true, err
}
