package telegramtest_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

func TestStartOpensTheDirectChat(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	ben := s.cast.Ben.Ref
	if err := s.Type(ben, s.cast.BenDirect, "hello"); !errors.Is(err, telegramtest.ErrNotStarted) {
		t.Errorf("before Start: %v", err)
	}
	if err := s.SendFile(ben, s.cast.BenDirect, chat.File{Name: "a"}); !errors.Is(err, telegramtest.ErrNotStarted) {
		t.Errorf("before Start: %v", err)
	}
	s.must(s.OpenLink(ben, "https://example.org"))
	if err := s.OpenLink(ben, startLink("a.b")); err == nil {
		t.Error("a payload that Telegram does not hand over")
	}
	s.must(s.OpenLink(ben, startLink("deal-1_x")))
	if m := s.update("message"); m["text"] != "/start deal-1_x" {
		t.Errorf("got %v", m)
	}
	s.do("sendMessage", object{"chat_id": s.cast.BenDirect.ID, "text": "hi"})
	s.clean()
}

func TestTypingStartIsPressingIt(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.must(s.Type(s.cast.Ben.Ref, s.cast.BenDirect, "/start deal-2"))
	if m := s.update("message"); m["text"] != "/start deal-2" || marks(m) != "[bot_command 0+6]" {
		t.Errorf("got %v", m)
	}
}

func TestBlockingIsTold(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	ann := s.cast.Ann.Ref
	s.must(s.Close(ann))
	if c := s.update("my_chat_member"); c["new_chat_member"].(object)["status"] != "kicked" {
		t.Errorf("got %v", c)
	}
	for _, err := range []error{
		s.Close(ann), s.Type(ann, s.cast.AnnDirect, "x"), s.SendFile(ann, s.cast.AnnDirect, chat.File{Name: "a"}),
	} {
		if !errors.Is(err, telegramtest.ErrBlocked) {
			t.Errorf("got %v", err)
		}
	}
	s.must(s.Unblock(ann))
	s.must(s.Unblock(ann))
	if c := s.update("my_chat_member"); c["new_chat_member"].(object)["status"] != "member" {
		t.Errorf("got %v", c)
	}
	s.must(s.Close(ann))
	s.must(s.PressStart(ann, ""))
	if all := s.updates(); len(all) != 3 || all[2]["message"].(object)["text"] != "/start" {
		t.Errorf("got %v", all)
	}
}

func TestRenamedPeopleStayThemselves(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	s.lines(1)
	s.must(s.Rename(s.cast.Ann.Ref, "Anna Maria Lee", ""))
	s.must(s.SetLocale(s.cast.Ann.Ref, "ar"))
	s.lines(1)
	all := s.updates()
	was, now := all[0]["message"].(object)["from"].(object), all[1]["message"].(object)["from"].(object)
	if was["first_name"] != "Ann" || was["username"] != "ann" || now["id"] != was["id"] {
		t.Errorf("first %v, then %v", was, now)
	}
	if now["first_name"] != "Anna" || now["last_name"] != "Maria Lee" || now["username"] != nil || now["language_code"] != "ar" {
		t.Errorf("got %v", now)
	}
	if to := all[1]["message"].(object)["chat"].(object); to["first_name"] != "Anna" {
		t.Errorf("the chat is %v", to)
	}
}

func TestKeyboardsArePressedOnce(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	ann := s.cast.Ann.Ref
	ask := func(keys ...any) string {
		s.do("sendMessage", object{"chat_id": ann.ID, "text": "who?", "reply_markup": object{
			"one_time_keyboard": true, "keyboard": []any{keys},
		}})
		return s.newest(s.cast.Ann).ID
	}
	pick := object{"text": "Pick", "request_users": object{"request_id": 5, "max_quantity": 1, "user_is_bot": false, "request_name": true, "request_username": true}}
	id := ask("Skip", pick)
	if got := s.newest(s.cast.Ann).Buttons; !slices.Equal(got, []string{"Skip", "Pick"}) {
		t.Errorf("Ann sees %v", got)
	}
	if s.Press(ann, id, "Pick") == nil || s.Press(ann, id, "No") == nil {
		t.Error("pressed what is not there")
	}
	s.must(s.Press(ann, id, "Skip"))
	if m := s.update("message"); m["text"] != "Skip" {
		t.Errorf("got %v", m)
	}
	if err := s.Press(ann, id, "Skip"); !errors.Is(err, telegramtest.ErrNoButton) {
		t.Errorf("the keyboard is still there: %v", err)
	}
	ask(pick)
	if s.PickUsers(ann) == nil || s.PickUsers(ann, s.cast.Ben.Ref, ann) == nil || s.PickUsers(ann, s.Bot()) == nil || s.PickUsers(ann, s.cast.Nobody) == nil {
		t.Error("picked whom the key does not offer")
	}
	s.must(s.PickUsers(ann, s.cast.Ben.Ref))
	shared := s.update("message")["users_shared"].(object)
	one := shared["users"].([]any)[0].(object)
	if shared["request_id"] != 5.0 || one["user_id"] != float64(number(s.cast.Ben)) || one["username"] != "ben" || one["first_name"] != "Ben" {
		t.Errorf("got %v", shared)
	}
	if err := s.PickUsers(ann, s.cast.Ben.Ref); !errors.Is(err, telegramtest.ErrNoButton) {
		t.Errorf("the keyboard is still there: %v", err)
	}
	ask("Skip")
	s.do("sendMessage", object{"chat_id": ann.ID, "text": "never mind", "reply_markup": object{"remove_keyboard": true}})
	if err := s.PickUsers(ann, s.cast.Ben.Ref); !errors.Is(err, telegramtest.ErrNoButton) {
		t.Errorf("the keyboard was removed: %v", err)
	}
	s.clean()
}

// What people cannot do is an error of theirs, not a request of the bot's.
func TestWhatPeopleCannotDo(t *testing.T) {
	t.Parallel()
	s := open(t, telegramtest.Options{})
	nobody, ann, group, nowhere := s.cast.Nobody, s.cast.Ann.Ref, s.cast.Group.Ref, s.cast.Nowhere
	foreign := chat.PlaceRef{Platform: "discord", ID: group.ID}
	alone := s.AddChat(telegramtest.Chat{Kind: telegramtest.Forum, Title: "F"}).Ref
	s.do("sendMessage", object{"chat_id": group.ID, "text": "x", "reply_markup": oneButton(object{"pay": true})})
	card := s.newest(s.cast.Ann).ID
	for want, all := range map[error][]error{
		telegramtest.ErrNobody: {
			s.Type(nobody, group, "x"), s.TypeAsGroup(nobody, group, "x"), s.Reply(nobody, card, "x"), s.Edit(nobody, "", "x"),
			s.Press(nobody, card, "Go"), s.PickUsers(nobody), s.PressStart(nobody, ""), s.OpenLink(nobody, ""), s.Close(nobody),
			s.Unblock(nobody), s.Arrive(nobody), s.Join(nobody, group), s.Invite(nobody, group), s.Rename(nobody, "x", ""),
			s.Deactivate(nobody), s.Remove(nobody, card), s.SendFile(nobody, group, chat.File{}), s.Redeliver(nobody),
		},
		telegramtest.ErrNoPlace: {
			s.Type(ann, nowhere, "x"), s.Type(ann, alone, "x"), s.Type(ann, foreign, "x"), s.TypeAsGroup(ann, nowhere, "x"),
			s.Join(ann, nowhere), s.Invite(ann, nowhere), s.Mute(nowhere, true), s.Kick(nowhere), s.PostInChannel(group, "x"),
			s.SendFile(ann, nowhere, chat.File{}), s.CloseTopic(nowhere), s.DeleteTopic(group),
			s.Type(ann, chat.PlaceRef{Platform: "telegram", ID: group.ID + "/9"}, "x"),
		},
		telegramtest.ErrNoMessage: {
			s.Reply(ann, "1:1", "x"), s.Reply(ann, card+"9", "x"), s.Press(ann, "", "Go"), s.Edit(ann, card, "x"), s.Remove(ann, "x"),
		},
		telegramtest.ErrNoButton:   {s.Press(ann, card, "Go"), s.Press(ann, card, "No")},
		telegramtest.ErrNoForm:     {s.Choose(ann, card, "x"), s.Submit(ann, nil)},
		telegramtest.ErrNotAllowed: {s.Remove(ann, card), s.Type(ann, s.mutedGroup(), "x")},
	} {
		for i, err := range all {
			if !errors.Is(err, want) {
				t.Errorf("act %d: got %v, want %v", i, err, want)
			}
		}
	}
	if s.Seen(nobody) != nil || s.Stands(nobody, card) || s.Waiting() != 0 {
		t.Error("something came of it")
	}
}

func (s *stage) mutedGroup() chat.PlaceRef {
	at := s.small()
	s.must(s.Mute(at, true))
	return at
}

func TestATokenIsAnIDAndASecret(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"abc", "x:y", "12"} {
		if s, err := telegramtest.Open(telegramtest.Options{Token: token}); err == nil {
			t.Errorf("opened with %q", token)
			_ = s.Shutdown()
		}
	}
	s := open(t, telegramtest.Options{Token: "42:secret", Username: "other_bot"})
	me := s.do("getMe", nil)
	if me["id"] != 42.0 || me["username"] != "other_bot" || s.BotID() != 42 || s.Username() != "other_bot" || !strings.HasPrefix(s.URL(), "http://127.") {
		t.Errorf("got %v", me)
	}
}
