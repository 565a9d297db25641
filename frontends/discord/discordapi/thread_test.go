package discordapi

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// An archived thread is opened once, and the message goes again by its nonce;
// where that is refused the thread stays full.
func TestD9FullReopensAThread(t *testing.T) {
	t.Parallel()
	const full, again, patch = "POST n1 400", "POST n1 200", "PATCH "
	for name, test := range map[string]struct {
		opens  int    // status of the attempt to open it
		answer string // to that attempt
		stays  bool   // archived all the same
		class  chat.SendClass
		want   []string
	}{
		"archived":            {200, `{}`, false, "", []string{full, patch + "200", again}},
		"locked":              {403, `{"code":50013}`, false, chat.Full, []string{full, patch + "403"}},
		"gone meanwhile":      {404, `{"code":10003}`, false, chat.Full, []string{full, patch + "404"}},
		"archived once more":  {200, `{}`, true, chat.Full, []string{full, patch + "200", full}},
		"a limit":             {429, `{"retry_after":3}`, false, chat.Wait, []string{full, patch + "429"}},
		"out of order":        {502, `<html>`, false, chat.Retry, []string{full, patch + "502"}},
		"a token that is bad": {401, `{}`, false, chat.Fatal, []string{full, patch + "401"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lines []string
			archived := true
			c := carried(t, func(r *http.Request) (int, map[string]string, string) {
				body, _ := io.ReadAll(r.Body)
				if r.Method == http.MethodPatch {
					if string(body) != `{"archived":false}` || r.URL.Path != "/api/v9/channels/5" {
						t.Errorf("%s %s", r.URL.Path, body)
					}
					lines = append(lines, fmt.Sprint(patch, test.opens))
					archived = test.stays || test.opens != http.StatusOK
					return test.opens, nil, test.answer
				}
				if !strings.Contains(string(body), `"nonce":"n1"`) || !strings.Contains(string(body), `"enforce_nonce":true`) {
					t.Errorf("sent %s", body)
				}
				if archived {
					lines = append(lines, full)
					return 400, nil, `{"code":50083}`
				}
				lines = append(lines, again)
				return 200, nil, `{"id":"7"}`
			})
			id, err := c.Send(t.Context(), RankNotice, "5", Message{Content: "x", Nonce: "n1"})
			if test.class == "" && (err != nil || id != "7") || test.class != "" && classOf(t, err).Class != test.class {
				t.Errorf("%q, %v", id, err)
			}
			if !slices.Equal(lines, test.want) {
				t.Errorf("got %q, want %q", lines, test.want)
			}
		})
	}
}
