package discordtest_test

import (
	"compress/zlib"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func TestResumeReplaysWhatWasMissed(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	k := s.connect()
	seq := k.seq
	s.Cut()
	if code := k.closed(); code == 1000 {
		t.Error("a cut connection said goodbye")
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "one"))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "two"))
	again := s.dialTo(k.resume)
	again.expect("op 10")
	again.say(6, map[string]any{"token": s.Token(), "session_id": k.session, "seq": seq})
	for _, want := range []string{"one", "two"} {
		var m struct{ Content string }
		again.decode(again.expect("MESSAGE_CREATE"), &m)
		if m.Content != want {
			t.Errorf("got %q, want %q", m.Content, want)
		}
	}
	again.expect("RESUMED")
	if s.Resumes() != 1 || s.Identifies() != 1 || s.Connections() != 2 || s.Connected() != 1 {
		t.Errorf("%d resumes, %d identifies, %d connections, %d connected", s.Resumes(), s.Identifies(), s.Connections(), s.Connected())
	}
}

func TestSessionsThatCannotBeResumed(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	k := s.connect()
	_ = k.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""))
	k.closed()
	s.must(s.Idle(t.Context()))
	again := s.dial()
	again.expect("op 10")
	again.say(6, map[string]any{"token": s.Token(), "session_id": k.session, "seq": k.seq})
	if f := again.expect("op 9"); string(f.Data) != "false" {
		t.Errorf("got %s", f.Data)
	}
}

func TestCloseCodes(t *testing.T) {
	t.Parallel()
	identify := func(token string, intents any) map[string]any {
		return map[string]any{"op": 2, "d": map[string]any{"token": token, "intents": intents}}
	}
	s := open(t, discordtest.Options{})
	known := s.connect()
	resume := map[string]any{"token": s.Token(), "session_id": known.session, "seq": known.seq + 100}
	tests := map[string]struct {
		say  []any
		code int
	}{
		"unknown operation":      {[]any{map[string]any{"op": 99}}, 4001},
		"no JSON":                {[]any{"text"}, 4002},
		"too early":              {[]any{map[string]any{"op": 3, "d": nil}}, 4003},
		"wrong token":            {[]any{identify("no", 1)}, 4004},
		"wrong token to resume":  {[]any{map[string]any{"op": 6, "d": map[string]any{"token": "no"}}}, 4004},
		"identified twice":       {[]any{identify(s.Token(), 1), identify(s.Token(), 1)}, 4005},
		"a number in the future": {[]any{map[string]any{"op": 6, "d": resume}}, 4007},
		"no intents":             {[]any{identify(s.Token(), nil)}, 4013},
		"intents not granted":    {[]any{identify(s.Token(), 1<<15)}, 4014},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			k := s.dial()
			k.expect("op 10")
			for _, payload := range tt.say {
				if err := k.conn.WriteJSON(payload); err != nil {
					t.Fatal(err)
				}
			}
			if code := k.closed(); code != tt.code {
				t.Errorf("closed with %d, want %d", code, tt.code)
			}
		})
	}
}

func TestGatewayTroubles(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{Remaining: 49})
	if left := s.good("GET", "/gateway/bot", "").field("session_start_limit.remaining"); left != "49" {
		t.Errorf("%s starts remain", left)
	}
	s.NoHello(1)
	silent := s.dial()
	k := s.connect()
	s.Op7()
	k.expect("op 7")
	s.Op9(true)
	if f := k.expect("op 9"); string(f.Data) != "true" {
		t.Errorf("op 9 says %s", f.Data)
	}
	k.say(1, k.seq)
	k.expect("op 11")
	s.Dead()
	k.say(1, k.seq)
	s.Cut()
	if f, err := k.next(); err == nil {
		t.Errorf("a dead link says %+v", f)
	}
	if f, err := silent.next(); err == nil {
		t.Errorf("without HELLO it says %+v", f)
	}
	if got := s.tries(3, func() { s.CloseWith(4009, 2) }); got != [3]int{4009, 4009, 0} {
		t.Errorf("closed with %v", got)
	}
	if left := s.good("GET", "/gateway/bot", "").field("session_start_limit.remaining"); left != "45" {
		t.Errorf("%s starts remain", left)
	}
}

// tries identifies n times after a trouble and returns the codes that ended
// that, 0 where READY came.
func (s *stage) tries(n int, trouble func()) (codes [3]int) {
	s.t.Helper()
	trouble()
	for i := range n {
		k := s.dial()
		k.expect("op 10")
		k.say(2, map[string]any{"token": s.Token(), "intents": everything})
		f, err := k.next()
		if err == nil && f.Type == "READY" {
			continue
		}
		codes[i] = closeCode(err)
	}
	return codes
}

func closeCode(err error) int {
	var gone *websocket.CloseError
	if !errors.As(err, &gone) {
		return -1
	}
	return gone.Code
}

func TestTroubleOfTheNextConnection(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.Op9(false)
	k := s.dial()
	k.expect("op 10")
	k.say(2, map[string]any{"token": s.Token(), "intents": everything})
	if f := k.expect("op 9"); string(f.Data) != "false" {
		t.Errorf("got %s", f.Data)
	}
	s.connect()
	s.Down(true)
	if _, err := door("ws" + s.URL()[len("http"):] + "/gateway-socket"); err == nil {
		t.Error("somebody came in although Discord is down")
	}
	if _, err := s.try("GET", "/gateway", ""); err == nil {
		t.Error("an answer although Discord is down")
	}
	s.Down(false)
	s.connect()
}

func TestIntentsChooseEvents(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.Set(discordtest.Portal{Content: true, Members: true})
	k := s.connect()
	eager := s.dial()
	eager.expect("op 10")
	eager.say(2, map[string]any{"token": s.Token(), "intents": everything | 1<<15 | 1<<1})
	eager.expect("READY")
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "for people"))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "for @parley"))
	contents := func(k *socket) (all [2]string) {
		for i := range all {
			var m struct{ Content string }
			k.decode(k.expect("MESSAGE_CREATE"), &m)
			all[i] = m.Content
		}
		return all
	}
	if got := contents(k); got != [2]string{"", "for <@" + s.BotID() + ">"} {
		t.Errorf("without the intent: %q", got)
	}
	if got := contents(eager); got != [2]string{"for people", "for <@" + s.BotID() + ">"} {
		t.Errorf("with the intent: %q", got)
	}
	eve := s.AddUser(chat.User{Name: "Eve"})
	s.Join(discordtest.Member{Who: eve.Ref}, s.cast.Group.Space)
	eager.expect("GUILD_MEMBER_ADD")
	s.Leave(eve.Ref, s.cast.Group.Space)
	eager.expect("GUILD_MEMBER_REMOVE")
	s.Outage(s.cast.Group.Space, true)
	if f := k.expect("GUILD_DELETE"); !json.Valid(f.Data) || string(f.Data) != `{"id":"`+s.cast.Group.Space.ID+`","unavailable":true}` {
		t.Errorf("an outage is told as %s", f.Data)
	}
	s.Outage(s.cast.Group.Space, false)
	k.expect("GUILD_CREATE")
	s.Kick(s.cast.Group.Space)
	if f := k.expect("GUILD_DELETE"); string(f.Data) != `{"id":"`+s.cast.Group.Space.ID+`"}` {
		t.Errorf("a kick is told as %s", f.Data)
	}
	s.Inject("SOMETHING_NEW", json.RawMessage(`{"a":1}`))
	if f := k.expect("SOMETHING_NEW"); string(f.Data) != `{"a":1}` {
		t.Errorf("got %s", f.Data)
	}
}

func TestCompressedStream(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	conn, err := door(s.good("GET", "/gateway", "").field("url") + "?v=10&compress=zlib-stream")
	s.must(err)
	defer conn.Close()
	kind, r, err := conn.NextReader()
	s.must(err)
	z, err := zlib.NewReader(r)
	s.must(err)
	var f frame
	s.must(json.NewDecoder(z).Decode(&f))
	if kind != websocket.BinaryMessage || f.Op != 10 {
		t.Errorf("got kind %d: %+v", kind, f)
	}
}

// Nobody waits for a client that does not read, neither the bot's people nor
// the end.
func TestClientThatDoesNotRead(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.connect()
	large := json.RawMessage(`"` + long(1<<20) + `"`)
	for range 32 {
		s.Inject("LARGE", large)
	}
	s.must(s.Shutdown())
	if n := s.Connected(); n != 0 {
		t.Errorf("%d are connected after the end", n)
	}
}

func TestHasteIsNoted(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{Limits: true})
	s.connect()
	s.clock.turn(5 * time.Second)
	s.connect()
	if got := s.Violations(); got != nil {
		t.Fatalf("five seconds are enough: %q", got)
	}
	s.connect()
	if got := s.Violations(); len(got) != 1 {
		t.Errorf("two identifies at once: %q", got)
	}
}
