package main

import (
	"encoding/json"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/bot/bottest"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
)

// simPerson is one account. What they press is on one of the last screens.
type simPerson struct {
	life   *simLife
	user   chat.User
	group  chat.Place
	admin  bool
	roles  []chat.Role
	shown  []chat.Message // answers with something to press, oldest first
	direct chat.Place
}

// simPast is an interaction whose answer was kept, as its platform may repeat it.
type simPast struct {
	in    chat.Interaction
	reply string
	kept  bool // its answer must be the same again
}

var (
	simLogged  = regexp.MustCompile(`log \d+ · `)
	simInvite  = regexp.MustCompile(`/deal accept ([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})`)
	simLinking = regexp.MustCompile(`link code: ([0-9A-Z]{8})`)
	simJoining = regexp.MustCompile(`community join ([0-9A-Z]{8})`)
)

// populate lets everybody be seen once, in the space where they are.
func (l *simLife) populate() {
	for id, on := range map[string]*simPlatform{
		"olga": l.d, "ann": l.d, "ben": l.d, "cat": l.d, "max": l.d, "tia": l.tg, "tom": l.tg, "tim": l.tg, "ann2": l.tg,
	} {
		space := "harbour"
		if on == l.tg {
			space = "square"
		}
		p := &simPerson{
			life: l, user: chat.User{Ref: chat.UserRef{Platform: on.name, ID: id}, Name: strings.ToUpper(id), Handle: id, Locale: "en"},
			direct: chat.Place{Ref: chat.PlaceRef{Platform: on.name, ID: "dm-" + id}, Kind: chat.DirectPlace},
			group: chat.Place{
				Ref: chat.PlaceRef{Platform: on.name, ID: "place-" + space}, Kind: chat.GroupPlace,
				Space: chat.SpaceRef{Platform: on.name, ID: space}, SpaceName: space,
			},
			admin: id == "cat" || id == "tim",
		}
		if id == "max" {
			p.roles = []chat.Role{{ID: "r1", Name: "DealMediator"}}
		}
		l.people = append(l.people, p)
	}
	slices.SortFunc(l.people, func(a, b *simPerson) int { return strings.Compare(a.user.Ref.ID, b.user.Ref.ID) })
	for _, p := range l.people {
		l.act(p, p.types("mediators", true))
		if p.user.Ref.Platform == bottest.T {
			l.act(p, p.types("mediators", false)) // they write first, or cannot be written to
		}
	}
	if l.rng.IntN(2) == 0 {
		l.unite()
	}
	for _, i := range l.rng.Perm(len(l.people))[:2+l.rng.IntN(len(l.people)-2)] {
		l.busy = append(l.busy, l.people[i])
	}
}

// unite joins the two spaces to one community.
func (l *simLife) unite() {
	cat, tim := l.person("cat"), l.person("tim")
	code := simJoining.FindStringSubmatch(simWords(l.act(cat, cat.types("community link", true))))
	if code == nil {
		l.fail("no code to join a community")
	}
	l.follow(tim, l.act(tim, tim.types("community join "+code[1], true)), "Join")
}

func (l *simLife) person(id string) *simPerson {
	return l.people[slices.IndexFunc(l.people, func(p *simPerson) bool { return p.user.Ref.ID == id })]
}

func (l *simLife) account(ref chat.UserRef) *simPerson {
	i := slices.IndexFunc(l.people, func(p *simPerson) bool { return p.user.Ref == ref })
	if i < 0 {
		return nil
	}
	return l.people[i]
}

func (p *simPerson) interaction(kind chat.InteractionKind, inGroup bool) chat.Interaction {
	in := chat.Interaction{Kind: kind, User: p.user, Place: p.direct}
	if inGroup {
		in.Place, in.Admin, in.Roles = p.group, p.admin, p.roles
	}
	return in
}

// types is a command as it is typed, without the slash.
func (p *simPerson) types(line string, inGroup bool) chat.Interaction {
	in := p.interaction(chat.Invoke, inGroup)
	for _, word := range strings.Fields(line) {
		in.Words = append(in.Words, chat.Value{Text: word})
	}
	return in
}

// calls is a command with named arguments.
func (p *simPerson) calls(path string, pairs ...string) chat.Interaction {
	in := p.interaction(chat.Invoke, false)
	in.Path, in.Args = path, map[string]chat.Value{}
	for i := 0; i+1 < len(pairs); i += 2 {
		in.Args[pairs[i]] = chat.Value{Text: pairs[i+1]}
	}
	return in
}

func (p *simPerson) presses(token string) chat.Interaction {
	in := p.interaction(chat.Pressed, false)
	in.Token = token
	return in
}

// act hands an interaction over, again and again where nothing was recorded, and
// returns the answer.
func (l *simLife) act(p *simPerson, in chat.Interaction) chat.Reply {
	l.t.Helper()
	l.number++
	in.EventID = "e" + strconv.Itoa(l.number)
	l.mu.Lock()
	l.leapt += time.Duration(300+l.rng.IntN(4000)) * time.Millisecond
	l.mu.Unlock()
	in.At = l.now()
	l.tell("%s %s %s%s%s", p.user.Ref.ID, in.Kind, in.Path, simLine(in), in.Text.Text)
	before := l.size()
	reply, err := l.bot.Handle(l.ctx, in)
	for tries := 0; err != nil; tries++ {
		l.refused(err, before, tries)
		reply, err = l.bot.Handle(l.ctx, in)
	}
	synctest.Wait()
	l.unharmed()
	l.took(p, in, reply)
	return reply
}

// refused checks that what failed left nothing, or all of it where the commit took
// effect. Then the disk is well again.
func (l *simLife) refused(err error, before int64, tries int) {
	l.t.Helper()
	if !errors.Is(err, chat.ErrNotRecorded) || tries > 2 {
		l.fail("Handle: %v", err)
	}
	l.mu.Lock()
	effect := l.strike.at == store.AfterCommit
	l.mu.Unlock()
	synctest.Wait()
	l.tell("  %v", err)
	if size := l.size(); size != before && !effect {
		l.fail("I17: a commit failed, and the log went from %d to %d", before, size)
	}
	l.heal()
}

// took remembers an answer and what can be pressed on it.
func (l *simLife) took(p *simPerson, in chat.Interaction, reply chat.Reply) {
	words := simWords(reply)
	line, _, _ := strings.Cut(words, "\n")
	l.tell("  > %.90s", simBlind(line))
	if strings.Contains(words, "Something went wrong on our side") {
		l.fail("internal error: %s", words)
	}
	raw, err := json.Marshal(reply)
	if err != nil {
		l.fail("%v", err)
	}
	l.past = append(l.past, simPast{in, string(raw), simLogged.MatchString(words)})
	if len(l.past) > 15 {
		l.past = l.past[1:]
	}
	if code := simInvite.FindStringSubmatch(words); code != nil {
		l.codes = append(l.codes, code[1])
	}
	if len(reply.Message.Rows) > 0 {
		p.shown = append(p.shown, reply.Message)
	}
}

// screens are what a person can press on: the last answers and notifications.
func (p *simPerson) screens() []chat.Message {
	last := func(all []chat.Message) []chat.Message { return all[max(0, len(all)-3):] }
	return slices.Concat(last(p.shown), last(p.life.platform(p).inbox(p.user.Ref)))
}

// simButtons are the tokens of what can be pressed, by label.
func simButtons(m chat.Message) map[string]string {
	all := map[string]string{}
	for _, row := range m.Rows {
		for _, b := range row.Buttons {
			if b.Token != "" {
				all[chat.Line(b.Label)] = b.Token
			}
		}
		if row.Select == nil {
			continue
		}
		for i, token := range row.Select.ChoiceTokens {
			all[chat.Line(row.Select.Choices[i].Label)] = token
		}
	}
	return all
}

// labels are those of the buttons in an order that depends on nothing else.
func simLabels(buttons map[string]string) []string { return slices.Sorted(maps.Keys(buttons)) }

func simWords(r chat.Reply) string {
	return strings.Map(func(c rune) rune {
		if c >= '\u2066' && c <= '\u2069' {
			return -1
		}
		return c
	}, chat.PlainText(r.Message.Document))
}

var simHandles = regexp.MustCompile(`#?[0-9A-F]{8}\b|\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b|\b[0-9A-Z]{8}\b`)

// simBlind leaves out what is drawn at random.
func simBlind(s string) string { return simHandles.ReplaceAllString(s, "#") }

func simLine(in chat.Interaction) string {
	var b strings.Builder
	for _, w := range in.Words {
		b.WriteString(" " + w.Text)
	}
	for _, name := range slices.Sorted(maps.Keys(in.Args)) {
		b.WriteString(" " + name + "=" + in.Args[name].Text)
	}
	return simBlind(b.String())
}
