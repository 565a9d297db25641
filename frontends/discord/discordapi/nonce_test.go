package discordapi

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// An answer that is lost after the message was posted: the second try, with the
// same nonce, finds it.
func TestD10OneMessage(t *testing.T) {
	t.Parallel()
	posted := make(chan map[string]string, 1)
	posted <- map[string]string{}
	c := served(t, func(w http.ResponseWriter, r *http.Request) {
		var m struct {
			Nonce   string `json:"nonce"`
			Enforce bool   `json:"enforce_nonce"`
		}
		_ = json.NewDecoder(r.Body).Decode(&m)
		all := <-posted
		defer func() { posted <- all }()
		id, known := all[m.Nonce]
		if m.Nonce == "" || !m.Enforce || !known {
			id = "id of " + m.Nonce
			all[m.Nonce] = id
			panic(http.ErrAbortHandler)
		}
		_ = json.NewEncoder(w).Encode(map[string]string{"id": id})
	})
	m := Message{Content: "x", Nonce: "delivery-1"}
	_, err := c.Send(t.Context(), RankNotice, "5", m)
	if failed := classOf(t, err); failed.Class != chat.Unknown {
		t.Fatal(failed)
	}
	id, err := c.Send(t.Context(), RankNotice, "5", m)
	if all := <-posted; err != nil || id != "id of delivery-1" || len(all) != 1 {
		t.Errorf("%q, %d messages: %v", id, len(all), err)
	}
}
