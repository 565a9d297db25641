package conform

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// A misspelt key is seen in the body of every operation that lists keys at all.
func TestEveryBodyIsSealed(t *testing.T) {
	t.Parallel()
	s := official(t)
	listNothing := []string{
		"DELETE /guilds/{guild_id}/bans/{user_id}",
		"PUT /lobbies/{lobby_id}/messages/{message_id}/moderation-metadata",
		"PUT /partner-sdk/dms/{user_id_1}/{user_id_2}/messages/{message_id}/moderation-metadata",
	}
	checked := 0
	for _, r := range s.routes {
		for method, op := range r.methods {
			if op.RequestBody == nil || op.RequestBody.Content[asJSON] == nil {
				continue
			}
			checked++
			if sealed, want := s.catchesMisspelling(op), !slices.Contains(listNothing, method+" "+r.template); sealed != want {
				t.Errorf("%s %s is sealed: %v, want %v", method, r.template, sealed, want)
			}
		}
	}
	if checked < 80 {
		t.Errorf("only %d bodies were found", checked)
	}
}

// catchesMisspelling sends a key that nobody lists, in an object and in a list
// of objects. A union by type asks for the type first.
func (s *Spec) catchesMisspelling(op operation) bool {
	found := append(s.inBody(op, json.RawMessage(`{"misspelt": 1}`)), s.inBody(op, json.RawMessage(`[{"misspelt": 1}]`))...)
	return slices.ContainsFunc(found, func(p Problem) bool {
		return p.What == unknownKey && strings.HasSuffix(p.Path, "/misspelt")
	})
}
