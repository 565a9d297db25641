package console

import (
	"strings"

	"github.com/parleybot/parley/frontends/console/pretend"
)

// filling is a form on its way: one field after the other, then a last word.
type filling struct {
	form   pretend.Form
	values map[string]string
	next   int
}

// ask shows the field that is to be filled in now, or asks for the last word.
func (f *filling) ask() string {
	if f.next == len(f.form.Fields) {
		return "Enter or /send sends this, /giveup closes it"
	}
	field := f.form.Fields[f.next]
	var hints []string
	if field.Placeholder != "" {
		hints = append(hints, "like "+field.Placeholder)
	}
	if field.Value != "" {
		hints = append(hints, "Enter for "+field.Value)
	}
	if len(hints) == 0 {
		return Plain(field.Label)
	}
	return Plain(field.Label + " (" + strings.Join(hints, "; ") + ")")
}

// fill takes a line as the answer to the field that was asked for.
func (s *session) fill(f *filling, line string) error {
	if f.next == len(f.form.Fields) {
		if line != "" {
			return refusal("the form is complete: Enter or /send sends it, /giveup closes it")
		}
		return s.send()
	}
	field := f.form.Fields[f.next]
	if line == "" {
		line = field.Value
	}
	if n := len([]rune(line)); field.MaxLength > 0 && n > field.MaxLength {
		return refusal("too long for this field: at most " + count(field.MaxLength, "character"))
	}
	f.values[field.Name] = line
	f.next++
	return nil
}

// send submits the open form with what was filled in; fields that were not
// reached keep what they began with.
func (s *session) send() error {
	f := s.forms[s.who]
	if f == nil {
		return refusal("no form is open")
	}
	for _, field := range f.form.Fields[f.next:] {
		f.values[field.Name] = field.Value
	}
	delete(s.forms, s.who)
	return s.explain(s.world.Submit(s.who, f.values))
}

// giveUp closes the form; the bot never learns of it.
func (s *session) giveUp() error {
	if s.forms[s.who] == nil {
		return refusal("no form is open")
	}
	delete(s.forms, s.who)
	s.notef("form closed")
	return s.explain(s.world.Dismiss(s.who))
}
