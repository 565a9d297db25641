package discord

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/menu"
)

// Types of options, as Discord numbers them.
const (
	optionCommand    = 1
	optionGroup      = 2
	optionString     = 3
	optionUser       = 6
	optionChannel    = 7
	optionRole       = 8
	optionAttachment = 11
)

// command reads the path and the values of a command. Groups and subcommands
// are nested options, each the only one of its level.
func (d wireData) command() (path string, args map[string]chat.Value, focused *wireOption) {
	path = d.Name
	options := d.Options
	// At most two levels, but whatever Discord adds would be read the same way.
	for len(options) > 0 && (options[0].Type == optionCommand || options[0].Type == optionGroup) {
		path += " " + options[0].Name
		options = options[0].Options
	}
	args = make(map[string]chat.Value, len(options))
	for i, o := range options {
		name := strings.TrimSuffix(o.Name, menu.Elsewhere)
		if _, picked := args[name]; picked && name != o.Name {
			continue // whoever was picked is the one who is meant
		}
		args[name] = d.Resolved.value(o)
		if o.Focused {
			focused = &options[i]
		}
	}
	return path, args, focused
}

// value is one option as the person filled it in.
func (r wireResolved) value(o wireOption) chat.Value {
	text := o.text()
	switch o.Type {
	case optionUser:
		u, known := r.Users[text]
		if !known { // whoever has left meanwhile may be missing
			return chat.Value{Text: "<@" + text + ">"}
		}
		var member *wireMember
		if m, here := r.Members[text]; here {
			member = &m
		}
		user := describe(u, member)
		return chat.Value{Text: "@" + user.Handle, User: &user}
	case optionChannel:
		// A channel that the bot does not see has an id all the same.
		place := placeRef(wireID(text))
		return chat.Value{Text: "#" + r.Channels[text].Name, Place: &place}
	case optionAttachment:
		a, known := r.Attachments[text]
		if !known {
			return chat.Value{Text: text}
		}
		return a.value()
	}
	return chat.Value{Text: text}
}

// value is a file with its address: Discord serves files by that alone.
func (a wireAttachment) value() chat.Value {
	return chat.Value{Text: a.Filename, File: &chat.FileRef{Platform: Platform, ID: a.URL, Name: a.Filename, Size: a.Size}}
}

// text is the option's value in words; numbers keep the digits that were sent.
func (o wireOption) text() string {
	var s string
	if json.Unmarshal(o.Value, &s) == nil {
		return s
	}
	return string(bytes.TrimSpace(o.Value))
}
