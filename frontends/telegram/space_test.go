package telegram_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// smallGroup is a group that has not become a supergroup yet.
func (s *stage) smallGroup() chat.Place {
	return s.AddChat(telegramtest.Chat{Kind: telegramtest.Group, Title: "Dock", Members: []telegramtest.Member{
		{Who: s.cast.Ann.Ref}, {Who: s.cast.Ben.Ref, Admin: true},
	}})
}

func TestT9BothServiceMessagesTellOfAMove(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, say("here")))
	old := s.smallGroup()
	to := s.Migrate(old.Ref)
	s.observed(2)
	for _, ev := range s.core.Observed() {
		if ev.Kind != chat.SpaceMoved || ev.Space != old.Space || ev.NewSpace.ID != to.ID || ev.Place.Ref != to {
			t.Errorf("the core was told %+v", ev)
		}
	}
	s.must(s.Type(s.cast.Ann.Ref, to, "/ping"))
	if in := s.took(1); in.Place.Ref != to || in.Place.Space.ID != to.ID {
		t.Errorf("got %+v", in)
	}
	s.sees(s.cast.Ben, "here")
}

// An answer that was on its way when the group moved arrives all the same, and
// the core learns of the move from the refusal too.
func TestT9AnAnswerFollowsTheGroup(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, say("it arrived")))
	old := s.smallGroup()
	s.Fail(telegramtest.Fault{
		Method: "sendMessage", Status: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat",
		MigrateTo: telegramID(t, s.cast.Group.Ref.ID),
	})
	s.must(s.Type(s.cast.Ann.Ref, old.Ref, "/ping"))
	s.sees(s.cast.Ben, "it arrived")
	ev := s.observed(1)
	if ev.Kind != chat.SpaceMoved || ev.Space != old.Space || ev.NewSpace != s.cast.Group.Space || ev.EventID == "" {
		t.Errorf("the core was told %+v", ev)
	}
	s.count("sendMessage", 2)
}

// So does what takes the place of a pressed card: the card's number means
// nothing in the new group.
func TestT9AReplacementFollowsTheGroup(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, withButton("the card", "Go", "go")))
	old := s.smallGroup()
	s.must(s.Type(s.cast.Ann.Ref, old.Ref, "/ping"))
	card := s.sees(s.cast.Ann, "the card")
	s.idle()
	refusal := telegramtest.Fault{
		Status: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: telegramID(t, s.cast.Group.Ref.ID),
	}
	edit, send := refusal, refusal
	edit.Method, send.Method = "editMessageText", "sendMessage"
	s.Fail(edit, send)
	s.core.Script(func(chat.Interaction) chat.Reply {
		return chat.Reply{Audience: chat.Public, Replace: true, Message: say("one is in")}
	})
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	if seen := s.sees(s.cast.Ben, "one is in"); seen.Place != s.cast.Group.Ref {
		t.Errorf("it stands at %+v", seen)
	}
	if ev := s.observed(1); ev.Kind != chat.SpaceMoved || ev.Space != old.Space {
		t.Errorf("the core was told %+v", ev)
	}
}

func telegramID(t *testing.T, s string) int64 {
	t.Helper()
	var id int64
	if _, err := fmt.Sscan(s, &id); err != nil {
		t.Fatal(err)
	}
	return id
}

// A notification to the old number is the outbox's to send again.
func TestT9ANotificationIsToldWhereTheGroupIsNow(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	old := s.smallGroup()
	s.Fail(telegramtest.Fault{Method: "sendMessage", Status: 400, Description: "Bad Request: group chat was upgraded to a supergroup chat", MigrateTo: -1001234})
	_, err := s.f.Send(t.Context(), chat.Delivery{ID: "n", Place: old.Ref, Message: say("news")})
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Moved || failed.MovedTo.ID != "-1001234" {
		t.Errorf("got %v", err)
	}
	s.count("sendMessage", 1)
}

func TestAGroupThatKicksTheBotIsClosed(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, say("here")))
	s.must(s.Kick(s.cast.Group.Ref))
	if ev := s.observed(1); ev.Kind != chat.SpaceClosed || ev.Space != s.cast.Group.Space {
		t.Errorf("the core was told %+v", ev)
	}
	s.must(s.Invite(s.cast.Ben.Ref, s.cast.Group.Ref))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.Group.Ref, "/ping"))
	s.sees(s.cast.Ann, "here")
	if got := len(s.core.Observed()); got != 1 {
		t.Errorf("%d events: %+v", got, s.core.Observed())
	}
}

// Telegram tells of members only where the bot is an administrator.
func TestMembersComeAndGo(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, nil)
	s.must(s.Promote(s.Bot(), s.cast.Group.Ref, true))
	s.must(s.Type(s.cast.Ann.Ref, s.cast.AnnDirect, "/ping"))
	s.took(1) // Telegram keeps such updates only for who has asked for them
	cy := s.AddUser(chat.User{Name: "Cy", Handle: "cy"})
	s.must(s.Join(cy.Ref, s.cast.Group.Ref))
	if ev := s.observed(1); ev.Kind != chat.MemberJoined || ev.User.Ref != cy.Ref || ev.Space != s.cast.Group.Space {
		t.Errorf("the core was told %+v", ev)
	}
	s.must(s.Promote(cy.Ref, s.cast.Group.Ref, true)) // who was inside stays inside
	s.must(s.Leave(cy.Ref, s.cast.Group.Ref))
	if ev := s.observed(2); ev.Kind != chat.MemberLeft || ev.User.Ref != cy.Ref {
		t.Errorf("the core was told %+v", ev)
	}
}

func TestATopicIsAPlaceOfItsOwn(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, withButton("in the topic", "Go", "go")))
	forum := s.AddChat(telegramtest.Chat{Kind: telegramtest.Forum, Title: "Pier", Members: []telegramtest.Member{{Who: s.cast.Ann.Ref}}})
	topic := s.AddTopic(forum.Ref, "deals")
	s.must(s.Type(s.cast.Ann.Ref, topic, "/ping"))
	in := s.took(1)
	if in.Place.Ref != topic || in.Place.Space != forum.Space || in.ReplyTo != nil {
		t.Errorf("got %+v", in)
	}
	card := s.sees(s.cast.Ann, "in the topic")
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "Go"))
	if in := s.took(2); in.Place.Ref != topic || in.Message.Place != topic {
		t.Errorf("got %+v", in)
	}
	ref, err := s.f.Send(t.Context(), chat.Delivery{ID: "n", Place: topic, Message: say("news of the topic")})
	if err != nil || ref.Place != topic {
		t.Errorf("sent as %+v, %v", ref, err)
	}
	s.must(s.Type(s.cast.Ann.Ref, forum.Ref, "/ping"))
	if in := s.took(3); in.Place.Ref != forum.Ref {
		t.Errorf("the General topic is %+v", in.Place)
	}
	s.idle()
	s.forgiven = append(s.forgiven, 13) // that a topic is gone is found out by writing to it
	s.must(s.DeleteTopic(topic))
	_, err = s.f.Send(t.Context(), chat.Delivery{ID: "m", Place: topic, Message: say("too late")})
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Gone {
		t.Errorf("a deleted topic: %v", err)
	}
}

// In a channel the bot answers only what names it: nobody there is a person.
func TestAChannelIsAnsweredOnlyByName(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Public, say("noted")))
	channel := s.AddChat(telegramtest.Chat{Kind: telegramtest.Channel, Title: "News", Members: []telegramtest.Member{{Who: s.cast.Ann.Ref, Admin: true}}})
	for _, line := range []string{"good morning", "/ping", "/ping@other_bot", "/ping@" + s.Username()} {
		s.must(s.PostInChannel(channel.Ref, line))
	}
	card := s.sees(s.cast.Ann, "en|core.as_group")
	s.count("sendMessage", 1)
	s.must(s.Press(s.cast.Ann.Ref, card.ID, "en|core.as_yourself"))
	if in := s.took(1); in.Kind != chat.Invoke || in.User.Ref != s.cast.Ann.Ref || in.Place.Ref != channel.Ref || in.Words[0].Text != "ping" {
		t.Errorf("got %+v", in)
	}
	s.sees(s.cast.Ann, "noted")
}
