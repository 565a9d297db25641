package console

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// Describe says in plain lines what was seen and by whom: a heading such as
// "bot → bob (private, Telegram)", then what it reads like, then its buttons.
func Describe(w *pretend.World, e pretend.Entry) []string {
	v := view{world: w}
	lines := append([]string{v.heading(e)}, v.body(e)...)
	for _, s := range e.Message.Selects {
		labels := make([]string, len(s.Choices))
		for i, o := range s.Choices {
			labels[i] = "(" + Plain(o.Label) + ")"
		}
		lines = append(lines, strings.TrimSpace(Plain(s.Placeholder)+" "+strings.Join(labels, " ")))
	}
	for _, row := range e.Message.Rows {
		labels := make([]string, len(row))
		for i, b := range row {
			labels[i] = "[" + Plain(b.Label) + "]"
			if b.URL != "" {
				labels[i] = "[" + Plain(b.Label) + " ↗ " + Plain(b.URL) + "]"
			}
		}
		lines = append(lines, strings.Join(labels, " "))
	}
	return lines
}

// Order puts entries into an order that does not depend on which notification
// was faster: answers first, then what the first person sees, then the others
// in the order in which they came into the world. What one person sees in one
// place keeps its order.
func Order(w *pretend.World, first chat.UserRef, entries []pretend.Entry) []pretend.Entry {
	rank := map[chat.UserRef]int{}
	for i, p := range w.People() {
		rank[p.Ref] = i
	}
	rank[first] = -1
	best := func(e pretend.Entry) int {
		lowest := len(rank)
		for _, who := range e.Readers {
			lowest = min(lowest, rank[who])
		}
		return lowest
	}
	late := func(e pretend.Entry) int {
		if e.Answer {
			return 0
		}
		return 1
	}
	ordered := slices.Clone(entries)
	slices.SortStableFunc(ordered, func(a, b pretend.Entry) int {
		return cmp.Or(
			cmp.Compare(late(a), late(b)),
			cmp.Compare(best(a), best(b)),
			cmp.Compare(a.Place.Ref.String(), b.Place.Ref.String()),
		)
	})
	return ordered
}

// view turns entries into lines.
type view struct {
	world *pretend.World
	look  look
}

// heading says who sees it.
func (v view) heading(e pretend.Entry) string {
	app := v.profile(e.Place.Ref.Platform).Name
	to, how := e.Place.Name, "public"
	if e.Private {
		p, _ := v.world.Find(e.Readers[0].String())
		to, how = p.Handle, "private"
		if e.Place.Kind == chat.GroupPlace {
			how = "only " + to + ", in " + e.Place.Name
		}
	}
	switch e.Kind {
	case pretend.Edited:
		how += ", edited"
	case pretend.Toast:
		how += ", for a moment"
	case pretend.Formed:
		return fmt.Sprintf("form → %s (%s, %s)", to, how, app)
	}
	return fmt.Sprintf("bot → %s (%s, %s)", to, how, app)
}

// body is everything that can be read.
func (v view) body(e pretend.Entry) []string {
	if e.Form != nil {
		lines := []string{v.look.paint(escBold, Plain(e.Form.Title))}
		for _, f := range e.Form.Fields {
			lines = append(lines, strings.TrimRight(Plain(f.Label)+": "+Plain(f.Value), " "))
			if help := Plain(f.Help); help != "" {
				lines = append(lines, "  "+help)
			}
		}
		return lines
	}
	unit := v.profile(e.Place.Ref.Platform).Caps.TextUnit
	var lines []string
	if e.Message.Text != "" {
		lines = strings.Split(v.look.text(e.Message.Text, e.Message.Marks, unit), "\n")
	}
	width := 0
	for _, f := range e.Message.Fields {
		width = max(width, len([]rune(Plain(f.Name)))+2)
	}
	for _, f := range e.Message.Fields {
		value := strings.Split(v.look.text(f.Value, f.Marks, unit), "\n")
		lines = append(lines, v.look.dim(pad(Plain(f.Name), width))+value[0])
		for _, more := range value[1:] {
			lines = append(lines, strings.Repeat(" ", width)+more)
		}
	}
	for _, f := range e.Message.Files {
		lines = append(lines, fmt.Sprintf("📎 %s (%s)", Plain(f.Name), count(len(f.Data), "byte")))
	}
	return lines
}

func (v view) profile(p chat.Platform) pretend.Profile {
	for _, f := range v.world.Frontends() {
		if f.Platform() == p {
			return f.Profile()
		}
	}
	return pretend.Profile{}
}
