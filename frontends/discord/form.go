package discord

import (
	"cmp"

	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// Discord's limits of a modal, in characters (documented under "label" and
// "text input").
const (
	formTitle       = 45
	formLabel       = 45
	formHelp        = 100
	formPlaceholder = 100
	formValue       = 4000
)

// modal lays a form out: a label with a text input for each field. Whether an
// answer is needed is for the core to say, so that no field is required here.
func modal(form chat.Form) discordapi.Modal {
	out := discordapi.Modal{
		CustomID: form.Token,
		Title:    cmp.Or(chat.UTF16.Cut(chat.Line(form.Title), formTitle), "…"),
	}
	for _, field := range form.Fields {
		out.Components = append(out.Components, discordgo.Label{
			Label:       chat.UTF16.Cut(cmp.Or(chat.Line(field.Label), field.Name), formLabel),
			Description: chat.UTF16.Cut(chat.Line(field.Help), formHelp),
			Component:   input(field),
		})
	}
	return out
}

// input makes the box of one question, of one line or of several.
func input(field chat.FormField) discordgo.TextInput {
	optional := false
	most := formValue
	if field.MaxLength > 0 {
		most = min(field.MaxLength, formValue)
	}
	out := discordgo.TextInput{
		CustomID: field.Name, Style: discordgo.TextInputShort, Required: &optional, MaxLength: most,
		Placeholder: chat.UTF16.Cut(field.Placeholder, formPlaceholder),
		Value:       chat.UTF16.Cut(field.Value, most), // a longer one would be refused with the whole form
	}
	if field.Long {
		out.Style = discordgo.TextInputParagraph
	}
	return out
}

// offers are suggestions as Discord takes them: 25, each of 100 characters. A
// value that is longer could not be sent back, so it is left out.
func offers(choices []chat.Choice) []discordapi.Choice {
	const most, length = 25, 100
	var out []discordapi.Choice
	for _, c := range choices {
		if len(out) == most {
			break
		}
		if c.Value == "" || chat.UTF16.Len(c.Value) > length {
			continue
		}
		name := cmp.Or(chat.UTF16.Cut(chat.Line(c.Label), length), c.Value)
		out = append(out, discordapi.Choice{Name: name, Value: c.Value})
	}
	return out
}
