package discordtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/discord/discordtest"
)

// Published limits without a number of their own are refused too.
func TestOtherLimits(t *testing.T) {
	t.Parallel()
	sel := func(options string) string {
		return fmt.Sprintf(button, `{"type":3,"custom_id":"s","options":`+options+`}`)
	}
	tests := map[string]func(*stage) reply{
		"eleven embeds":     post(`{"embeds":` + many(11, `{"title":"t"}`) + `}`),
		"embed title":       post(`{"embeds":[{"title":"` + long(257) + `"}]}`),
		"embed description": post(`{"embeds":[{"description":"` + long(4097) + `"}]}`),
		"26 fields":         post(`{"embeds":[{"fields":` + many(26, `{"name":"n","value":"v"}`) + `}]}`),
		"field name":        post(`{"embeds":[{"fields":[{"name":"` + long(257) + `","value":"v"}]}]}`),
		"field value":       post(`{"embeds":[{"fields":[{"name":"n","value":"` + long(1025) + `"}]}]}`),
		"footer":            post(`{"embeds":[{"footer":{"text":"` + long(2049) + `"}}]}`),
		"author":            post(`{"embeds":[{"author":{"name":"` + long(257) + `"}}]}`),
		"six buttons":       post(`{"components":[{"type":1,"components":` + many(6, `{"type":2,"style":1,"label":"a","custom_id":"c#"}`) + `}]}`),
		"no row":            post(`{"components":[` + one + `]}`),
		"label":             post(fmt.Sprintf(button, `{"type":2,"style":1,"label":"`+long(81)+`","custom_id":"a"}`)),
		"no label":          post(fmt.Sprintf(button, `{"type":2,"style":1,"custom_id":"a"}`)),
		"custom_id":         post(fmt.Sprintf(button, `{"type":2,"style":1,"label":"a","custom_id":"`+long(101)+`"}`)),
		"26 options":        post(sel(many(26, `{"label":"l","value":"#"}`))),
		"no option":         post(sel(`[]`)),
		"the same option":   post(sel(many(2, `{"label":"l","value":"v"}`))),
		"option label":      post(sel(`[{"label":"` + long(101) + `","value":"v"}]`)),
		"101 users":         post(`{"content":"x","allowed_mentions":{"parse":[],"users":` + many(101, `"#"`) + `}}`),
		"26 arguments":      register(`[{"name":"p","description":"d","options":` + many(26, option) + `}]`),
		"name":              register(`[{"name":"` + long(33) + `","description":"d"}]`),
		"description":       register(`[{"name":"p","description":"` + long(101) + `"}]`),
		"localized":         register(`[{"name":"p","description":"d","description_localizations":{"de":"` + long(101) + `"}}]`),
		"26 choices":        register(`[{"name":"p","description":"d","options":[{"type":3,"name":"o","description":"d","choices":` + many(26, `{"name":"n","value":"#"}`) + `}]}]`),
		"empty choice":      register(`[{"name":"p","description":"d","options":[{"type":3,"name":"o","description":"d","choices":[{"name":"","value":"v"}]}]}]`),
		"twice a name":      register(`[{"name":"p","description":"d"},{"name":"p","description":"d"}]`),
		"form title":        called(`{"type":9,"data":{"custom_id":"f","title":"` + long(46) + `","components":` + many(1, label) + `}}`),
		"form without id":   called(`{"type":9,"data":{"title":"t","components":` + many(1, label) + `}}`),
		"form label":        called(fmt.Sprintf(form, `[{"type":18,"label":"`+long(46)+`","component":{"type":4,"custom_id":"q","style":1}}]`)),
		"form help":         called(fmt.Sprintf(form, `[{"type":18,"label":"l","description":"`+long(101)+`","component":{"type":4,"custom_id":"q","style":1}}]`)),
		"form hint":         called(fmt.Sprintf(form, `[{"type":18,"label":"l","component":{"type":4,"custom_id":"q","style":1,"placeholder":"`+long(101)+`"}}]`)),
		"form max":          called(fmt.Sprintf(form, `[{"type":18,"label":"l","component":{"type":4,"custom_id":"q","style":1,"max_length":4001}}]`)),
		"form value":        called(fmt.Sprintf(form, `[{"type":18,"label":"l","component":{"type":4,"custom_id":"q","style":1,"max_length":2,"value":"abc"}}]`)),
		"form of buttons":   called(fmt.Sprintf(form, `[{"type":1,"components":[`+one+`]}]`)),
		"choices":           called(`{"type":8,"data":{"choices":[]}}`),
		"no such type":      called(`{"type":3}`),
		"wrong kind":        post(`{"content":7}`),
		"no JSON":           post(`{"content"`),
		"channel name":      func(s *stage) reply { return s.ask("PATCH", "/channels/{group}", `{"name":""}`) },
		"channel topic":     func(s *stage) reply { return s.ask("PATCH", "/channels/{group}", `{"topic":"`+long(1025)+`"}`) },
		"thread name":       func(s *stage) reply { return s.ask("POST", "/channels/{group}/threads", `{"name":""}`) },
		"thread archive": func(s *stage) reply {
			return s.ask("POST", "/channels/{group}/threads", `{"name":"t","auto_archive_duration":5}`)
		},
		"webhook name": func(s *stage) reply { return s.ask("POST", "/channels/{group}/webhooks", `{"name":""}`) },
		"page size":    func(s *stage) reply { return s.ask("GET", "/channels/{group}/messages?limit=101", "") },
	}
	for name, do := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := open(t, discordtest.Options{})
			if r := do(s); r.status != 400 {
				t.Errorf("answered %d %s", r.status, r.body)
			}
			if got := s.Violations(); len(got) != 1 || !strings.HasPrefix(got[0], "limit: ") {
				t.Errorf("got %q", got)
			}
		})
	}
}
