package console

import (
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// show prints what somebody saw, with the numbers under which the viewer can
// press its buttons.
func (s *session) show(e pretend.Entry, viewer chat.UserRef) {
	v := view{s.world, s.look}
	if e.Kind == pretend.Typed {
		s.printf("%s: %s\n", s.look.paint(escCyan, s.name(e.From)+" in "+e.Place.Name), clean(e.Message.Text))
		return
	}
	s.printf("%s\n", s.look.head(v.heading(e)))
	for _, line := range append(v.body(e), s.pressable(e, viewer)...) {
		s.printf("%s\n", strings.TrimRight("  "+line, " "))
	}
}

// pressable returns the lines of a message's selects and buttons.
func (s *session) pressable(e pretend.Entry, viewer chat.UserRef) []string {
	ring := s.keys[viewer]
	if ring == nil {
		return nil
	}
	keys := ring.of(e.Message.Ref)
	take := func(n int) string {
		shown := make([]string, 0, n)
		for ; n > 0 && len(keys) > 0; n-- {
			shown = append(shown, s.look.button(keys[0]))
			keys = keys[1:]
		}
		return strings.Join(shown, " ")
	}
	var lines []string
	for _, sel := range e.Message.Selects {
		if sel.Placeholder != "" {
			lines = append(lines, clean(sel.Placeholder))
		}
		lines = append(lines, take(len(sel.Choices)))
	}
	for _, row := range e.Message.Rows {
		lines = append(lines, take(len(row)))
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
