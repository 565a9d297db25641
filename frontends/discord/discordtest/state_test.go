package discordtest_test

import (
	"errors"
	"fmt"
	"maps"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

func TestRefusals(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	i := s.ping()
	unread := s.AddUser(chat.User{Name: "Eve"})
	hidden := s.AddChannel(s.cast.Group.Space, "hidden", discordtest.Text)
	s.Deny(hidden, discordtest.ViewChannel)
	forum := s.AddChannel(s.cast.Group.Space, "forum", discordtest.Forum)
	gone := s.AddThread(s.cast.Group.Ref, "gone")
	s.DeleteChannel(gone)
	elsewhere := s.AddGuild(discordtest.Guild{Name: "Elsewhere", Absent: true})
	id := s.good("POST", "/channels/{group}/messages", `{"content":"mine"}`).field("id")
	tests := []struct {
		method, path, body string
		status, code       int
	}{
		{"GET", "/nothing", "", 404, 0},
		{"GET", "/users/77", "", 404, 10013},
		{"GET", "/channels/77", "", 404, 10003},
		{"GET", "/channels/" + gone.ID, "", 404, 10003},
		{"GET", "/channels/" + hidden.ID, "", 403, 50001},
		{"GET", "/channels/" + s.DirectOf(unread.Ref).ID, "", 403, 50001},
		{"GET", "/guilds/77", "", 404, 10004},
		{"GET", "/guilds/" + elsewhere.Space.ID, "", 403, 50001},
		{"GET", "/guilds/{guild}/members/77", "", 404, 10007},
		{"GET", "/channels/{group}/messages/77", "", 404, 10008},
		{"PATCH", "/channels/{group}/messages/" + id + "0000", `{"content":"x"}`, 404, 10008},
		{"POST", "/channels/" + forum.ID + "/messages", `{"content":"x"}`, 400, 50008},
		{"POST", "/channels/{direct}/threads", `{"name":"t"}`, 400, 50024},
		{"POST", "/channels/{group}/messages", `{"content":"x","message_reference":{"message_id":"77"}}`, 400, 50035},
		{"POST", "/users/@me/channels", `{"recipient_id":"77"}`, 400, 50033},
		{"GET", "/applications/77/commands", "", 404, 10002},
		{"GET", "/applications/{app}/commands/77", "", 404, 10063},
		{"POST", "/interactions/77/" + i.Token + "/callback", `{"type":5}`, 404, 10062},
		{"POST", "/interactions/" + i.ID + "/wrong/callback", `{"type":5}`, 404, 10062},
		{"POST", "/webhooks/{app}/" + i.Token, `{"content":"too early"}`, 404, 10015},
		{"PATCH", "/webhooks/{app}/wrong/messages/@original", `{"content":"x"}`, 404, 10015},
	}
	for _, tt := range tests {
		if r := s.ask(tt.method, tt.path, tt.body); r.status != tt.status || r.code() != tt.code {
			t.Errorf("%s %s: %d %s, want %d and code %d", tt.method, tt.path, r.status, r.body, tt.status, tt.code)
		}
	}
	// A body that is wrong says where.
	r := s.ask("POST", "/channels/{group}/messages", `{"embeds":[{"title":"`+long(300)+`"}]}`)
	if r.field("errors.embeds.0.title._errors.0.message") == "" {
		t.Errorf("got %s", r.body)
	}
}

func TestWrongToken(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{Token: "right"})
	if s.Token() != "right" {
		t.Fatalf("the token is %q", s.Token())
	}
	res, err := s.http.Get(s.URL() + "/api/v9/users/@me")
	s.must(err)
	defer res.Body.Close()
	if res.StatusCode != 401 {
		t.Errorf("without a token: %d", res.StatusCode)
	}
}

// The first answer after a deferral takes its place, and with it its readers.
func TestDeferralDecidesWhoReads(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	i := s.ping()
	first := s.answer(i, `{"type":5,"data":{"flags":64}}`)
	if first.field("interaction.response_message_loading") != "true" || first.field("interaction.response_message_ephemeral") != "true" {
		t.Errorf("got %s", first.body)
	}
	if seen := s.Seen(s.cast.Ann.Ref); len(seen) != 0 {
		t.Errorf("while it thinks Ann sees %+v", seen)
	}
	id := s.good("POST", "/webhooks/{app}/"+i.Token, `{"content":"secret"}`).field("id")
	if id != first.field("interaction.response_message_id") || len(s.Seen(s.cast.Ben.Ref)) != 0 || len(s.Seen(s.cast.Ann.Ref)) != 1 {
		t.Errorf("message %s: Ann sees %+v, Ben %+v", id, s.Seen(s.cast.Ann.Ref), s.Seen(s.cast.Ben.Ref))
	}
	s.good("POST", "/webhooks/{app}/"+i.Token, `{"content":"to all"}`)
	if len(s.Seen(s.cast.Ben.Ref)) != 1 {
		t.Error("a further answer without 64 is for all")
	}
}

func TestEditsAreStates(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	id := s.good("POST", "/channels/{group}/messages", `{"content":"three"}`).field("id")
	for _, content := range []string{"two", "two", "one"} {
		s.good("PATCH", "/channels/{group}/messages/"+id, `{"content":"`+content+`"}`)
	}
	var texts []string
	for _, seen := range s.Seen(s.cast.Ben.Ref) {
		texts = append(texts, seen.Text)
		if seen.ID != id {
			t.Errorf("a state of another message: %+v", seen)
		}
	}
	if fmt.Sprint(texts) != "[three two one]" {
		t.Errorf("Ben saw %q", texts)
	}
	// Who comes later has not seen what was, and sees what comes.
	eve := s.AddUser(chat.User{Name: "Eve"})
	s.Join(discordtest.Member{Who: eve.Ref, Roles: []chat.Role{{Name: "Mediator"}}}, s.cast.Group.Space)
	s.good("PATCH", "/channels/{group}/messages/"+id, `{"content":"none"}`)
	if seen := s.Seen(eve.Ref); len(seen) != 1 || seen[0].Text != "none" || s.RoleID(s.cast.Group.Space.ID, "Mediator") == "" {
		t.Errorf("Eve saw %+v", seen)
	}
}

func TestWhatCannotBeDone(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	ann, ben := s.cast.Ann.Ref, s.cast.Ben.Ref
	i := s.ping()
	own := s.answer(i, `{"type":4,"data":{"content":"x","flags":64,"components":[{"type":1,"components":[`+one+`,
		{"type":2,"style":1,"label":"off","custom_id":"off","disabled":true},{"type":2,"style":5,"label":"site","url":"https://example.com"}]}]}}`).
		field("resource.message.id")
	for what, err := range map[string]error{
		"a button that is not there":  s.Press(ann, own, "No"),
		"a disabled button":           s.Press(ann, own, "off"),
		"a link":                      s.Press(ann, own, "site"),
		"a button that leads nowhere": second(s.Follow(ann, own, "a")),
		"somebody else's message":     s.Press(ben, own, "a"),
		"a choice that is not there":  s.Choose(ann, own, "x"),
		"nobody to choose":            s.ChooseMember(ann, own, ben),
		"an answer to an only-caller": s.Reply(ann, own, "hi"),
		"an answer to nothing":        s.Reply(ann, "77", "hi"),
		"a form that is not open":     s.Submit(ann, nil),
		"nobody's form":               s.Submit(s.cast.Nobody, nil),
		"nobody's direct chat":        s.Close(s.cast.Nobody),
	} {
		if err == nil {
			t.Errorf("%s: done", what)
		}
	}
	s.must(s.Close(ann))
	if err := s.Type(ann, s.cast.AnnDirect, "hi"); !errors.Is(err, discordtest.ErrClosed) {
		t.Errorf("a closed direct chat: %v", err)
	}
	s.must(s.Reopen(ann))
	s.must(s.Type(ann, s.cast.AnnDirect, "hi"))
}

func second(_ string, err error) error { return err }

func TestMistakesAreNotCircumstances(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.must(s.Close(s.cast.Ann.Ref))
	s.ask("POST", "/channels/{direct}/messages", `{"content":"hi"}`)
	if s.Mistakes() != nil || len(s.Violations()) != 1 {
		t.Errorf("a closed direct chat: mistakes %q, violations %q", s.Mistakes(), s.Violations())
	}
	s.ask("POST", "/channels/{group}/messages", `{"content":" "}`)
	if got := s.Mistakes(); len(got) != 1 || got[0] != "rule 13: a message that says nothing" {
		t.Errorf("an empty message: %q", got)
	}
	all := s.Requests()
	if last := all[len(all)-1]; last.Method != "POST" || last.Route != messages || last.Status != 400 || string(last.Body) != `{"content":" "}` {
		t.Errorf("the log ends with %+v", last)
	}
}

func TestShownTellsEachReader(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	got := map[string]int{}
	s := open(t, discordtest.Options{Shown: func(who chat.UserRef, message string) {
		mu.Lock()
		defer mu.Unlock()
		got[who.ID+" "+message]++
	}})
	i := s.ping()
	own := s.answer(i, `{"type":4,"data":{"content":"x","flags":64}}`).field("resource.message.id")
	all := s.good("POST", "/channels/{group}/messages", `{"content":"x"}`).field("id")
	mu.Lock()
	defer mu.Unlock()
	ann, ben := s.cast.Ann.Ref.ID+" ", s.cast.Ben.Ref.ID+" "
	if want := map[string]int{ann + own: 1, ann + all: 1, ben + all: 1}; !maps.Equal(got, want) {
		t.Errorf("told of %v, want %v", got, want)
	}
}

func TestCommandsAreListedInOneLanguageUnlessAsked(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	first := s.good("PUT", "/applications/{app}/commands", localized)
	again := s.good("PUT", "/applications/{app}/commands", localized)
	if first.field("0.id") != again.field("0.id") || first.field("0.version") != again.field("0.version") {
		t.Errorf("the same command anew: %s", again.body)
	}
	plain := s.good("GET", "/applications/{app}/commands", "")
	whole := s.good("GET", "/applications/{app}/commands?with_localizations=true", "")
	for _, path := range []string{"0.name_localizations.de", "0.options.0.choices.0.name_localizations.de"} {
		if plain.field(path) != "" || whole.field(path) != "wort" {
			t.Errorf("%s: %s, then %s", path, plain.body, whole.body)
		}
	}
}

const localized = `[{"name":"ping","description":"d","name_localizations":{"de":"wort"},"options":[{"type":3,"name":"o","description":"d",
	"choices":[{"name":"n","value":"v","name_localizations":{"de":"wort"}}]}]}]`

func TestLockedThreadStaysArchived(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	at := s.AddThread(s.cast.Group.Ref, "talk")
	s.Deny(s.cast.Group.Ref, discordtest.ManageThreads|discordtest.ManageChannels)
	s.Archive(at, true)
	wake := func() reply { return s.ask("PATCH", "/channels/"+at.ID, `{"archived":false}`) }
	if r := wake(); r.status != 200 || r.field("thread_metadata.archived") != "false" {
		t.Errorf("an archived thread: %d %s", r.status, r.body)
	}
	s.Lock(at)
	if r := wake(); r.code() != 50013 {
		t.Errorf("a locked thread: %d %s", r.status, r.body)
	}
	if err := s.Type(s.cast.Ann.Ref, at, "hi"); !errors.Is(err, discordtest.ErrNoPlace) {
		t.Errorf("Ann writes in a locked thread: %v", err)
	}
}
