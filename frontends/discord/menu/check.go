package menu

import (
	"fmt"
	"regexp"
	"slices"
	"unicode/utf16"
)

// The limits of Discord's commands; lengths are in UTF-16 units.
// Source: https://discord.com/developers/docs/interactions/application-commands
const (
	commandsMost = 100
	optionsMost  = 25
	choicesMost  = 25
	lineMost     = 100
	choiceMost   = 100
	lengthMost   = 6000
	wholeMost    = 8000
	integerMost  = 1<<53 - 1
)

var nameForm = regexp.MustCompile(`^[-_a-z0-9]{1,32}$`)

// check refuses what Discord would refuse, since its own answer to one bad
// option is to take none of the commands.
func check(commands []command) error {
	if len(commands) > commandsMost {
		return fmt.Errorf("menu: %d commands: Discord takes %d", len(commands), commandsMost)
	}
	for _, c := range commands {
		if err := checkCommand(c); err != nil {
			return err
		}
	}
	return nil
}

// checkCommand looks at the parts before the whole, because a part that is named
// is sooner found.
func checkCommand(c command) error {
	if err := checkLine(c.Name, c.Name, c.Description, c.Descriptions); err != nil {
		return err
	}
	if err := checkOptions(c.Name, c.Options); err != nil {
		return err
	}
	whole := length(c.Name) + longest(c.Description, c.Descriptions) + weigh(c.Options)
	if whole > wholeMost {
		return fmt.Errorf("menu: /%s: %d characters in all: Discord takes %d", c.Name, whole, wholeMost)
	}
	return nil
}

// checkLine looks at what commands and options have in common.
// checkLine refuses what Discord would refuse with the whole set: one wrong line
// would keep every command from being registered.
func checkLine(path, name, line string, lines map[string]string) error {
	if !nameForm.MatchString(name) {
		return fmt.Errorf("menu: /%s: the name %q is not 1 to 32 of a-z, 0-9, - and _", path, name)
	}
	if line == "" {
		return fmt.Errorf("menu: /%s: the description is missing", path)
	}
	if n := longest(line, lines); n > lineMost {
		return fmt.Errorf("menu: /%s: a description has %d characters: Discord takes %d", path, n, lineMost)
	}
	return nil
}

func checkOptions(path string, options []option) error {
	if len(options) > optionsMost {
		return fmt.Errorf("menu: /%s: %d options: Discord takes %d", path, len(options), optionsMost)
	}
	var names []string
	for _, o := range options {
		within := path + " " + o.Name
		if slices.Contains(names, o.Name) {
			return fmt.Errorf("menu: /%s is there twice", within)
		}
		names = append(names, o.Name)
		if err := checkLine(within, o.Name, o.Description, o.Descriptions); err != nil {
			return err
		}
		if err := checkValues(within, o); err != nil {
			return err
		}
		if err := checkOptions(within, o.Options); err != nil {
			return err
		}
	}
	return nil
}

// checkValues looks at what an option may hold.
// checkValues looks at what belongs to one kind of option or another.
func checkValues(path string, o option) error {
	if len(o.Choices) > choicesMost {
		return fmt.Errorf("menu: /%s: %d choices: Discord takes %d", path, len(o.Choices), choicesMost)
	}
	for _, c := range o.Choices {
		if n := longest(c.Name, c.Names); n == 0 || n > choiceMost || length(c.Value) > choiceMost {
			return fmt.Errorf("menu: /%s: the choice %.40q: Discord takes 1 to %d characters", path, c.Value, choiceMost)
		}
	}
	if o.MinLength < 0 || o.MinLength > lengthMost || o.MaxLength < 0 || o.MaxLength != 0 && o.MinLength > o.MaxLength {
		return fmt.Errorf("menu: /%s: lengths from %d to %d: Discord takes 0 to %d", path, o.MinLength, o.MaxLength, lengthMost)
	}
	for _, n := range []*int{o.MinValue, o.MaxValue} {
		if n != nil && (*n > integerMost || *n < -integerMost) {
			return fmt.Errorf("menu: /%s: the bound %d: Discord takes up to 2^53", path, *n)
		}
	}
	return nil
}

// weigh counts the characters that Discord counts towards the whole: names,
// descriptions and values, each in its longest language.
func weigh(options []option) int {
	sum := 0
	for _, o := range options {
		sum += length(o.Name) + longest(o.Description, o.Descriptions) + weigh(o.Options)
		for _, c := range o.Choices {
			sum += longest(c.Name, c.Names) + length(c.Value)
		}
	}
	return sum
}

// length counts as JavaScript does, which is what Discord's limits are told in.
func length(s string) int { return len(utf16.Encode([]rune(s))) }

// longest measures words in the language that needs most.
func longest(s string, others map[string]string) int {
	most := length(s)
	for _, other := range others {
		most = max(most, length(other))
	}
	return most
}
