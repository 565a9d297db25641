package bottest

import (
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// Screen is an answer or a notification as its reader sees it.
type Screen struct {
	person *Person
	Reply  chat.Reply
	Event  chat.Interaction // what it answers
	Err    error            // matches chat.ErrNotRecorded where nothing was recorded
}

// Text is the document in plain words, without direction marks.
func (s Screen) Text() string {
	return strings.Map(func(c rune) rune {
		if c >= '\u2066' && c <= '\u2069' {
			return -1
		}
		return c
	}, chat.PlainText(s.Reply.Message.Document))
}

// Has reports whether the text contains words.
func (s Screen) Has(words string) bool { return strings.Contains(s.Text(), words) }

// Shows fails the test unless the text contains all of the words.
func (s Screen) Shows(words ...string) Screen {
	s.person.stage.t.Helper()
	for _, w := range words {
		if !s.Has(w) {
			s.person.stage.t.Fatalf("%s: %q is not in:\n%s", s.person.User.Ref, w, s.Text())
		}
	}
	return s
}

// Buttons returns the labels and tokens of everything that can be pressed.
func (s Screen) Buttons() map[string]string {
	all := map[string]string{}
	for _, row := range s.Reply.Message.Rows {
		for _, b := range row.Buttons {
			all[chat.Line(b.Label)] = b.Token
		}
		if row.Select == nil {
			continue
		}
		for i, c := range row.Select.Choices {
			if i < len(row.Select.ChoiceTokens) {
				all[chat.Line(c.Label)] = row.Select.ChoiceTokens[i]
			}
		}
	}
	return all
}

// Presses presses the button of that label, as the person who sees the screen.
func (s Screen) Presses(label string) Screen {
	s.person.stage.t.Helper()
	return s.PressedBy(s.person, label)
}

// PressedBy has somebody press the button of that label.
func (s Screen) PressedBy(p *Person, label string) Screen {
	p.stage.t.Helper()
	token, ok := s.Buttons()[label]
	if !ok {
		p.stage.t.Fatalf("%s sees no button %q on:\n%s\n%v", p.User.Ref, label, s.Text(), s.labels())
	}
	return p.PressesToken(token)
}

// Picks chooses a value of the screen's select.
func (s Screen) Picks(value string) Screen {
	s.person.stage.t.Helper()
	for _, row := range s.Reply.Message.Rows {
		if row.Select == nil {
			continue
		}
		in := s.person.interaction(chat.Chose)
		in.Token, in.Choice = row.Select.Token, value
		return s.person.Act(in)
	}
	s.person.stage.t.Fatalf("%s sees no select on:\n%s", s.person.User.Ref, s.Text())
	return s
}

// Submits sends the form that the screen is; fields are name, value pairs.
func (s Screen) Submits(fields ...string) Screen {
	s.person.stage.t.Helper()
	if s.Reply.Form == nil {
		s.person.stage.t.Fatalf("%s sees no form but:\n%s", s.person.User.Ref, s.Text())
	}
	in := s.person.interaction(chat.Submit)
	in.Token, in.Fields = s.Reply.Form.Token, map[string]chat.Value{}
	for i := 0; i+1 < len(fields); i += 2 {
		in.Fields[fields[i]] = chat.Value{Text: fields[i+1]}
	}
	return s.person.Act(in)
}

// Says goes on with what the person says next.
func (s Screen) Says(line string) Screen {
	s.person.stage.t.Helper()
	return s.person.Says(line)
}

func (s Screen) labels() []string {
	var all []string
	for label := range s.Buttons() {
		all = append(all, label)
	}
	return all
}
