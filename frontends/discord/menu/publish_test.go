package menu

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// registry pretends the part of Discord that keeps commands, with all that it
// adds to them.
type registry struct {
	mu     sync.Mutex
	sets   map[string][]map[string]any
	writes []string
	fails  string // a method that is refused
	closed string // a path that is
}

func (r *registry) RoundTrip(req *http.Request) (*http.Response, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	status, path := 200, req.URL.Path
	var answer any
	switch {
	case strings.HasSuffix(path, "/@me"):
		answer = map[string]any{"id": "66", "username": "parley", "name": "Parley"}
	case req.Method == r.fails, path == r.closed:
		status, answer = 403, map[string]any{"code": 50001}
	case req.Method == http.MethodPut:
		r.writes = append(r.writes, path)
		var set []map[string]any
		if err := json.NewDecoder(req.Body).Decode(&set); err != nil {
			return nil, err
		}
		r.sets[path] = adorn(set, strings.Contains(path, "/guilds/"))
		answer = r.sets[path]
	default:
		answer = r.sets[path]
		if r.sets[path] == nil {
			answer = []int{}
		}
	}
	body, err := json.Marshal(answer)
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(string(body))), Request: req}, err
}

func adorn(set []map[string]any, guild bool) []map[string]any {
	for i, c := range set {
		c["id"], c["application_id"], c["version"], c["nsfw"], c["dm_permission"] = "1", "66", "9", false, true
		c["name_localizations"], c["default_permission"] = nil, true
		if c["default_member_permissions"] == nil {
			c["default_member_permissions"] = nil
		}
		if guild {
			c["guild_id"], c["contexts"], c["integration_types"] = "5", nil, []int{0}
		}
		set[len(set)-1-i], set[i] = set[i], set[len(set)-1-i]
		if i >= len(set)/2 {
			break
		}
	}
	return set
}

func client(t *testing.T, r *registry) *discordapi.Client {
	t.Helper()
	c, err := discordapi.New(discordapi.Options{Token: "t0ken", Transport: r})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func some() chat.Catalog {
	space, direct, admins := plain("a"), plain("b"), plain("c")
	space.Where, direct.Where, admins.Shown = chat.SpaceOnly, chat.DirectOnly, chat.ShownToAdmins
	return spoken(space, direct, admins, with(plain("d e"), chat.Option{Name: "o", Describe: "d", Required: true}))
}

const (
	global = "/api/v9/applications/66/commands"
	server = "/api/v9/applications/66/guilds/5/commands"
)

func TestD13SecondStartWritesNothing(t *testing.T) {
	t.Parallel()
	for guild, paths := range map[string][]string{"": {global}, "5": {server, global}} {
		r := &registry{sets: map[string][]map[string]any{}}
		for start := range 3 {
			if err := Publish(t.Context(), client(t, r), some(), guild); err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(r.writes, " "); got != strings.Join(paths, " ") {
				t.Errorf("guild %q, start %d: wrote %s", guild, start, got)
			}
		}
		changed := some()
		changed.Commands[1].Describe = "changed"
		if err := Publish(t.Context(), client(t, r), changed, guild); err != nil || len(r.writes) != 2*len(paths) {
			t.Errorf("guild %q: a change was not written: %v, %v", guild, r.writes, err)
		}
	}
}

func TestD13GuildSplit(t *testing.T) {
	t.Parallel()
	r := &registry{sets: map[string][]map[string]any{}}
	if err := Publish(t.Context(), client(t, r), some(), "5"); err != nil {
		t.Fatal(err)
	}
	if len(r.sets[server]) != 4 {
		t.Errorf("%d commands in the server", len(r.sets[server]))
	}
	if len(r.sets[global]) != 3 {
		t.Errorf("%d global commands: those of servers only do not belong there", len(r.sets[global]))
	}
	for _, c := range r.sets[global] {
		if got, _ := json.Marshal(c["contexts"]); string(got) != "[1,2]" {
			t.Errorf("/%s: contexts %s", c["name"], got)
		}
	}
}

func TestD13NothingToRegister(t *testing.T) {
	t.Parallel()
	r := &registry{sets: map[string][]map[string]any{}}
	if err := Publish(t.Context(), client(t, r), spoken(), ""); err != nil || r.writes != nil {
		t.Errorf("%v, %v", r.writes, err)
	}
}

// A server that refuses its commands does not keep them from direct chats.
func TestD13GuildThatRefuses(t *testing.T) {
	t.Parallel()
	r := &registry{sets: map[string][]map[string]any{}, closed: server}
	var failed *chat.SendError
	if err := Publish(t.Context(), client(t, r), some(), "5"); !errors.As(err, &failed) || failed.Class != chat.Forbidden {
		t.Errorf("%v", err)
	}
	if len(r.sets[global]) != 3 {
		t.Errorf("%d global commands", len(r.sets[global]))
	}
}

func TestPublishFails(t *testing.T) {
	t.Parallel()
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		r := &registry{sets: map[string][]map[string]any{}, fails: method}
		var failed *chat.SendError
		if err := Publish(t.Context(), client(t, r), some(), "5"); !errors.As(err, &failed) || failed.Class != chat.Forbidden {
			t.Errorf("%s: %v", method, err)
		}
	}
	r := &registry{sets: map[string][]map[string]any{}}
	if err := Publish(t.Context(), client(t, r), spoken(plain("Bad")), ""); err == nil || r.writes != nil {
		t.Errorf("%v, %v", r.writes, err)
	}
}

// What cannot be read of what is registered counts as different.
func TestNormal(t *testing.T) {
	t.Parallel()
	if got := normal([]byte(`[{"name":"a","options":[{"type":3,"choices":[{"value":7}]}]}]`), false); got != nil {
		t.Errorf("%s", got)
	}
}
