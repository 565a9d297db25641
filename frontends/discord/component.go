package discord

import (
	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// Discord's limits of a select, in characters (documented under "select menu
// structure").
const (
	selectValue       = 100
	selectPlaceholder = 150
)

// components lays rows out as Discord's: a line of buttons, or a select alone in
// its line.
func components(rows []chat.Row) []discordgo.MessageComponent {
	ids := tokens{}
	var out []discordgo.MessageComponent
	for _, row := range rows {
		line := discordgo.ActionsRow{}
		if row.Select != nil {
			line.Components = append(line.Components, selectMenu(*row.Select, ids))
		}
		for _, b := range row.Buttons {
			line.Components = append(line.Components, button(b, ids))
		}
		if len(line.Components) > 0 {
			out = append(out, line)
		}
	}
	return out
}

// button makes a button that leads to an address or one that is pressed; Discord
// refuses one that would do both.
func button(b chat.Button, ids tokens) discordgo.Button {
	out := discordgo.Button{Label: chat.Line(b.Label), Style: buttonStyle(b.Style)}
	if b.URL != "" {
		out.Style, out.URL = discordgo.LinkButton, b.URL
		return out
	}
	out.CustomID = ids.id(b.Token)
	return out
}

// buttonStyle is the nearest of Discord's colours. None of them means anything:
// the words do.
func buttonStyle(s chat.ButtonStyle) discordgo.ButtonStyle {
	switch s {
	case chat.StylePrimary:
		return discordgo.PrimaryButton
	case chat.StyleDanger:
		return discordgo.DangerButton
	}
	return discordgo.SecondaryButton
}

// selectMenu makes a select of words. Its labels are never empty: Render falls
// back to the values.
func selectMenu(s chat.Select, ids tokens) discordgo.SelectMenu {
	out := discordgo.SelectMenu{
		MenuType: discordgo.StringSelectMenu, CustomID: ids.id(s.Token),
		Placeholder: chat.UTF16.Cut(chat.Line(s.Placeholder), selectPlaceholder),
	}
	for _, c := range s.Choices {
		out.Options = append(out.Options, discordgo.SelectMenuOption{Label: chat.Line(c.Label), Value: c.Value})
	}
	return out
}

// unpicked turns selects whose values Discord would refuse (empty, too long,
// twice the same) into buttons, which carry tokens instead of values.
func unpicked(rows []chat.Row) []chat.Row {
	out := make([]chat.Row, 0, len(rows))
	for _, row := range rows {
		if row.Select == nil || pickable(row.Select.Choices) {
			out = append(out, row)
			continue
		}
		buttons := row.Buttons
		for i, c := range row.Select.Choices {
			if i < len(row.Select.ChoiceTokens) {
				buttons = append(buttons, chat.Button{Label: labelOf(c), Token: row.Select.ChoiceTokens[i]})
			}
		}
		out = append(out, chat.Row{Buttons: buttons})
	}
	return out
}

// labelOf is what a person reads of a choice.
func labelOf(c chat.Choice) chat.Node {
	if chat.Line(c.Label) == "" {
		return chat.Text(c.Value)
	}
	return c.Label
}

// pickable reports whether Discord takes these values.
func pickable(choices []chat.Choice) bool {
	seen := map[string]bool{}
	for _, c := range choices {
		if c.Value == "" || seen[c.Value] || chat.UTF16.Len(c.Value) > selectValue {
			return false
		}
		seen[c.Value] = true
	}
	return true
}

// pickPerson is the id of the frontend's own select of people, whose pick
// answers the question above it.
const pickPerson = "!pick"

// offerPicker puts Discord's own picker below a question for a person. It is of
// use in guilds only: elsewhere it offers nobody but the two who are there.
func (t *turn) offerPicker(all []discordapi.Message, r chat.Reply) {
	last := &all[len(all)-1]
	if r.Message.Asks != chat.UserOption || t.wire.where() != contextGuild || len(last.Rows) == capabilities().Rows {
		return
	}
	last.Rows = append(last.Rows, discordgo.ActionsRow{Components: []discordgo.MessageComponent{discordgo.SelectMenu{
		MenuType: discordgo.UserSelectMenu, CustomID: pickPerson,
		Placeholder: chat.UTF16.Cut(t.text(r.Locale, "core.pick_person"), selectPlaceholder),
	}}})
}
