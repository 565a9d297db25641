package discord

import (
	"crypto/sha256"
	"encoding/json"
	"sync"

	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// written remembers what the latest messages say, as a hash, so that an edit
// that changes nothing costs no request.
type written struct {
	mu    sync.Mutex
	known map[string][sha256.Size]byte
	order []string
}

// mostWritten bounds the memory to the messages that are still being edited:
// counters and cards of today.
const mostWritten = 1024

func newWritten() *written { return &written{known: map[string][sha256.Size]byte{}} }

// note remembers what a message says now.
func (w *written) note(channel, id string, m discordapi.Message) {
	key := channel + "/" + id
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, known := w.known[key]; !known {
		if len(w.order) == mostWritten {
			delete(w.known, w.order[0])
			w.order = w.order[1:]
		}
		w.order = append(w.order, key)
	}
	w.known[key] = digest(m)
}

// same reports that a message is known to say just this already.
func (w *written) same(channel, id string, m discordapi.Message) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	before, known := w.known[channel+"/"+id]
	return known && before == digest(m)
}

// doubt forgets what a message says: an edit that failed may have come through.
func (w *written) doubt(channel, id string) {
	key := channel + "/" + id
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, known := w.known[key]; known {
		w.known[key] = [sha256.Size]byte{} // like no message
	}
}

// digest covers what a reader sees.
func digest(m discordapi.Message) [sha256.Size]byte {
	raw, _ := json.Marshal([]any{m.Content, m.Embeds, m.Rows, m.Files}) // plain data: it cannot fail
	return sha256.Sum256(raw)
}
