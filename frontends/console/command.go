package console

import (
	"context"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// local is a command of the sandbox itself; the bot never sees it.
type local struct {
	name, args, about string
	do                func(s *session, ctx context.Context, rest string) error
}

// locals lists the sandbox's own commands in the order in which /keys shows
// them. None may be named like a command of the bot.
func locals() []local {
	return []local{
		{"/as", "bob", "be somebody else", (*session).as},
		{"/who", "", "who is there, and where they are", (*session).people},
		{"/press", "2", "press a button by its number or its words", (*session).press},
		{"/dm", "", "go to the direct chat with the bot", (*session).goDirect},
		{"/here", "", "go back to the channel or group", (*session).goHere},
		{"/open", "<link>", "follow a link", (*session).open},
		{"/say", "words", "say words that look like a number or a local command", (*session).verbatim},
		{"/send", "", "send the open form", func(s *session, _ context.Context, _ string) error { return s.send() }},
		{"/giveup", "", "close the open form", func(s *session, _ context.Context, _ string) error { return s.giveUp() }},
		{"/file", "", "read the newest file", (*session).file},
		{"/close", "", "close the direct chat: the bot cannot write any more", (*session).close},
		{"/reopen", "", "open it again", (*session).reopen},
		{"/rename", "New Name", "change the display name", (*session).rename},
		{"/locale", "ar", "change the language of the app", (*session).locale},
		{"/leave", "", "leave the channel or group for good", (*session).leave},
		{"/wait", "3d", "let time pass", (*session).wait},
		{"/keys", "", "this list", (*session).help},
		{"/quit", "", "end the sandbox", func(*session, context.Context, string) error { return errQuit }},
	}
}

func localCommand(word string, waits bool) (local, bool) {
	for _, c := range locals() {
		if strings.EqualFold(c.name, word) && (waits || c.name != "/wait") {
			return c, true
		}
	}
	return local{}, false
}

func (s *session) as(_ context.Context, name string) error {
	p, known := s.world.Find(name)
	if !known {
		return refusal("nobody is called " + Plain(name) + ": /who shows everybody")
	}
	s.who = p.Ref
	s.notef("you are %s now, in %s (%s)", p.Handle, s.place().Name, s.app(p.Ref.Platform))
	return nil
}

func (s *session) people(context.Context, string) error {
	for _, p := range s.world.People() {
		mark := " "
		if p.Ref == s.who {
			mark = "*"
		}
		line := mark + " " + pad(p.Handle, 8) + pad(s.app(p.Ref.Platform), 10)
		for _, place := range s.world.Places(p.Ref)[1:] {
			line += place.SpaceName
			if place.Name != place.SpaceName {
				line += " " + place.Name
			}
			line += s.standing(p, place)
		}
		switch {
		case p.Closed:
			line += ", direct chat closed"
		case p.Ref.Platform == pretend.Telegram && !p.Started:
			line += ", has not pressed Start"
		}
		s.printf("%s\n", line)
	}
	return nil
}

func (s *session) standing(p pretend.Person, place pretend.Place) string {
	m, _ := s.world.Standing(p.Ref, place.Ref)
	var words string
	if m.Admin {
		words += ", administrator"
	}
	for _, r := range m.Roles {
		words += ", " + r.Name
	}
	if p.Ref == pretend.OwnerRef {
		words += ", owner of the bot"
	}
	return words
}

func (s *session) press(_ context.Context, what string) error {
	if what == "" {
		return refusal("press what? For example /press 2")
	}
	k, found := s.keys[s.who].find(what)
	if !found {
		return refusal(s.name(s.who) + " sees no button " + Plain(what))
	}
	return s.use(k)
}

func (s *session) goDirect(context.Context, string) error { return s.goTo(s.world.Places(s.who)[0]) }

func (s *session) goHere(context.Context, string) error {
	places := s.world.Places(s.who)
	if len(places) == 1 {
		return refusal(s.name(s.who) + " is in no channel or group")
	}
	return s.goTo(places[1])
}

func (s *session) goTo(p pretend.Place) error {
	s.at[s.who] = p.Ref
	s.notef("%s is in %s now", s.name(s.who), p.Name)
	return nil
}

func (s *session) open(_ context.Context, link string) error {
	if link == "" {
		return refusal("open what? For example /open https://t.me/…")
	}
	s.keys[s.who].acted()
	return s.explain(s.world.Open(s.who, strings.Trim(link, "<>")))
}

func (s *session) verbatim(_ context.Context, words string) error {
	if words == "" {
		return refusal("say what?")
	}
	return s.say(words)
}

func (s *session) file(context.Context, string) error {
	entries := s.world.Entries(0, s.who)
	for i := len(entries) - 1; i >= 0; i-- {
		if files := entries[i].Message.Files; len(files) > 0 {
			f := files[len(files)-1]
			s.printf("%s\n%s\n", Plain(f.Name), Plain(string(f.Data)))
			return nil
		}
	}
	return refusal(s.name(s.who) + " was sent no file")
}

func (s *session) close(context.Context, string) error {
	s.notef("%s has closed the direct chat", s.name(s.who))
	return s.explain(s.world.Close(s.who))
}

func (s *session) reopen(context.Context, string) error {
	s.notef("%s has opened the direct chat", s.name(s.who))
	return s.explain(s.world.Reopen(s.who))
}

func (s *session) rename(_ context.Context, name string) error {
	if name == "" {
		return refusal("rename to what? For example /rename Alice B.")
	}
	s.notef("%s shows as %s now", s.name(s.who), Plain(name))
	return s.explain(s.world.Rename(s.who, name, ""))
}

func (s *session) locale(_ context.Context, tag string) error {
	if tag == "" {
		return refusal("which language? For example /locale ar")
	}
	s.notef("the app of %s speaks %s now", s.name(s.who), Plain(tag))
	return s.explain(s.world.SetLocale(s.who, tag))
}

func (s *session) leave(context.Context, string) error {
	places := s.world.Places(s.who)
	if len(places) == 1 {
		return refusal(s.name(s.who) + " is in no channel or group")
	}
	s.at[s.who] = places[0].Ref
	s.notef("%s has left %s", s.name(s.who), places[1].SpaceName)
	return s.explain(s.world.Leave(places[1].Space, s.who))
}

func (s *session) wait(ctx context.Context, text string) error {
	d, err := duration(text)
	if err != nil {
		return refusal("wait how long? For example /wait 90m or /wait 3d")
	}
	return s.opt.Advance(ctx, d)
}

func (s *session) help(context.Context, string) error {
	for _, c := range locals() {
		if c.name == "/wait" && s.opt.Advance == nil {
			continue
		}
		s.printf("  %s%s\n", pad(c.name+" "+c.args, 20), c.about)
	}
	s.printf("  Everything else goes to the bot, as the person you are: /deal start and /deal_start are the same.\n")
	return nil
}

func (s *session) app(p chat.Platform) string { return view{world: s.world}.profile(p).Name }

// duration reads what time.ParseDuration reads, and whole days: "3d".
func duration(text string) (time.Duration, error) {
	if days, is := strings.CutSuffix(text, "d"); is {
		h, err := time.ParseDuration(days + "h")
		return 24 * h, err
	}
	return time.ParseDuration(text)
}
