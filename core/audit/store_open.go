package audit

import (
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/parleybot/parley/core/store"
)

// Open makes sure that the log exists and returns its name. The first call
// names it (an empty name becomes "parley-" and 8 random hexadecimal digits) and
// writes the event log.opened; later another name is an error, because the name
// is part of everything that was ever logged. Start does the same for a log that
// is signed.
func Open(tx *store.Tx, name string) (string, error) {
	known, err := origin(tx)
	if err == nil {
		return known, agree(known, name)
	}
	if !errors.Is(err, store.ErrNotFound) {
		return "", wrap("open", err)
	}
	if name == "" {
		name = inventName(tx.Random)
	}
	return name, create(tx, name)
}

// create writes the name and the first event.
func create(tx *store.Tx, name string, d ...Field) error {
	if !validName(name) {
		return fmt.Errorf("audit: %q cannot name a log: a name has neither spaces nor a +", name)
	}
	_, err := tx.SQL().Exec(`INSERT INTO audit_log (id, origin, opened_at) VALUES (1, ?, ?)`, name, store.Millis(tx.Now()))
	if err != nil {
		return wrap("open", err)
	}
	_, err = Append(tx, Event{Type: typeOpened, Actor: System, As: System, D: d})
	return err
}

func agree(known, asked string) error {
	if asked == "" || asked == known {
		return nil
	}
	return fmt.Errorf("audit: the log was named %q when it was opened and keeps that name; %q was asked for", known, asked)
}

func inventName(random func([]byte)) string {
	var digits [4]byte
	random(digits[:])
	return "parley-" + hex.EncodeToString(digits[:])
}

// validName holds for what can name a key of sumdb/note, since the key bears the
// name of the log.
func validName(name string) bool {
	return name != "" && utf8.ValidString(name) && !strings.Contains(name, "+") && strings.IndexFunc(name, unicode.IsSpace) < 0
}

// Restored gives a log that came out of a backup a name of its own, "" one made
// up, and returns it. Its next event, log.restored, says which log it continues
// and from where: whatever the old one logged after the backup stands in nobody's
// way, and neither can pass for the other. Events, receipts and checkpoints from
// before stay as they are; the next Start makes the key of the new name.
func Restored(tx *store.Tx, name string) (string, error) {
	old, err := origin(tx)
	if err == nil {
		err = complete(tx)
	}
	if err != nil {
		return "", wrap("continue a restored log", err)
	}
	size, root, err := Head(tx)
	if err != nil {
		return "", err
	}
	if name == "" {
		name = inventName(tx.Random)
	}
	if name == old || !validName(name) {
		return "", fmt.Errorf("audit: %q cannot name the log restored from %q: it takes another name, with neither spaces nor a +", name, old)
	}
	if _, err := tx.SQL().Exec(`UPDATE audit_log SET origin = ? WHERE id = 1`, name); err != nil {
		return "", wrap("continue a restored log", err)
	}
	_, err = Append(tx, Event{Type: typeRestored, Actor: System, As: System, Via: "cli", D: []Field{
		{Name: "origin", Value: old}, {Name: "size", Value: size}, {Name: "root", Value: base64.StdEncoding.EncodeToString(root[:])},
	}})
	return name, err
}
