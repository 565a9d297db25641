package discordtest_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func TestEditsKeepNamedFiles(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	files := []chat.File{{Name: "a.txt", Data: []byte("a")}, {Name: "b.txt", Data: []byte("b")}}
	sent := s.good("POST", "/channels/{group}/messages", `{"content":"x"}`, files...)
	path := "/channels/{group}/messages/" + sent.field("id")
	s.good("PATCH", path, `{"attachments":[{"id":"`+sent.field("attachments.1.id")+`"}]}`)
	seen, _ := s.Newest(s.cast.Ben.Ref)
	if len(seen.Files) != 1 || seen.Files[0].Name != "b.txt" || string(seen.Files[0].Data) != "b" {
		t.Errorf("Ben sees %+v", seen.Files)
	}
	s.good("DELETE", path, "")
	for _, url := range []string{sent.field("attachments.0.url"), s.URL() + "/attachments/1"} {
		res, err := s.http.Get(url)
		s.must(err)
		if res.Body.Close(); res.StatusCode != 404 {
			t.Errorf("%s: %d", url, res.StatusCode)
		}
	}
}

func TestFormIsSeen(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	i := s.ping()
	s.good("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback",
		`{"type":9,"data":{"custom_id":"f","title":"Terms","components":[{"type":18,"label":"Amount","description":"with currency",
		"component":{"type":4,"custom_id":"amount","style":1,"placeholder":"250 EUR","min_length":2,"max_length":9}}]}}`)
	seen, _ := s.Newest(s.cast.Ann.Ref)
	if seen.Text != "Terms\nAmount\nwith currency\n250 EUR" || strings.Join(seen.Form, ",") != "amount" || !seen.Group {
		t.Errorf("Ann sees %+v", seen)
	}
	for name, fields := range map[string]map[string]string{
		"nothing in a required field": nil,
		"too short":                   {"amount": "1"},
		"too long":                    {"amount": "1234567890"},
		"a field that is not there":   {"amount": "250", "due": "now"},
	} {
		if err := s.Submit(s.cast.Ann.Ref, fields); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	s.must(s.Submit(s.cast.Ann.Ref, map[string]string{"amount": "250 EUR"}))
}

func TestClearAndForbid(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.Fail(discordtest.Fault{Times: -1})
	for range 3 {
		if r := s.ask("GET", "/gateway", ""); r.status != 500 {
			t.Fatalf("got %d", r.status)
		}
	}
	s.Clear()
	s.good("GET", "/gateway", "")
	id := s.good("POST", "/channels/{group}/messages", `{"content":"x"}`).field("id")
	s.Deny(s.cast.Group.Ref, discordtest.AttachFiles)
	s.good("POST", "/channels/{group}/messages", `{"content":"without a file"}`)
	if r := s.ask("POST", "/channels/{group}/messages", `{}`, chat.File{Name: "a"}); r.code() != 50013 {
		t.Errorf("a file where files are forbidden: %d %s", r.status, r.body)
	}
	s.Forbid(s.cast.Group.Ref, true)
	thread := s.AddThread(s.cast.Group.Ref, "talk")
	if r := s.ask("POST", "/channels/"+thread.ID+"/messages", `{"content":"x"}`); r.code() != 50013 {
		t.Errorf("a thread of a forbidden channel: %d %s", r.status, r.body)
	}
	if r := s.ask("GET", "/channels/{group}", ""); r.field("permission_overwrites.0.id") != s.BotID() {
		t.Errorf("the channel shows %s", r.body)
	}
	s.Forbid(s.cast.Group.Ref, false)
	s.good("POST", "/channels/"+thread.ID+"/messages", `{"content":"x"}`)
	s.good("PATCH", "/channels/{group}/messages/"+id, `{"content":"y"}`)
	foreign := s.good("GET", "/channels/{group}/messages?limit=1", "")
	if foreign.field("0.content") != "without a file" {
		t.Errorf("the newest is %s", foreign.body)
	}
}

// Discord takes commands one by one, too: 200 new ones a day.
func TestCommandsOfADay(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	for _, sets := range []string{"a", "b"} {
		s.good("PUT", "/applications/{app}/commands", many(100, `{"name":"`+sets+`#","description":"d"}`))
	}
	one := `{"name":"c","description":"d"}`
	if r := s.ask("POST", "/applications/{app}/commands", one); r.code() != 30032 {
		t.Errorf("the 101st command: %d %s", r.status, r.body)
	}
	s.good("PUT", "/applications/{app}/commands", `[]`)
	if r := s.ask("POST", "/applications/{app}/commands", one); r.status != 429 || r.code() != 30034 {
		t.Errorf("the 201st of a day: %d %s", r.status, r.body)
	}
	s.clock.turn(24 * 3600e9)
	s.good("POST", "/applications/{app}/commands", one)
}
