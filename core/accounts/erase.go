package accounts

import (
	"crypto/hmac"
	"crypto/sha256"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Remembered is how long something may stand against a person who was erased.
const Remembered = 360 * 24 * time.Hour

// triesKept is longer than any window in which tries are counted.
const triesKept = 48 * time.Hour

const secretBytes = 32

// Return says that an account that was erased is in use again, by a person who
// is another one to the tables.
type Return struct {
	Person string // the id that the account has now
	Erased string // the id that it had
}

// tombstone is what is left of an account: whoever has the secret can tell that
// an account they know is the one, and nobody can tell the account from it.
func tombstone(secret []byte, ref chat.UserRef) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(ref.String()))
	return h.Sum(nil)
}
