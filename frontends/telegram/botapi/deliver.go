package botapi

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"net/http"
	"time"
)

// proofHeader carries the secret of each delivery.
const proofHeader = "X-Telegram-Bot-Api-Secret-Token"

// mostUpdate bounds an update, in bytes. Real ones are a few kilobytes.
const mostUpdate = 1 << 20

// comeAgain is what a delivery is told that has to be repeated, in seconds. Without
// it Telegram waits longer each time, up to two minutes.
const comeAgain = "1"

// ServeHTTP takes one delivery. What it answers is all that Telegram learns: 200 is
// never to be seen again, anything else comes again within a day.
func (k *hook) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	if !k.proven(r.Header.Get(proofHeader)) {
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, mostUpdate))
	if err != nil {
		var long *http.MaxBytesError
		if errors.As(err, &long) {
			k.c.log.Error("a delivery is too long to be an update", "most", mostUpdate)
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		w.WriteHeader(http.StatusBadRequest) // it broke off on the way
		return
	}
	k.c.pulse.Heard(k.c.now())
	// The server is in a hurry with strangers; this is Telegram, which is patient.
	line := http.NewResponseController(w)
	_, _ = line.SetReadDeadline(time.Time{}), line.SetWriteDeadline(time.Time{})
	code := k.deliver(r.Context(), raw)
	if code != http.StatusOK {
		w.Header().Set("Retry-After", comeAgain)
	}
	w.WriteHeader(code)
}

// proven compares hashes, so that neither the time it takes nor the length that is
// compared tells anything of the secret.
func (k *hook) proven(secret string) bool {
	sum := sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(sum[:], k.secret[:]) == 1
}

// deliver returns what to answer. An update that is on its way already, because an
// earlier delivery of it was sent away, is waited for and not taken twice.
func (k *hook) deliver(ctx context.Context, raw []byte) int {
	v := k.enter(k.read(raw), false)
	if v == nil {
		return http.StatusServiceUnavailable
	}
	return k.await(ctx, v)
}

// await waits for a visit to end, but no longer than Telegram does. An answer that
// has not left after a second is remembered as owed. Where it cannot be, and many
// wait, it may not keep a connection from the others: its delivery comes again.
func (k *hook) await(ctx context.Context, v *visit) int {
	late, taken := k.c.after(hookPatience), v.taken
	var enough <-chan time.Time
	for {
		select {
		case <-v.done:
			if v.code == http.StatusOK {
				k.forget(v)
			}
			return v.code
		case <-taken:
			taken, enough = nil, k.c.after(patience)
			if k.answering(1) > hookConnections/2 {
				late = k.c.after(2 * patience)
			}
			defer k.answering(-1)
		case <-enough:
			if k.keepOwed() {
				return http.StatusOK
			}
			enough = nil
		case <-late:
			return http.StatusServiceUnavailable
		case <-k.over:
			return http.StatusServiceUnavailable
		case <-ctx.Done(): // nobody is there to hear it
			return http.StatusServiceUnavailable
		}
	}
}

// keepOwed remembers every answer that has not left. It reports false where this
// process may not, or where too much is owed already.
func (k *hook) keepOwed() bool {
	select {
	case <-k.heir:
	default:
		return false
	}
	err := k.owed.keep(k.sending)
	if err != nil && !errors.Is(err, errFull) {
		k.c.log.Error("answers on their way could not be remembered", "cause", err)
	}
	return err == nil
}

// answering counts the deliveries that wait for an answer to leave.
func (k *hook) answering(change int) int {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.inside += change
	return k.inside
}
