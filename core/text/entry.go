package text

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/parleybot/parley/core/chat"
)

// countArg is the argument that chooses a plural form.
const countArg = "count"

// phrase is one entry: a sentence, or one for each plural form.
type phrase struct {
	one    sentence
	plural map[plural.Form]sentence // nil for a plain sentence
	broken bool                     // was refused; kept so that it is not missed as well
}

// understand parses an entry for a language and checks its plural forms.
func (r raw) understand(tag language.Tag, rtl bool) (phrase, error) {
	if r.form == nil {
		s, err := understood(r.text, rtl)
		return phrase{one: s}, err
	}
	p := phrase{plural: map[plural.Form]sentence{}}
	for _, name := range sortedKeys(r.form) {
		form, known := forms[name]
		if !known {
			return phrase{}, fmt.Errorf("%q is no plural form", name)
		}
		s, err := understood(r.form[name], rtl)
		if err != nil {
			return phrase{}, fmt.Errorf("%s: %w", name, err)
		}
		p.plural[form] = s
	}
	return p, p.complete(tag)
}

// understood parses one template. Right-to-left ones get their isolates here,
// once, so that Localize need not look into words of ours again.
func understood(template string, rtl bool) (sentence, error) {
	if strings.TrimSpace(template) == "" {
		return nil, errors.New("is empty")
	}
	s, err := parse(template)
	if err != nil || !rtl {
		return s, err
	}
	return isolateLatin(s), nil
}

// complete checks that a plural entry has exactly the forms of its language,
// and that they say the same. A form may leave the number itself out: "a day".
func (p phrase) complete(tag language.Tag) error {
	// Names are walked in order, not the map, so that the same mistake always
	// gives the same message.
	need := needed(tag)
	for _, name := range sortedKeys(forms) {
		_, has := p.plural[forms[name]]
		if need[forms[name]] && !has {
			return fmt.Errorf("lacks the plural form %q", name)
		}
		if !need[forms[name]] && has {
			return fmt.Errorf("has the plural form %q, which %s does not use", name, tag)
		}
	}
	for _, name := range sortedKeys(forms) {
		s, has := p.plural[forms[name]]
		if !has {
			continue
		}
		own := map[string]bool{countArg: true}
		slots(s, own)
		if missing := difference(p.arguments(), own); missing != "" {
			return fmt.Errorf("%s: lacks {%s}, which another form has", name, missing)
		}
	}
	return nil
}

// arguments returns the names of the placeholders of all forms.
func (p phrase) arguments() map[string]bool {
	set := map[string]bool{}
	slots(p.one, set)
	for _, s := range p.plural {
		slots(s, set)
	}
	return set
}

// choose returns the sentence for the argument count; ok is false if a plural
// entry was given no number.
func (p phrase) choose(tag language.Tag, args chat.Args) (s sentence, ok bool) {
	if p.plural == nil {
		return p.one, true
	}
	n, has := args[countArg]
	// "Other" is the safest of the forms: it always shows the number.
	if !has || n.Kind != chat.KindNumber {
		return p.plural[plural.Other], false
	}
	return p.plural[formOf(tag, n.Minor)], true
}

// difference returns the first name, in order, that a has and b lacks, or "".
func difference(a, b map[string]bool) string {
	for _, name := range sortedKeys(a) {
		if !b[name] {
			return name
		}
	}
	return ""
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
