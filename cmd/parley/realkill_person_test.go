package main

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// killPerson is somebody on one of the platforms. Their acts are one goroutine's;
// when the world ends, so does that goroutine.
type killPerson struct {
	world         *killWorld
	rng           *rand.Rand
	user          chat.User
	on            double
	direct, group chat.PlaceRef
	bell          chan struct{} // rung when they see something new

	notes  []killNote
	acts   int            // that reached the platform
	failed int            // of them, those cut off on Discord
	asked  map[string]int // commands whose answers all look alike, by what these say
}

// killNote is a note that somebody wrote. One whose acknowledgement was cut off
// may have been recorded or not.
type killNote struct {
	text string
	sure bool
}

// killSight is what somebody saw, as they read it.
type killSight struct {
	frontendtest.Seen
	reader *killPerson
}

// delivers reports whether the platform hands over again what was not confirmed.
func (p *killPerson) delivers() bool { return p.user.Ref.Platform != discordtest.Platform }

// sees is everything they have seen so far.
func (p *killPerson) sees() []killSight {
	seen := p.on.Seen(p.user.Ref)
	all := make([]killSight, len(seen))
	for i, s := range seen {
		all[i] = killSight{s, p}
	}
	return all
}

// fits is whether a sight is what somebody waits for.
type fits = func(s killSight) bool

// says fits what has all of the words.
func says(words ...string) fits { return func(s killSight) bool { return s.has(words...) } }

// either fits what one of the others fits.
func either(all ...fits) fits {
	return func(s killSight) bool { return slices.ContainsFunc(all, func(f fits) bool { return f(s) }) }
}

func (s killSight) has(words ...string) bool {
	text := crashWords(s.Text)
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// label is the button that reads like this, or "".
func (s killSight) label(words string) string {
	for _, offered := range s.Buttons {
		if strings.EqualFold(console.Plain(offered), words) {
			return offered
		}
	}
	return ""
}

func (s killSight) find(pattern *regexp.Regexp) string {
	found := pattern.FindStringSubmatch(crashWords(s.Text))
	if found == nil {
		s.reader.giveUp("nothing like %s in:\n%s", pattern, s.Text)
	}
	return found[1]
}

// giveUp fails the test and ends the person's goroutine.
func (p *killPerson) giveUp(format string, args ...any) {
	p.world.t.Helper()
	seen := p.sees()
	p.world.fail("%s (%s): "+format+"\nlast seen: %s", append(append([]any{p.user.Ref, p.user.Handle}, args...), lastOf(seen))...)
	runtime.Goexit()
}

func lastOf(seen []killSight) string {
	var b strings.Builder
	seen = slices.DeleteFunc(seen, func(s killSight) bool { return s.Group })
	for _, s := range seen[max(0, len(seen)-3):] {
		fmt.Fprintf(&b, "\n%s %q %q %q", s.ID, s.Text, s.Buttons, s.Form)
	}
	return b.String()
}

// patienceInTicks is how long somebody waits in the last life, where nothing is
// killed any more, for an answer that they know: ten seconds of the bot's.
const patienceInTicks = 200

// tries acts once, and waits for what fits among what comes after. It reports
// false where the bot died first on a platform that does not deliver again: the
// person sees the act fail.
func (p *killPerson) tries(what string, act func() error, want fits) (killSight, bool) {
	mark := len(p.sees())
	stamp, _ := p.world.age()
	if err := act(); err != nil {
		p.giveUp("%s: %v", what, err)
	}
	for waited := 0; ; {
		age, born := p.world.age()
		seen := p.sees()
		if i := slices.IndexFunc(seen[mark:], want); i >= 0 {
			return seen[mark+i], true
		}
		if waited > patienceInTicks {
			p.world.t.Logf("%s does not understand the answer to %s and begins anew: %s", p.user.Ref, what, lastOf(seen))
			return killSight{}, false
		}
		if age > stamp && !p.delivers() {
			p.failed++
			return killSight{}, false
		}
		select {
		case <-p.bell:
		case <-born:
		case <-p.world.ticking():
			waited++
		case <-p.world.ctx.Done():
			p.giveUp("no answer to %s", what)
		}
	}
}

// persists acts until there is an answer. What fits has to include what is said
// to somebody who did it already.
func (p *killPerson) persists(what string, act func() error, want fits) killSight {
	for {
		if s, answered := p.tries(what, act, want); answered {
			return s
		}
	}
}

// hears waits for what fits among everything seen, the newest first.
func (p *killPerson) hears(what string, want fits) killSight {
	for {
		if s, found := p.recalls(want); found {
			return s
		}
		select {
		case <-p.bell:
		case <-p.world.ctx.Done():
			p.giveUp("no news of %s", what)
		}
	}
}

// recalls is the newest sight that fits.
func (p *killPerson) recalls(want fits) (killSight, bool) {
	for _, s := range slices.Backward(p.sees()) {
		if want(s) {
			return s, true
		}
	}
	return killSight{}, false
}

// typing writes a line.
func (p *killPerson) typing(at chat.PlaceRef, line string) func() error {
	return func() error { return p.acted(p.on.Type(p.user.Ref, at, line)) }
}

// pressing presses a button of the newest message that fits and has it.
func (p *killPerson) pressing(label string, on fits) func() error {
	return func() error {
		s, found := p.recalls(func(s killSight) bool { return s.label(label) != "" && !s.Notice && on(s) })
		if !found {
			return fmt.Errorf("no button %q", label)
		}
		return p.acted(p.on.Press(p.user.Ref, s.ID, s.label(label)))
	}
}

// acted counts an act, unless it was impossible.
func (p *killPerson) acted(err error) error {
	if err == nil {
		p.acts++
	}
	return err
}

// command is a command with its words, as this platform's people type it.
func (p *killPerson) command(path string, words ...string) string {
	if p.delivers() {
		path = chat.Menu(path)
	}
	return strings.Join(append([]string{"/" + path}, words...), " ")
}

// did notes an act on a deal that was acknowledged.
func (p *killPerson) did(handle string, what ...string) {
	p.world.mu.Lock()
	defer p.world.mu.Unlock()
	if p.world.acts[handle] == nil {
		p.world.acts[handle] = map[chat.UserRef]acts{}
	}
	p.world.acts[handle][p.user.Ref] = append(p.world.acts[handle][p.user.Ref], what...)
}
