package discordtest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// patience is how long a test waits for what should come at once.
const patience = 10 * time.Second

// everything is what a bot may ask for without a privilege.
const everything = 1 | 1<<9 | 1<<12

// socket is the bot's end of the gateway.
type socket struct {
	t       *testing.T
	conn    *websocket.Conn
	session string
	resume  string
	seq     int64
}

type frame struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  int64           `json:"s"`
	Type string          `json:"t"`
}

func (s *stage) dial() *socket { return s.dialTo(s.good("GET", "/gateway", "").field("url")) }

// door opens a websocket.
func door(url string) (*websocket.Conn, error) {
	conn, res, err := websocket.DefaultDialer.Dial(url, nil)
	if res != nil {
		_ = res.Body.Close()
	}
	return conn, err
}

func (s *stage) dialTo(url string) *socket {
	s.t.Helper()
	conn, err := door(url + "?v=10&encoding=json")
	s.must(err)
	k := &socket{t: s.t, conn: conn}
	s.t.Cleanup(func() { _ = conn.Close() })
	return k
}

// connect identifies and waits for READY and the guild.
func (s *stage) connect() *socket {
	s.t.Helper()
	k := s.dial()
	k.expect("op 10")
	k.say(2, map[string]any{"token": s.Token(), "intents": everything, "properties": map[string]string{}})
	var ready struct {
		Session string `json:"session_id"`
		Resume  string `json:"resume_gateway_url"`
	}
	k.decode(k.expect("READY"), &ready)
	k.session, k.resume = ready.Session, ready.Resume
	k.expect("GUILD_CREATE")
	return k
}

func (k *socket) say(op int, data any) {
	k.t.Helper()
	if err := k.conn.WriteJSON(map[string]any{"op": op, "d": data}); err != nil {
		k.t.Fatal(err)
	}
}

// next reads one payload.
func (k *socket) next() (frame, error) {
	_ = k.conn.SetReadDeadline(time.Now().Add(patience))
	var f frame
	err := k.conn.ReadJSON(&f)
	if f.Seq > 0 {
		k.seq = f.Seq
	}
	return f, err
}

// expect reads on to the payload of that name: an event, or "op 10".
func (k *socket) expect(name string) frame {
	k.t.Helper()
	for {
		f, err := k.next()
		if err != nil {
			k.t.Fatalf("waiting for %s: %v", name, err)
		}
		if f.Type == name || strings.HasPrefix(name, "op ") && f.Type == "" && name[3:] == json.Number(jsonOf(f.Op)).String() {
			return f
		}
	}
}

// closed reads on to the end and returns the code that it was closed with.
func (k *socket) closed() int {
	k.t.Helper()
	for {
		_, err := k.next()
		if err == nil {
			continue
		}
		var gone *websocket.CloseError
		if errors.As(err, &gone) {
			return gone.Code
		}
		return 0
	}
}

func (k *socket) decode(f frame, into any) {
	k.t.Helper()
	if err := json.Unmarshal(f.Data, into); err != nil {
		k.t.Fatalf("%s: %v", f.Type, err)
	}
}

// interaction is what the bot reads of one.
type interaction struct {
	ID, Token string
	Type      int
	Raw       map[string]any
}

// called waits for the next interaction.
func (k *socket) called() interaction {
	k.t.Helper()
	f := k.expect("INTERACTION_CREATE")
	var i interaction
	k.decode(f, &i)
	k.decode(f, &i.Raw)
	return i
}

// answer answers an interaction; the body is the callback's.
func (s *stage) answer(i interaction, body string) reply {
	s.t.Helper()
	return s.good("POST", "/interactions/"+i.ID+"/"+i.Token+"/callback?with_response=true", body)
}

func jsonOf(v any) string {
	b, _ := json.Marshal(v)
	return string(b)
}
