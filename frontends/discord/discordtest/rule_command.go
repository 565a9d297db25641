package discordtest

import (
	"fmt"
	"regexp"
	"strings"
)

// Limits of commands. Source: discord-api-docs, "Application Commands".
const (
	mostCommands    = 100
	mostArguments   = 25
	mostChoices     = 25
	mostChoice      = 100
	mostCommandSize = 8000
	mostDescription = 100
	mostCreates     = 200 // new commands in 24 hours
)

var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

func (s *Server) checkCommand(path string, c command) *refusal {
	if c.Type > 1 {
		return nil // user and message commands have free names and no options
	}
	no := first(s.checkName(path, c.Name, c.Names), s.checkDescription(path, c.Description, c.Descriptions),
		s.checkOptions(path, c.Options))
	if no != nil {
		return no
	}
	if n := c.size(); n > mostCommandSize {
		return s.breach(15, path, "%d characters in all, at most %d", n, mostCommandSize)
	}
	return nil
}

// checkName holds the name in each language to the same alphabet.
func (s *Server) checkName(path, name string, names map[string]string) *refusal {
	all := []string{name}
	for _, n := range names {
		all = append(all, n)
	}
	for _, n := range all {
		if n != strings.ToLower(n) {
			return s.breach(4, path+".name", "%q is not lower case", n)
		}
		if !commandName.MatchString(n) {
			return s.breach(0, path+".name", "%q is not a name of 1 to 32 letters", n)
		}
	}
	return nil
}

func (s *Server) checkDescription(path, text string, others map[string]string) *refusal {
	if text == "" {
		return s.breach(5, path+".description", "there is none")
	}
	for _, other := range others {
		if no := s.within(0, path+".description_localizations", other, mostDescription); no != nil {
			return no
		}
	}
	return s.within(0, path+".description", text, mostDescription)
}

// checkOptions asks only of values that the required ones come first: among
// subcommands the word means nothing.
func (s *Server) checkOptions(path string, options []commandOption) *refusal {
	if len(options) > mostArguments {
		return s.breach(0, path+".options", "%d options, at most %d", len(options), mostArguments)
	}
	names := map[string]bool{}
	optional := false
	for i, o := range options {
		at := fmt.Sprintf("%s.options.%d", path, i)
		if names[o.Name] {
			return s.breach(6, at+".name", "%q is there twice", o.Name)
		}
		names[o.Name] = true
		nested := o.Type == optionSub || o.Type == optionGroup
		if o.Required && optional {
			return s.breach(7, at+".required", "%q is required, but stands after one that is not", o.Name)
		}
		optional = optional || !o.Required && !nested
		no := first(s.checkName(at, o.Name, o.Names), s.checkDescription(at, o.Description, o.Descriptions),
			s.checkChoices(at, o), s.checkOptions(at, o.Options))
		if no != nil {
			return no
		}
	}
	return nil
}

func (s *Server) checkChoices(path string, o commandOption) *refusal {
	if len(o.Choices) > mostChoices || len(o.Choices) > 0 && o.Autocomplete {
		return s.breach(0, path+".choices", "%d choices, at most %d, and none with autocomplete", len(o.Choices), mostChoices)
	}
	for i, c := range o.Choices {
		if no := s.checkChoice(fmt.Sprintf("%s.choices.%d", path, i), c); no != nil {
			return no
		}
	}
	return nil
}

func (s *Server) checkChoice(path string, c commandChoice) *refusal {
	if c.Name == "" || len(c.Value) == 0 {
		return s.breach(0, path, "a choice without name or value")
	}
	return first(s.within(0, path+".name", c.Name, mostChoice), s.within(16, path+".value", c.text(), mostChoice))
}

// size is what Discord holds to 8,000: of each text its longest language.
func (c command) size() int {
	return longest(c.Name, c.Names) + longest(c.Description, c.Descriptions) + sizeOf(c.Options)
}

func sizeOf(options []commandOption) int {
	n := 0
	for _, o := range options {
		n += longest(o.Name, o.Names) + longest(o.Description, o.Descriptions) + sizeOf(o.Options)
		for _, c := range o.Choices {
			n += longest(c.Name, c.Names) + length(c.text())
		}
	}
	return n
}

func longest(text string, others map[string]string) int {
	n := length(text)
	for _, other := range others {
		n = max(n, length(other))
	}
	return n
}
