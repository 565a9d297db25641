package pretend_test

import (
	"context"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// stage is the default cast in front of a scripted core.
type stage struct {
	*pretend.World
	t    *testing.T
	core *frontendtest.Core
	stop func()
}

var (
	alice = chat.UserRef{Platform: pretend.Discord, ID: "alice"}
	mia   = chat.UserRef{Platform: pretend.Discord, ID: "mia"}
	bob   = chat.UserRef{Platform: pretend.Telegram, ID: "bob"}
	omar  = chat.UserRef{Platform: pretend.Telegram, ID: "omar"}
	deals = chat.PlaceRef{Platform: pretend.Discord, ID: "harbor-deals"}
	dock  = chat.PlaceRef{Platform: pretend.Telegram, ID: "dock"}
)

func words() chat.Catalog {
	return chat.Catalog{
		Locales: []string{"en"},
		Text:    func(locale, key string) string { return locale + "|" + key },
		Commands: []chat.Command{{Path: "deal start", Options: []chat.Option{
			{Name: "counterparty", Kind: chat.UserOption},
			{Name: "status", Kind: chat.ChoiceOption, Completes: true},
			{Name: "reason", Kind: chat.TextOption},
		}}},
	}
}

func open(t *testing.T, opt pretend.Options, script func(chat.Interaction) chat.Reply) *stage {
	t.Helper()
	opt.Prefix = "t"
	if opt.Pause == nil {
		opt.Pause = func(int) time.Duration { return 0 }
	}
	s := &stage{World: pretend.Default(opt), t: t, core: frontendtest.NewCore(script)}
	s.run(s.core)
	return s
}

// run starts every platform against a core; stop ends them.
func (s *stage) run(core chat.Core) {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 2)
	for _, f := range s.Frontends() {
		go func() { ended <- f.Run(ctx, words(), core) }()
	}
	stopped := false
	s.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		for range s.Frontends() {
			if err := <-ended; err != nil {
				s.t.Errorf("Run: %v", err)
			}
		}
	}
	s.t.Cleanup(s.stop)
	if err := s.Ready(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// settle waits until the core has taken everything.
func (s *stage) settle() {
	s.t.Helper()
	s.must(s.Idle(s.t.Context()))
}

// texts is what somebody saw of the bot, with the kind of each entry.
func (s *stage) texts(who chat.UserRef) []string {
	var all []string
	for _, e := range s.Entries(0, who) {
		if e.Kind != pretend.Typed {
			all = append(all, string(e.Kind)+" "+e.Place.Name+": "+e.Message.Text)
		}
	}
	return all
}

func (s *stage) newest(who chat.UserRef, at chat.PlaceRef) pretend.Message {
	s.t.Helper()
	m, some := s.NewestMessage(who, at)
	if !some {
		s.t.Fatalf("%s sees nothing in %s", who, at)
	}
	return m
}

func text(words string) chat.Message {
	return chat.Message{Document: chat.Document{chat.Paragraph(chat.Text(words))}}
}

func reply(a chat.Audience, words string) func(chat.Interaction) chat.Reply {
	return func(chat.Interaction) chat.Reply {
		return chat.Reply{Audience: a, Message: text(words), Locale: "en"}
	}
}
