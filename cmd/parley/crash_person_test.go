package main

import (
	"maps"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// crashPerson is somebody on one of the platforms. Their acts are one
// goroutine's; when the world ends, so does that goroutine.
type crashPerson struct {
	world *crashWorld
	rng   *rand.Rand
	user  chat.User
	place chat.Place
	notes []string // written, in order
	// active tells that one's own confirmation made the deal at hand active.
	active bool

	// Guarded by the world's lock.
	inbox []*crashScreen // notifications that were not looked at
	news  chan struct{}  // rung for each
}

// person makes somebody known to a platform.
func (w *crashWorld) person(p chat.Platform, id string, seed uint64) *crashPerson {
	one := &crashPerson{
		world: w, rng: rand.New(rand.NewPCG(seed, 1)), news: make(chan struct{}, 1),
		user:  chat.User{Ref: chat.UserRef{Platform: p, ID: id}, Name: "Name of " + id, Handle: id, Locale: "en"},
		place: chat.Place{Ref: chat.PlaceRef{Platform: p, ID: "dm-" + id}, Kind: chat.DirectPlace},
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.people[one.user.Ref] = one
	return one
}

// crashScreen is an answer or a notification as its reader sees it.
type crashScreen struct {
	reader  *crashPerson
	text    string
	buttons map[string]string // label to token
	form    *chat.Form
}

func newCrashScreen(reader *crashPerson, r chat.Reply) *crashScreen {
	s := &crashScreen{reader: reader, text: crashWords(chat.PlainText(r.Message.Document)), buttons: map[string]string{}, form: r.Form}
	for _, row := range r.Message.Rows {
		for _, b := range row.Buttons {
			s.buttons[crashWords(chat.Line(b.Label))] = b.Token
		}
	}
	return s
}

// crashWords leaves out the marks that keep directions apart.
func crashWords(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '\u2066' && c <= '\u2069' {
			return -1
		}
		return c
	}, s)
}

func (s *crashScreen) has(words ...string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(s.text, w) })
}

// shows gives the person up unless the screen has one of the texts.
func (s *crashScreen) shows(texts ...string) *crashScreen {
	if !slices.ContainsFunc(texts, func(t string) bool { return s.has(t) }) {
		s.reader.giveUp("%q is not in:\n%s", texts, s)
	}
	return s
}

func (s *crashScreen) offers(label string) bool { return s.buttons[label] != "" }

// find returns what the first group of a pattern matches in the text.
func (s *crashScreen) find(pattern *regexp.Regexp) string {
	found := pattern.FindStringSubmatch(s.text)
	if found == nil {
		s.reader.giveUp("nothing like %s in:\n%s", pattern, s)
	}
	return found[1]
}

// String is the screen in one piece, for messages.
func (s *crashScreen) String() string {
	return s.text + "\n[" + strings.Join(slices.Sorted(maps.Keys(s.buttons)), "] [") + "]"
}

// giveUp fails the test and ends the person's goroutine.
func (p *crashPerson) giveUp(format string, args ...any) {
	p.world.t.Helper()
	p.world.fail(p.user.Ref.String()+": "+format, args...)
	runtime.Goexit()
}

// reads waits for the answer to an event.
func (p *crashPerson) reads(ev *crashEvent) *crashScreen {
	select {
	case <-ev.done:
		return ev.screen
	case <-p.world.ctx.Done():
		p.giveUp("no answer to %+v", ev.in)
		return nil
	}
}

// hears waits for a notification that has all of the texts.
func (p *crashPerson) hears(texts ...string) *crashScreen {
	for {
		p.world.mu.Lock()
		i := slices.IndexFunc(p.inbox, func(s *crashScreen) bool { return s.has(texts...) })
		if i >= 0 {
			s := p.inbox[i]
			p.inbox = slices.Delete(p.inbox, i, i+1)
			p.world.mu.Unlock()
			return s
		}
		p.world.mu.Unlock()
		select {
		case <-p.news:
		case <-p.world.ctx.Done():
			p.giveUp("no news of %q", texts)
		}
	}
}

func (p *crashPerson) event(kind chat.InteractionKind) chat.Interaction {
	return chat.Interaction{Kind: kind, User: p.user, Place: p.place}
}

// writes sends words, as the answer to a question.
func (p *crashPerson) writes(text string) *crashScreen {
	in := p.event(chat.Answer)
	in.Text = chat.Value{Text: text}
	return p.reads(p.world.happen(in, false))
}

// command types a command, with options as name, value pairs: where a platform
// knows options they go by name, else as words in their order.
func (p *crashPerson) command(path string, reads bool, options ...string) *crashEvent {
	in := p.event(chat.Invoke)
	if p.user.Ref.Platform == wireD {
		in.Path, in.Args = path, map[string]chat.Value{}
		for i := 0; i < len(options); i += 2 {
			in.Args[options[i]] = chat.Value{Text: options[i+1]}
		}
		return p.world.happen(in, reads)
	}
	words := []string{chat.Menu(path)}
	for i := 1; i < len(options); i += 2 {
		words = append(words, strings.Fields(options[i])...)
	}
	for _, word := range words {
		in.Words = append(in.Words, chat.Value{Text: word})
	}
	return p.world.happen(in, reads)
}

func (p *crashPerson) types(path string, options ...string) *crashScreen {
	return p.reads(p.command(path, false, options...))
}

// looks types a command that changes nothing.
func (p *crashPerson) looks(path string, options ...string) *crashScreen {
	return p.reads(p.command(path, true, options...))
}

// press presses a button without waiting for the answer.
func (s *crashScreen) press(label string) *crashEvent {
	if !s.offers(label) {
		s.reader.giveUp("no button %q on:\n%s", label, s)
	}
	in := s.reader.event(chat.Pressed)
	in.Token = s.buttons[label]
	looks := label == "Mark complete" // which asks once more; everything else acts
	return s.reader.world.happen(in, looks)
}

func (s *crashScreen) presses(label string) *crashScreen { return s.reader.reads(s.press(label)) }

// pressesImpatiently presses again before there is an answer, now and then. It
// returns the first answer, and fails unless the second one is refused or repeats it.
func (s *crashScreen) pressesImpatiently(label string) *crashScreen {
	first := s.press(label)
	calm := s.reader.world.patience > 0 // two at once might change places
	if calm || s.reader.rng.IntN(4) > 0 {
		return s.reader.reads(first)
	}
	second := s.press(label)
	answer := s.reader.reads(first)
	if again := s.reader.reads(second); again.text != answer.text {
		again.shows("Already recorded; nothing changed.")
	}
	return answer
}

// submits sends a form.
func (s *crashScreen) submits(values map[string]string) *crashScreen {
	in := s.reader.event(chat.Submit)
	in.Token, in.Fields = s.form.Token, map[string]chat.Value{}
	for _, field := range s.form.Fields {
		in.Fields[field.Name] = chat.Value{Text: values[field.Name]}
	}
	return s.reader.reads(s.reader.world.happen(in, false))
}

// did notes an act on a deal that was acknowledged.
func (p *crashPerson) did(handle, act string) {
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	if p.world.acts[handle] == nil {
		p.world.acts[handle] = map[chat.UserRef][]string{}
	}
	p.world.acts[handle][p.user.Ref] = append(p.world.acts[handle][p.user.Ref], act)
}

// note makes words that nobody wrote before.
func (p *crashPerson) note() string {
	text := "Note " + strconv.Itoa(len(p.notes)) + " of " + p.user.Ref.ID
	p.notes = append(p.notes, text)
	return text
}
