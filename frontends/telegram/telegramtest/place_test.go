package telegramtest_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestT9AGroupThatMovesTellsBothWays(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	old := s.small()
	now := s.Migrate(old)
	all := s.updates()
	to, from := all[0]["message"].(object), all[1]["message"].(object)
	if s.place(to["migrate_to_chat_id"]) != now.ID || s.place(to["chat"].(object)["id"]) != old.ID {
		t.Errorf("in the old chat: %v", to)
	}
	if s.place(from["migrate_from_chat_id"]) != old.ID || s.place(from["chat"].(object)["id"]) != now.ID {
		t.Errorf("in the new chat: %v", from)
	}
	a := s.call("sendMessage", object{"chat_id": old.ID, "text": "x"})
	if a.Code != 400 || s.place(float64(a.Parameters.Migrate)) != now.ID {
		t.Errorf("the old id answers %+v", a)
	}
	s.do("sendMessage", object{"chat_id": now.ID, "text": "here"})
	if seen := s.newest(s.cast.Ann); seen.Text != "here" || !seen.Group {
		t.Errorf("Ann sees %+v", seen)
	}
	if err := s.Type(s.cast.Ann.Ref, old, "x"); !errors.Is(err, telegramtest.ErrNoPlace) {
		t.Errorf("people write in the old chat: %v", err)
	}
	if again := s.Migrate(old); again != (chat.PlaceRef{}) {
		t.Errorf("it moved twice: %v", again)
	}
}

// place is a chat id of an answer as a PlaceRef has it.
func (s *stage) place(id any) string {
	s.t.Helper()
	n, is := id.(float64)
	if !is {
		s.t.Fatalf("%v is no chat id", id)
	}
	return telegramtest.Direct(chat.UserRef{ID: jsonNumber(n)}).ID
}

func TestTopicsAreClosedAndDeleted(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	forum, topic := s.forum()
	id, thread, _ := strings.Cut(topic.ID, "/")
	if id != forum.ID {
		t.Fatalf("the topic is %s", topic)
	}
	in := object{"chat_id": id, "message_thread_id": thread, "text": "x"}
	if m := s.do("sendMessage", in); m["is_topic_message"] != true {
		t.Errorf("got %v", m)
	}
	card := s.newest(s.cast.Ann)
	s.must(s.Type(s.cast.Ann.Ref, topic, "/ping"))
	if m := s.update("message"); jsonNumber(m["message_thread_id"]) != thread {
		t.Errorf("got %v", m)
	}
	s.must(s.CloseTopic(topic))
	if m := s.update("message"); m["forum_topic_closed"] == nil || jsonNumber(m["message_thread_id"]) != thread {
		t.Errorf("got %v", m)
	}
	if err := s.Type(s.cast.Ann.Ref, topic, "x"); !errors.Is(err, telegramtest.ErrNotAllowed) {
		t.Errorf("in a closed topic: %v", err)
	}
	s.must(s.Promote(s.Bot(), forum, true))
	s.do("sendMessage", in)
	s.refused(400, "TOPIC_NOT_MODIFIED", "closeForumTopic", in)
	s.refused(400, "TOPIC_TITLE_INVALID", "createForumTopic", object{"chat_id": forum.ID, "name": strings.Repeat("x", 129)})
	s.must(s.DeleteTopic(topic))
	if s.Stands(s.cast.Ann.Ref, card.ID) {
		t.Error("a message of a deleted topic stands")
	}
	s.refused(400, "message thread not found", "sendMessage", in)
	s.refused(400, "TOPIC_ID_INVALID", "closeForumTopic", in)
	if none := s.AddTopic(s.cast.Group.Ref, "x"); none != (chat.PlaceRef{}) {
		t.Errorf("a topic where there is no forum: %v", none)
	}
}

func TestChannelsPostAndHaveNoAuthor(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	channel := s.channel()
	s.must(s.PostInChannel(channel, "/ping@parley_test_bot"))
	if p := s.update("channel_post"); p["from"] != nil || p["sender_chat"] == nil {
		t.Errorf("got %v", p)
	}
	s.must(s.EditInChannel(channel, "never mind"))
	if p := s.update("edited_channel_post"); p["text"] != "never mind" || p["edit_date"] == nil {
		t.Errorf("got %v", p)
	}
	if err := s.EditInChannel(s.cast.Group.Ref, "x"); !errors.Is(err, telegramtest.ErrNoMessage) {
		t.Errorf("got %v", err)
	}
	m := s.do("sendMessage", object{"chat_id": channel.ID, "text": "pong"})
	if m["from"] != nil {
		t.Errorf("got %v", m)
	}
	s.do("editMessageText", object{"chat_id": channel.ID, "message_id": m["message_id"], "text": "pong!"})
	s.must(s.Join(s.cast.Ann.Ref, channel))
	s.must(s.Leave(s.cast.Ann.Ref, channel))
	for _, u := range s.updates() {
		if u["chat_member"] == nil {
			t.Errorf("got %v", u)
		}
	}
	s.clean()
}

func TestTheBotIsKickedAndInvited(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.must(s.Kick(s.cast.Group.Ref))
	if c := s.update("my_chat_member"); c["new_chat_member"].(object)["status"] != "kicked" {
		t.Errorf("got %v", c)
	}
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.must(s.Join(s.cast.Ben.Ref, s.cast.Group.Ref))
	if s.Waiting() != 0 {
		t.Error("it hears of a chat that it is not in")
	}
	s.must(s.Invite(s.cast.Ben.Ref, s.cast.Group.Ref))
	all := s.updates()
	if len(all) != 2 || all[0]["my_chat_member"].(object)["old_chat_member"].(object)["status"] != "kicked" || all[1]["message"] == nil {
		t.Errorf("got %v", all)
	}
}

func TestAdministratorsAreListed(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	place := s.AddChat(telegramtest.Chat{Kind: telegramtest.Supergroup, Title: "G", Members: []telegramtest.Member{
		{Who: s.cast.Ann.Ref, Admin: true},
		{Who: s.cast.Ben.Ref, Admin: true, Anonymous: true},
		{Who: s.cast.Nobody},
		{Who: s.AddUser(chat.User{Name: "Other", Bot: true}).Ref, Admin: true},
	}})
	list := func(bots bool) string {
		var all []object
		s.must(json.Unmarshal(s.call("getChatAdministrators", object{"chat_id": place.Ref.ID, "return_bots": bots}).Result, &all))
		var short []string
		for _, m := range all {
			short = append(short, m["user"].(object)["first_name"].(string)+" "+m["status"].(string))
		}
		return strings.Join(short, ", ")
	}
	if got := list(false); got != "Ann creator, Ben administrator" {
		t.Errorf("got %s", got)
	}
	if got := list(true); got != "Ann creator, Ben administrator, Other administrator" {
		t.Errorf("got %s", got)
	}
	s.clean()
}
