package console

import (
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// rowWidth is how many columns a row of buttons may take, in a script as on any
// screen, so that both look alike.
const rowWidth = 76

// margin stands before everything that somebody reads.
const margin = "  "

// show prints what somebody saw, with the numbers under which the viewer can
// press its buttons.
func (s *session) show(e pretend.Entry, viewer chat.UserRef) {
	v := view{s.world, s.look}
	if e.Kind == pretend.Typed {
		s.printf("%s: %s\n", s.look.paint(escCyan, s.name(e.From)+" in "+e.Place.Name), Plain(e.Message.Text))
		return
	}
	s.printf("%s\n", s.look.head(v.heading(e)))
	for _, line := range append(v.body(e), s.pressable(e, viewer)...) {
		for _, part := range foldLine(line, s.width-len(margin)) {
			s.printf("%s\n", strings.TrimRight(margin+part, " "))
		}
	}
}

// pressable returns the lines of a message's selects and buttons.
func (s *session) pressable(e pretend.Entry, viewer chat.UserRef) []string {
	ring := s.keys[viewer]
	if ring == nil {
		return nil
	}
	keys := ring.of(e.Message.Ref)
	// The keys of a message stand in the order of its selects, then its rows.
	take := func(n int) []string {
		var lines []string
		room := 0
		for ; n > 0 && len(keys) > 0; n-- {
			shown := s.look.button(keys[0])
			need := visible(shown) + 1
			if need > room {
				lines, room = append(lines, ""), rowWidth
			}
			last := &lines[len(lines)-1]
			*last = strings.TrimPrefix(*last+" "+shown, " ")
			room -= need
			keys = keys[1:]
		}
		return lines
	}
	var lines []string
	for _, sel := range e.Message.Selects {
		if sel.Placeholder != "" {
			lines = append(lines, Plain(sel.Placeholder))
		}
		lines = append(lines, take(len(sel.Choices))...)
	}
	for _, row := range e.Message.Rows {
		lines = append(lines, take(len(row))...)
	}
	return lines
}

// pad fills up with spaces, at least one.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(width-len([]rune(text)), 1))
}

func count(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return strconv.Itoa(n) + " " + thing + "s"
}
