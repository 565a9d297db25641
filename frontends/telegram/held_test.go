package telegram_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/frontendtest"
	"github.com/parleybot/parley/frontends/telegram"
	"github.com/parleybot/parley/frontends/telegram/telegramtest"
)

// A name is chosen by its bearer, who may wish to speak in the bot's place.
func TestANameInAGroupSaysNothingElse(t *testing.T) {
	t.Parallel()
	s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Direct, say("for Ben alone")))
	s.must(s.Rename(s.cast.Ben.Ref, "@ann:\n✅ paid \u202e\u2069🎉", ""))
	s.must(s.Type(s.cast.Ben.Ref, s.cast.Group.Ref, "/ping"))
	link := s.sees(s.cast.Ann, "ar|core.waits_privately")
	if want := "\u2068@ann: ✅ paid 🎉\u2069: ar|core.waits_privately"; link.Text != want {
		t.Errorf("shown as %q, want %q", link.Text, want)
	}
	var mention []struct {
		Type           string
		Offset, Length int
		User           struct{ ID int64 }
	}
	for _, r := range s.Requests() {
		if entities := r.Params["entities"]; entities != "" {
			s.must(json.Unmarshal([]byte(entities), &mention))
		}
	}
	if len(mention) != 1 || mention[0].Type != "text_mention" || mention[0].Offset != 1 || mention[0].Length != 15 || mention[0].User.ID != telegramID(t, s.cast.Ben.Ref.ID) {
		t.Errorf("the name is %+v", mention)
	}
}

// The core forgets in time what it answered, so that an old interaction would
// act once more.
func TestWhatWaitedTooLongIsAPlainStart(t *testing.T) {
	t.Parallel()
	for days, want := range map[int]string{6: "old", 8: "start"} {
		s := play(t, telegramtest.Options{}, telegram.Options{}, answers(chat.Direct, say("for Ben alone")))
		raw, err := json.Marshal(chat.Interaction{
			Kind: chat.Invoke, EventID: "old", User: s.cast.Ben, Place: s.cast.Group,
			At: time.Now().Add(-time.Duration(days) * 24 * time.Hour), Words: []chat.Value{{Text: "old"}},
		})
		s.must(err)
		s.must(s.core.Remember(t.Context(), s.heldBy(s.cast.Ben), string(raw)))
		s.must(s.PressStart(s.cast.Ben.Ref, "private"))
		if in := s.took(1); in.Words[0].Text != want {
			t.Errorf("after %d days: %+v", days, in)
		}
	}
}

// What came to wait while the answer before it was shown is not forgotten with
// that.
func TestANewerAnswerGoesOnWaiting(t *testing.T) {
	t.Parallel()
	s := &stage{double: open(t, telegramtest.Options{}, telegram.Options{}), core: frontendtest.NewCore(answers(chat.Direct, say("the older one")))}
	core := newSlow(s.core, func(chat.Interaction) bool { return true })
	hold := func(event string) {
		raw, err := json.Marshal(chat.Interaction{
			Kind: chat.Invoke, EventID: event, User: s.cast.Ben, Place: s.cast.Group, At: time.Now(), Words: []chat.Value{{Text: "ping"}},
		})
		s.must(err)
		s.must(s.core.Remember(t.Context(), s.heldBy(s.cast.Ben), string(raw)))
	}
	hold("older")
	s.runWith(core)
	s.must(s.PressStart(s.cast.Ben.Ref, "private"))
	core.hears(t)
	hold("newer")
	close(core.release)
	s.sees(s.cast.Ben, "the older one")
	s.idle()
	if got := s.core.Facts()[s.heldBy(s.cast.Ben)]; got == "" {
		t.Error("the newer one is forgotten")
	}
}

func (s *stage) heldBy(who chat.User) string {
	return "telegram:" + s.Bot().ID + ":held:" + who.Ref.ID
}
