package discordtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

// broken is one request that breaks one rule.
type broken struct {
	rule, status, code int
	do                 func(*stage) reply
}

func many(n int, format string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = strings.ReplaceAll(format, "#", fmt.Sprint(i))
	}
	return "[" + strings.Join(all, ",") + "]"
}

func long(n int) string { return strings.Repeat("x", n) }

func post(body string, files ...chat.File) func(*stage) reply {
	return func(s *stage) reply { return s.ask("POST", "/channels/{group}/messages", body, files...) }
}

func register(commands string) func(*stage) reply {
	return func(s *stage) reply { return s.ask("PUT", "/applications/{app}/commands", commands) }
}

// called makes Ann call a command and lets the bot answer it.
func called(body string) func(*stage) reply {
	return func(s *stage) reply {
		i := s.ping()
		return s.ask("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", body)
	}
}

func (s *stage) ping() interaction {
	s.t.Helper()
	s.menu()
	k := s.connect()
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	return k.called()
}

const (
	row    = `{"type":1,"components":[{"type":2,"style":1,"label":"#","custom_id":"c#"}]}`
	button = `{"components":[{"type":1,"components":[%s]}]}`
	one    = `{"type":2,"style":1,"label":"a","custom_id":"a"}`
	option = `{"type":3,"name":"o#","description":"d"}`
	form   = `{"type":9,"data":{"custom_id":"f","title":"T","components":%s}}`
	label  = `{"type":18,"label":"L","component":{"type":4,"custom_id":"q#","style":1}}`
)

func rules() []broken {
	file := func(n int) chat.File { return chat.File{Name: "f.bin", Data: make([]byte, n)} }
	return []broken{
		{1, 400, 50035, post(`{"embeds":` + many(2, `{"description":"`+long(3000)+`","title":"t"}`) + `}`)},
		{2, 400, 50035, post(`{"components":` + many(6, row) + `}`)},
		{3, 400, 30032, register(many(101, `{"name":"c#","description":"d"}`))},
		{4, 400, 50035, register(`[{"name":"Ping","description":"d"}]`)},
		{5, 400, 50035, register(`[{"name":"ping"}]`)},
		{6, 400, 50035, register(`[{"name":"ping","description":"d","options":[` + strings.ReplaceAll(option+","+option, "#", "") + `]}]`)},
		{7, 400, 50035, register(`[{"name":"ping","description":"d","options":[{"type":3,"name":"o","description":"d","required":false},` +
			`{"type":3,"name":"p","description":"d","required":true}]}]`)},
		{8, 400, 50035, post(fmt.Sprintf(button, one+","+one))},
		{9, 400, 50035, post(fmt.Sprintf(button, `{"type":2,"style":1,"label":"a","custom_id":"a","url":"https://example.com"}`))},
		{9, 400, 50035, post(fmt.Sprintf(button, `{"type":2,"style":5,"label":"a"}`))},
		{10, 400, 50035, post(fmt.Sprintf(button, one+`,{"type":3,"custom_id":"s","options":[{"label":"l","value":"v"}]}`))},
		{11, 400, 50035, post(`{"embeds":[{"title":"t","fields":[{"name":"n","value":" "}]}]}`)},
		{12, 400, 50035, post(`{"content":"` + long(2001) + `"}`)},
		{13, 400, 50006, post(`{"content":"  "}`)},
		{14, 400, 50035, called(fmt.Sprintf(form, many(6, label)))},
		{15, 400, 50035, register(`[{"name":"ping","description":"d","options":` +
			many(5, `{"type":3,"name":"o#","description":"d","choices":`+
				many(20, `{"name":"`+long(80)+`","value":"#"}`)+`}`) + `}]`)},
		{16, 400, 50035, register(`[{"name":"ping","description":"d","options":[{"type":3,"name":"o","description":"d",
			"choices":[{"name":"n","value":"` + long(101) + `"}]}]}]`)},
		{17, 200, 0, post(`{"content":"hi","embedds":[]}`)},
		{18, 400, 40060, func(s *stage) reply {
			i := s.ping()
			s.answer(i, `{"type":4,"data":{"content":"one"}}`)
			return s.ask("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", `{"type":4,"data":{"content":"two"}}`)
		}},
		{19, 404, 10062, func(s *stage) reply {
			i := s.ping()
			s.clock.turn(3*time.Second + time.Millisecond)
			return s.ask("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", `{"type":4,"data":{"content":"late"}}`)
		}},
		{20, 401, 50027, func(s *stage) reply {
			i := s.ping()
			s.answer(i, `{"type":5}`)
			s.clock.turn(15*time.Minute + time.Millisecond)
			return s.ask("PATCH", "/webhooks/{app}/"+i.Token+"/messages/@original", `{"content":"late"}`)
		}},
		{21, 400, 50035, func(s *stage) reply {
			i := s.ping()
			k := s.connect()
			s.answer(i, fmt.Sprintf(form, many(1, label)))
			s.must(s.Submit(s.cast.Ann.Ref, map[string]string{"q0": "yes"}))
			i = k.called()
			return s.ask("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback", fmt.Sprintf(form, many(1, label)))
		}},
		{22, 400, 50035, called(`{"type":6}`)},
		{22, 400, 50035, called(`{"type":7,"data":{"content":"x"}}`)},
		{23, 400, 50035, called(`{"type":5,"data":{"flags":4}}`)},
		{24, 400, 50035, post(`{"content":"hi","allowed_mentions":{"parse":null,"users":["1"]}}`)},
		{24, 400, 50035, post(`{"content":"hi","allowed_mentions":{"users":["1"]}}`)},
		{25, 400, 50035, post(`{"content":"hi","nonce":"` + long(26) + `","enforce_nonce":true}`)},
		{26, 403, 50007, func(s *stage) reply {
			s.must(s.Close(s.cast.Ann.Ref))
			return s.ask("POST", "/channels/{direct}/messages", `{"content":"hi"}`)
		}},
		{26, 403, 50278, func(s *stage) reply {
			s.Kick(s.cast.Group.Space)
			return s.ask("POST", "/channels/{direct}/messages", `{"content":"hi"}`)
		}},
		{27, 400, 50083, func(s *stage) reply {
			at := s.AddThread(s.cast.Group.Ref, "talk")
			s.Archive(at, true)
			return s.ask("POST", "/channels/"+at.ID+"/messages", `{"content":"hi"}`)
		}},
		{28, 403, 50013, func(s *stage) reply {
			s.Forbid(s.cast.Group.Ref, true)
			return s.ask("POST", "/channels/{group}/messages", `{"content":"hi"}`)
		}},
		{30, 429, 0, func(s *stage) reply {
			for range 2 {
				s.good("PATCH", "/channels/{group}", `{"name":"n"}`)
			}
			return s.ask("PATCH", "/channels/{group}", `{"topic":"t"}`)
		}},
		{31, 400, 50035, func(s *stage) reply { return s.ask("POST", "/channels/{group}/webhooks", `{"name":"my Discord"}`) }},
		{32, 413, 40005, post(`{}`, file(10<<20+1))},
		{32, 400, 50035, post(`{}`, file(1), file(1), file(1), file(1), file(1), file(1), file(1), file(1), file(1), file(1), file(1))},
		{32, 413, 40005, post(`{}`, file(9<<20), file(9<<20), file(7<<20+1))},
		{33, 404, 10015, func(s *stage) reply {
			hook := s.good("POST", "/channels/{group}/webhooks", `{"name":"mirror"}`)
			path := "/webhooks/" + hook.field("id") + "/" + hook.field("token")
			s.good("DELETE", path, "")
			return s.ask("POST", path, `{"content":"hi"}`)
		}},
	}
}

func TestEachRuleIsCaughtAlone(t *testing.T) {
	t.Parallel()
	for _, b := range rules() {
		t.Run(fmt.Sprint(b.rule), func(t *testing.T) {
			t.Parallel()
			s := open(t, discordtest.Options{})
			r := b.do(s)
			if r.status != b.status || r.code() != b.code {
				t.Errorf("answered %d %s, want %d and code %d", r.status, r.body, b.status, b.code)
			}
			got := s.Violations()
			if len(got) != 1 || !strings.HasPrefix(got[0], fmt.Sprintf("rule %d: ", b.rule)) {
				t.Errorf("got %q, want rule %d alone", got, b.rule)
			}
		})
	}
}

// Rule 29 needs limits that are enforced.
func TestRule29EmptyBucket(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{Limits: true})
	for i := range 5 {
		r := s.good("POST", "/channels/{group}/messages", `{"content":"hi"}`)
		if r.header.Get("X-RateLimit-Remaining") != fmt.Sprint(4-i) || r.header.Get("X-RateLimit-Bucket") == "" {
			t.Errorf("request %d: %v", i, r.header)
		}
	}
	if got := s.Violations(); got != nil {
		t.Fatalf("what the headers allow is refused: %q", got)
	}
	r := s.ask("POST", "/channels/{group}/messages", `{"content":"hi"}`)
	if r.status != 429 || r.field("retry_after") != "5" || r.field("global") != "false" || r.header.Get("Retry-After") != "5" {
		t.Errorf("got %d %s", r.status, r.body)
	}
	if got := s.Violations(); len(got) != 1 || !strings.HasPrefix(got[0], "rule 29: ") {
		t.Errorf("got %q", got)
	}
	s.good("GET", "/channels/{group}/messages", "")
	s.clock.turn(5 * time.Second)
	s.good("POST", "/channels/{group}/messages", `{"content":"hi"}`)
}

func TestGlobalLimit(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{Limits: true})
	for i := range 50 { // of 50 channels, so that no bucket gets empty
		at := s.AddChannel(s.cast.Group.Space, fmt.Sprint(i), discordtest.Text)
		s.good("GET", "/channels/"+at.ID, "")
	}
	r := s.ask("GET", "/applications/@me", "")
	if r.status != 429 || r.field("global") != "true" || r.header.Get("X-RateLimit-Global") != "true" {
		t.Errorf("the 51st request: %d %s %v", r.status, r.body, r.header)
	}
	s.clock.turn(time.Second)
	s.good("GET", "/applications/@me", "")
}
