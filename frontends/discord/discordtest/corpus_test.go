package discordtest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordtest"
)

// walk is a good bot's day: every route is asked, every kind of interaction is
// answered in every way that it may be. Nothing in it is a violation.
func (s *stage) walk() {
	s.t.Helper()
	k := s.connect()
	s.menu()
	s.walkReads()
	s.walkMessages()
	s.walkCommands()
	s.walkAnswers(k)
	s.walkForms(k)
	s.walkWebhooks()
	s.must(s.Idle(s.t.Context()))
}

func TestGoodCorpusBreaksNoRule(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{})
	s.walk()
	if got := s.Violations(); got != nil {
		t.Errorf("a good bot is said to break:\n%s", strings.Join(got, "\n"))
	}
}

// The specification judges requests and answers alike.
func TestGoodCorpusMeetsTheSpecification(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{Specs: specs(t)})
	s.walk()
	if got := slices.Compact(s.Violations()); got != nil {
		t.Errorf("the specification says:\n%s", strings.Join(got, "\n"))
	}
}

func TestSpecificationIsAsked(t *testing.T) {
	t.Parallel()
	s := open(t, discordtest.Options{Specs: specs(t)})
	s.ask("POST", "/channels/{group}/messages", `{"content":"hi","tts":"yes"}`)
	if got := s.Violations(); !slices.ContainsFunc(got, func(v string) bool {
		return strings.HasPrefix(v, "spec: POST /channels/{channel_id}/messages: ")
	}) {
		t.Errorf("got %q", got)
	}
}

func (s *stage) walkReads() {
	s.t.Helper()
	s.AddThread(s.cast.Group.Ref, "thread")
	news := s.AddChannel(s.cast.Group.Space, "news", discordtest.Announcement)
	line := s.AddThread(news, "line")
	s.Set(discordtest.Portal{Name: "Parley", Content: true, Presence: true, Members: true})
	for _, path := range []string{
		"/gateway", "/gateway/bot", "/users/@me", "/users/{ann}", "/users/@me/guilds", "/applications/@me",
		"/guilds/{guild}", "/guilds/{guild}/channels", "/guilds/{guild}/roles", "/guilds/{guild}/members/{ann}",
		"/guilds/{guild}/members/{bot}", "/channels/{group}", "/channels/" + line.ID, "/channels/" + news.ID,
		"/channels/{direct}", "/channels/{group}/messages?limit=10", "/applications/{app}/commands?with_localizations=true",
		"/applications/{app}/guilds/{guild}/commands",
	} {
		s.good("GET", path, "")
	}
	s.good("POST", "/users/@me/channels", `{"recipient_id":"{ann}"}`)
	s.good("POST", "/channels/{group}/typing", "")
	s.good("PATCH", "/channels/{group}", `{"name":"general","topic":"deals"}`)
	s.good("PATCH", "/channels/"+line.ID, `{"archived":true,"auto_archive_duration":60}`)
	s.good("PATCH", "/channels/"+line.ID, `{"archived":false}`)
}

const rich = `{"content":"**hi**","embeds":[{"title":"t","description":"d","color":5,"url":"https://example.com",
	"timestamp":"2026-08-01T12:00:00Z","footer":{"text":"f"},"author":{"name":"a"},
	"fields":[{"name":"n","value":"v","inline":true},{"name":"n","value":"v"}]}],
	"components":[{"type":1,"components":[{"type":2,"style":1,"label":"Go","custom_id":"go"},
	{"type":2,"style":5,"label":"Site","url":"https://example.com"}]},
	{"type":1,"components":[{"type":3,"custom_id":"net","placeholder":"Which?","options":[{"label":"TikTok","value":"t"},{"label":"Twitch","value":"w"}]}]},
	{"type":1,"components":[{"type":5,"custom_id":"who"}]}],"allowed_mentions":{"parse":[]}}`

func (s *stage) walkMessages() {
	s.t.Helper()
	id := s.good("POST", "/channels/{group}/messages", rich).field("id")
	s.good("POST", "/channels/{direct}/messages", `{"content":"<@{ann}>","nonce":"n","enforce_nonce":true,"flags":4096,"allowed_mentions":{"parse":[],"users":["{ann}"]}}`)
	file := chat.File{Name: "a.txt", Data: []byte("x")}
	sent := s.good("POST", "/channels/{group}/messages",
		`{"attachments":[{"id":"0","filename":"a.txt","description":"A"}],"message_reference":{"message_id":"`+id+`"}}`, file)
	s.good("GET", "/channels/{group}/messages/"+sent.field("id"), "")
	s.good("PATCH", "/channels/{group}/messages/"+sent.field("id"), `{"content":"no file","attachments":[]}`)
	s.good("PATCH", "/channels/{group}/messages/"+id, `{"content":"changed","components":[],"embeds":[]}`)
	s.good("GET", "/channels/{group}/messages?after=0&limit=100", "")
	s.good("GET", "/channels/{group}/messages?before="+sent.field("id"), "")
	s.good("POST", "/channels/{group}/messages/"+id+"/threads", `{"name":"about it"}`)
	s.good("POST", "/channels/{group}/threads", `{"name":"talk","auto_archive_duration":60,"type":11}`)
	forum := s.AddChannel(s.cast.Group.Space, "forum", discordtest.Forum)
	s.good("POST", "/channels/"+forum.ID+"/threads", `{"name":"post","message":{"content":"first"}}`)
	s.good("DELETE", "/channels/{group}/messages/"+id, "")
}

func (s *stage) walkCommands() {
	s.t.Helper()
	made := s.good("POST", "/applications/{app}/guilds/{guild}/commands", `{"name":"local","description":"d","name_localizations":{"de":"lokal"}}`)
	path := "/applications/{app}/guilds/{guild}/commands/" + made.field("id")
	s.good("PATCH", path, `{"description":"other"}`)
	s.good("GET", path, "")
	s.good("DELETE", path, "")
	s.good("PUT", "/applications/{app}/guilds/{guild}/commands", `[]`)
	again := s.good("POST", "/applications/{app}/commands", `{"name":"extra","description":"d"}`)
	same := s.good("POST", "/applications/{app}/commands", `{"name":"extra","description":"e"}`)
	if again.status != 201 || same.status != 200 || again.field("id") != same.field("id") || again.field("version") == same.field("version") {
		s.t.Errorf("a command registered twice: %s and %s", again.body, same.body)
	}
}

// typed makes Ann call /ping and returns what the bot reads.
func (s *stage) typed(k *socket, at chat.PlaceRef) interaction {
	s.t.Helper()
	s.must(s.Type(s.cast.Ann.Ref, at, "/ping"))
	return k.called()
}

func (s *stage) walkAnswers(k *socket) {
	s.t.Helper()
	i := s.typed(k, s.cast.Group.Ref)
	message := s.answer(i, `{"type":4,"data":`+rich+`}`).field("resource.message.id")
	hook := "/webhooks/{app}/" + i.Token
	s.good("GET", hook+"/messages/@original", "")
	s.good("PATCH", hook+"/messages/@original", rich)
	more := s.good("POST", hook, `{"content":"more","flags":64}`).field("id")
	s.good("PATCH", hook+"/messages/"+more, `{"content":"even more"}`)
	s.good("GET", hook+"/messages/"+more, "")
	s.good("DELETE", hook+"/messages/"+more, "")

	s.must(s.Press(s.cast.Ben.Ref, message, "Go"))
	s.answer(k.called(), `{"type":6}`)
	s.must(s.Choose(s.cast.Ben.Ref, message, "Twitch"))
	s.answer(k.called(), `{"type":7,"data":`+rich+`}`)
	s.must(s.ChooseMember(s.cast.Ben.Ref, message, s.cast.Ann.Ref))
	late := k.called()
	s.answer(late, `{"type":5,"data":{"flags":64}}`)
	s.good("PATCH", "/webhooks/{app}/"+late.Token+"/messages/@original", `{"content":"done"}`)

	direct := s.typed(k, s.cast.AnnDirect)
	s.answer(direct, `{"type":5}`)
	s.good("POST", "/webhooks/{app}/"+direct.Token, `{"content":"instead of the deferral"}`)
	s.good("DELETE", "/webhooks/{app}/"+direct.Token+"/messages/@original", "")
}

func (s *stage) walkForms(k *socket) {
	s.t.Helper()
	s.answer(s.typed(k, s.cast.Group.Ref), fmt.Sprintf(form, many(1, label)))
	s.must(s.Submit(s.cast.Ann.Ref, map[string]string{"q0": "yes"}))
	submitted := k.called()
	message := s.answer(submitted, `{"type":4,"data":`+rich+`}`).field("resource.message.id")
	s.must(s.Press(s.cast.Ann.Ref, message, "Go"))
	s.answer(k.called(), fmt.Sprintf(form, `[{"type":18,"label":"Net","component":{"type":3,"custom_id":"net","options":[{"label":"T","value":"t"}]}}]`))
	s.must(s.Submit(s.cast.Ann.Ref, map[string]string{"net": "t"}))
	s.answer(k.called(), `{"type":7,"data":{"content":"changed by a form"}}`)
	s.answer(s.typed(k, s.cast.Group.Ref), fmt.Sprintf(form,
		`[{"type":1,"components":[{"type":4,"custom_id":"old","label":"Old","style":2,"required":false,"value":"kept"}]}]`))
	s.must(s.Submit(s.cast.Ann.Ref, nil))
	if old := k.called(); !strings.Contains(jsonOf(old.Raw["data"]), `"value":"kept"`) {
		s.t.Errorf("the form comes back as %v", old.Raw["data"])
	} else {
		s.answer(old, `{"type":4,"data":{"content":"thanks"}}`)
	}
}

func (s *stage) walkWebhooks() {
	s.t.Helper()
	hook := s.good("POST", "/channels/{group}/webhooks", `{"name":"mirror"}`)
	s.good("GET", "/channels/{group}/webhooks", "")
	path := "/webhooks/" + hook.field("id") + "/" + hook.field("token")
	s.good("POST", path, `{"content":"quiet"}`)
	id := s.good("POST", path+"?wait=true", `{"content":"hi","username":"Bob","allowed_mentions":{"parse":[]}}`).field("id")
	s.good("PATCH", path+"/messages/"+id, `{"content":"changed"}`)
	s.good("GET", path+"/messages/"+id, "")
	s.good("DELETE", path+"/messages/"+id, "")
	s.good("DELETE", "/webhooks/"+hook.field("id"), "")
}
