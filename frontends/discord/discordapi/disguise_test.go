package discordapi

import (
	"strings"
	"testing"
)

func TestWireDisguisesEvents(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 5000)
	for name, c := range map[string]struct{ in, out string }{
		"first":    {`{"t":"MESSAGE_CREATE","s":3,"op":0,"d":{}}`, `{"t":"message_create","s":3,"op":0,"d":{}}`},
		"second":   {`{"op":0,"t":"INTERACTION_CREATE","d":"` + long + `"}`, `{"op":0,"t":"interaction_create","d":"` + long + `"}`},
		"ready":    {`{"t":"READY","s":1,"op":0,"d":{}}`, `{"t":"READY","s":1,"op":0,"d":{}}`},
		"resumed":  {`{"t":"RESUMED","s":1,"op":0,"d":{}}`, `{"t":"RESUMED","s":1,"op":0,"d":{}}`},
		"no event": {`{"t":null,"s":null,"op":11}`, `{"t":null,"s":null,"op":11}`},
		"in data":  {`{"op":0,"d":{"t":"MINE"},"t":"TYPING_START"}`, `{"op":0,"d":{"t":"MINE"},"t":"TYPING_START"}`},
		"far":      {`{"op":0,` + strings.Repeat(" ", 60) + `"t":"A"}`, `{"op":0,` + strings.Repeat(" ", 60) + `"t":"A"}`},
		"cut":      {`{"t":"` + strings.Repeat("A", 80) + `"}`, `{"t":"` + strings.Repeat("A", 80) + `"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, got, err := through(t, upgraded+frame(frameText, true, c.in)+frame(frameText, true, `{"op":11}`))
			if want := upgraded + frame(frameText, true, c.out) + frame(frameText, true, `{"op":11}`); got != want || err != nil {
				t.Errorf("got %q: %v", got, err)
			}
		})
	}
	if got := undisguised("message_create"); got != "MESSAGE_CREATE" {
		t.Errorf("got %q", got)
	}
}
