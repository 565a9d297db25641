package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// Fresh says what everybody saw since the last call: who acted first, the others
// in the order of the cast. What several see alike stands there once.
func (w *realWorld) Fresh(first chat.UserRef) [][]string {
	type sight struct {
		frontendtest.Seen
		edited  bool
		viewers []string
	}
	var sights []sight
	order := make([]*realPerson, 0, len(w.people))
	for i := range w.people {
		order = append(order, &w.people[i])
	}
	slices.SortStableFunc(order, func(a, b *realPerson) int {
		switch {
		case a.ref == first && b.ref != first:
			return -1
		case b.ref == first && a.ref != first:
			return 1
		}
		return 0
	})
	for _, p := range order {
		seen := w.of(p.ref).Seen(p.ref)
		for _, s := range seen[p.shown:] {
			if p.known == nil {
				p.known = map[string]bool{}
			}
			fresh := sight{Seen: s, edited: p.known[s.ID] && !s.Notice && len(s.Form) == 0, viewers: []string{p.name}}
			p.known[s.ID] = true
			i := slices.IndexFunc(sights, func(o sight) bool {
				return s.Group && !s.Notice && o.ID == s.ID && o.Place == s.Place && o.Text == s.Text && !slices.Contains(o.viewers, p.name)
			})
			if i < 0 {
				sights = append(sights, fresh)
				continue
			}
			sights[i].viewers = append(sights[i].viewers, p.name)
		}
		p.shown = len(seen)
	}
	// That somebody cannot be reached may be known before the answer is there.
	slices.SortStableFunc(sights, func(a, b sight) int {
		return cmp.Compare(unreached(a.Seen), unreached(b.Seen))
	})
	lines := make([][]string, len(sights))
	for i, s := range sights {
		lines[i] = append([]string{w.heading(s.Seen, s.edited, s.viewers)}, reads(s.Seen)...)
	}
	return lines
}

func unreached(s frontendtest.Seen) int {
	if strings.HasPrefix(s.Text, "I could not reach") {
		return 1
	}
	return 0
}

func (w *realWorld) heading(s frontendtest.Seen, edited bool, viewers []string) string {
	app := "Telegram"
	if s.Place.Platform == discordtest.Platform {
		app = "Discord"
	}
	to, how := viewers[0], "private"
	if s.Group {
		i := slices.IndexFunc(w.places, func(p realPlace) bool { return p.place.Ref == s.Place })
		place := w.places[i].name
		how = "only " + to + ", in " + place
		if len(viewers) > 1 || len(w.places[i].members) == 1 {
			to, how = place, "public"
		}
	}
	arrow := "bot"
	switch {
	case len(s.Form) > 0:
		arrow = "form"
	case s.Notice:
		how += ", for a moment"
	case edited:
		how += ", edited"
	}
	return fmt.Sprintf("%s → %s (%s, %s)", arrow, to, how, app)
}

// reads is what a message reads like, with what can be pressed below it.
func reads(s frontendtest.Seen) []string {
	lines := strings.Split(console.Plain(s.Text), "\n")
	if strings.Contains(s.Text, "\n") {
		lines = nil
		for line := range strings.SplitSeq(s.Text, "\n") {
			lines = append(lines, console.Plain(line))
		}
	}
	for _, name := range s.Form {
		lines = append(lines, name+":")
	}
	for _, f := range s.Files {
		lines = append(lines, "📎 "+console.Plain(f.Name)) // its size hangs on ids
	}
	if len(s.Choices) > 0 {
		lines = append(lines, "("+strings.Join(plainAll(s.Choices), ") (")+")")
	}
	if len(s.Buttons) > 0 {
		lines = append(lines, "["+strings.Join(plainAll(s.Buttons), "] [")+"]")
	}
	return lines
}

func plainAll(labels []string) []string {
	all := make([]string, len(labels))
	for i, label := range labels {
		all[i] = console.Plain(label)
	}
	return all
}
