package telegram_test

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// The readers of a channel do not know of each other: what is for one of them
// leaves no word there, and the press itself leads to the direct chat.
func TestAPressInAChannelNamesNobody(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Direct, say("for the presser alone")))
	channel := s.AddChat(telegramtest.Chat{Kind: telegramtest.Channel, Title: "News", Members: []telegramtest.Member{
		{Who: s.cast.Ann.Ref, Admin: true}, {Who: s.cast.Ben.Ref},
	}})
	s.must(s.PostInChannel(channel.Ref, "/ping@"+s.Username()))
	card := s.sees(s.cast.Ann, "en|core.as_group")
	// Ann has opened the direct chat, Ben never has.
	for _, who := range []chat.User{s.cast.Ann, s.cast.Ben} {
		s.must(s.Press(who.Ref, card.ID, "en|core.as_yourself"))
		if seen := s.sees(who, "for the presser alone"); seen.Group {
			t.Errorf("%s sees it in the channel: %+v", who.Name, seen)
		}
	}
	s.idle()
	for _, who := range []chat.User{s.cast.Ann, s.cast.Ben} {
		for _, seen := range s.Seen(who.Ref) {
			if seen.Group && !seen.Notice && !strings.Contains(seen.Text, "as_group") && !strings.Contains(seen.Text, "/ping@") {
				t.Errorf("the channel shows %q", seen.Text)
			}
		}
	}
	s.count("answerCallbackQuery", 2)
}
