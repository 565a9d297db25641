package outbox_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
	"pgregory.net/rapid"
)

// pair is the model of two persons who are linked and unlinked while they are told
// things, on platforms that pause and fail.
type pair struct {
	w      *world
	round  int
	linked bool
	down   map[chat.Platform]bool
	fates  map[string]*story
	order  []string
	sent   int
	wrong  string // the first message that went to the wrong person
}

// story is what the model knows of one notification: whose it is when there are
// two persons, and how often sending it fails.
type story struct {
	owner chat.UserRef
	fails int
	sends []int
}

func (p *pair) script(_ context.Context, d chat.Delivery, _ int) error {
	p.w.d.mu.Lock()
	defer p.w.d.mu.Unlock()
	text := d.Message.Document[0].Text
	s := p.fates[text]
	if s == nil {
		return nil // left over from an earlier round
	}
	if !p.linked && d.User != s.owner && p.wrong == "" {
		p.wrong = fmt.Sprintf("%s of %s went to %s", text, s.owner, d.User)
	}
	p.sent++
	s.sends = append(s.sends, p.sent)
	if len(s.sends) <= s.fails {
		return failure(chat.Retry)
	}
	return nil
}

func (p *pair) notify(t *rapid.T) {
	owner := rapid.SampledFrom([]chat.UserRef{accountD, accountT}).Draw(t, "owner")
	name := fmt.Sprintf("%d-%d", p.round, len(p.order))
	n := to(owner.ID, name)
	n.Subject = fmt.Sprint(p.round)
	n.Prefer = owner
	if p.linked {
		n.Person = "old"
	}
	// A notification without a wish, while there is one person, is for that one.
	if rapid.Bool().Draw(t, "no wish") {
		n.Prefer = chat.UserRef{}
		if p.linked {
			owner = accountD
		}
	}
	p.w.d.mu.Lock()
	p.fates[name] = &story{owner: owner, fails: rapid.IntRange(0, 3).Draw(t, "fails")}
	p.order = append(p.order, name)
	p.w.d.mu.Unlock()
	p.w.notify(n)
}

// move links or undoes, with nothing under way: whom a message under way reaches
// is settled already.
func (p *pair) move(*rapid.T) {
	p.w.idle()
	if p.linked {
		p.w.undo()
		p.setLinked(false)
		return
	}
	p.setLinked(true)
	p.w.link()
}

func (p *pair) setLinked(linked bool) {
	p.w.d.mu.Lock()
	defer p.w.d.mu.Unlock()
	p.linked = linked
}

func (p *pair) pause(t *rapid.T) {
	platform := rapid.SampledFrom([]chat.Platform{"d", "t"}).Draw(t, "platform")
	p.down[platform] = !p.down[platform]
	if p.down[platform] {
		p.w.runner.Pause(platform)
		return
	}
	p.w.runner.Resume(platform)
}

func (p *pair) check(t *rapid.T) {
	p.w.d.mu.Lock()
	defer p.w.d.mu.Unlock()
	if p.wrong != "" {
		t.Fatal(p.wrong)
	}
	last := map[chat.UserRef]int{} // by owner: the latest send so far
	for _, name := range p.order {
		s := p.fates[name]
		if len(s.sends) == 0 {
			continue
		}
		if s.sends[0] < last[s.owner] {
			t.Fatalf("%s overtook an earlier one of %s", name, s.owner)
		}
		if len(s.sends) > s.fails+1 {
			t.Fatalf("%s was sent again after it had arrived", name)
		}
		last[s.owner] = s.sends[len(s.sends)-1]
	}
}

// finish resumes everything and lets all delays pass: nothing may be left over,
// whoever was linked with whom in between.
func (p *pair) finish(t *rapid.T) {
	for _, platform := range []chat.Platform{"d", "t"} {
		p.w.runner.Resume(platform)
	}
	p.down = map[chat.Platform]bool{}
	p.w.idle()
	for range 4 * len(p.order) {
		p.w.advance(time.Minute)
	}
	p.check(t)
	for i, name := range p.order {
		if s := p.fates[name]; len(s.sends) != s.fails+1 {
			t.Fatalf("%s was sent %d times of %d and is %s", name, len(s.sends), s.fails+1, p.w.states(fmt.Sprint(p.round))[i])
		}
	}
}

func TestMoveModel(t *testing.T) {
	t.Parallel()
	p := &pair{w: newPair(t), down: map[chat.Platform]bool{}}
	p.w.d.plays(p.script)
	p.w.tg.plays(p.script)
	p.w.start()
	rapid.Check(t, func(t *rapid.T) {
		p.w.d.mu.Lock()
		p.round++
		p.fates, p.order, p.wrong = map[string]*story{}, nil, ""
		p.w.d.mu.Unlock()
		t.Repeat(map[string]func(*rapid.T){
			"notify": p.notify,
			"move":   p.move,
			"pause":  p.pause,
			"idle":   func(*rapid.T) { p.w.idle() },
			"advance": func(t *rapid.T) {
				p.w.advance(time.Duration(rapid.IntRange(1, 30_000).Draw(t, "ms")) * time.Millisecond)
			},
			"": p.check,
		})
		p.finish(t)
	})
}
