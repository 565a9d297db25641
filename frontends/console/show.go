package console

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// show prints what somebody saw, with the numbers under which the viewer can
// press its buttons.
func (s *session) show(e pretend.Entry, viewer chat.UserRef) {
	if e.Kind == pretend.Typed {
		return
	}
	s.printf("%s\n", s.look.head(s.heading(e)))
	for _, line := range s.body(e, viewer) {
		s.printf("%s\n", strings.TrimRight("  "+line, " "))
	}
}

// heading says who sees it: "bot → bob (private, Telegram)".
func (s *session) heading(e pretend.Entry) string {
	app := s.app(e.Place.Ref.Platform)
	to, how := e.Place.Name, "public"
	if e.Private {
		to, how = s.name(e.Readers[0]), "private"
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

func (s *session) body(e pretend.Entry, viewer chat.UserRef) []string {
	if e.Form != nil {
		return []string{clean(e.Form.Title), (&filling{form: *e.Form}).ask()}
	}
	m := e.Message
	unit := s.unit(e.Place.Ref.Platform)
	var lines []string
	if m.Text != "" {
		lines = strings.Split(s.look.text(m.Text, m.Marks, unit), "\n")
	}
	width := 0
	for _, f := range m.Fields {
		width = max(width, len([]rune(clean(f.Name))))
	}
	for _, f := range m.Fields {
		value := strings.Split(s.look.text(f.Value, f.Marks, unit), "\n")
		lines = append(lines, s.look.dim(pad(clean(f.Name), width+2))+value[0])
		for _, more := range value[1:] {
			lines = append(lines, strings.Repeat(" ", width+2)+more)
		}
	}
	for _, f := range m.Files {
		lines = append(lines, fmt.Sprintf("📎 %s, %s (/file reads it)", clean(f.Name), count(len(f.Data), "byte")))
	}
	return append(lines, s.pressable(e, viewer)...)
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

func (s *session) unit(p chat.Platform) chat.Unit {
	for _, f := range s.world.Frontends() {
		if f.Platform() == p {
			return f.Profile().Caps.TextUnit
		}
	}
	return chat.UTF16
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
