package discord

import (
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord/discordapi"
)

// pages lays a message out as what Discord shows, at least one message. Escapes
// and markup make a text longer than the core counted, so it is rendered with a
// lower limit until everything fits.
func pages(m chat.Message, words chat.Words) []discordapi.Message {
	const lowest = 64 // so little that any markup but a long address fits around it
	caps := capabilities()
	m.Rows = unpicked(m.Rows)
	// Every turn of this loop takes something away, so that it ends.
	for {
		rendered := chat.Render(m, caps, words)
		out := make([]discordapi.Message, len(rendered.Parts))
		longest, broad := 0, false
		for i, part := range rendered.Parts {
			out[i] = page(part)
			longest = max(longest, chat.UTF16.Len(out[i].Content))
			broad = broad || tooBroad(out[i].Embeds)
		}
		switch {
		case len(rendered.Parts[len(out)-1].Numbered) > 0:
			caps.Rows = 0 // rather a second message of buttons than numbers to type
		case broad:
			caps.Fields = chat.Emulated // rather all of them as lines than some cut
		case longest > contentLimit && caps.TextLimit > lowest:
			caps.TextLimit = max(lowest, min(caps.TextLimit-1, caps.TextLimit*(contentLimit-50)/longest))
		default:
			bare(out, rendered.Parts)
			return attach(spread(out), rendered.Files)
		}
	}
}

// bare leaves the addresses out where they alone are too much for a message:
// rather the words without them than nothing at all.
func bare(out []discordapi.Message, parts []chat.Part) {
	for i, part := range parts {
		if chat.UTF16.Len(out[i].Content) > contentLimit {
			out[i].Content = literal(part.Text)
		}
	}
}

// page writes one part. With fields it is a card: its text belongs into the
// embed beside them, unless it calls somebody, which works outside only.
func page(p chat.Part) discordapi.Message {
	out := discordapi.Message{Rows: components(p.Rows)}
	calls := false
	for _, mark := range p.Marks {
		calls = calls || mark.Kind == chat.KindMention
	}
	if len(p.Fields) == 0 || calls {
		out.Content, out.Users = markdown(p.Text, p.Marks, true)
	}
	if len(p.Fields) == 0 {
		return out
	}
	card := &discordgo.MessageEmbed{}
	if !calls {
		card.Title, card.Description = headed(p)
	}
	for _, f := range p.Fields {
		value, _ := markdown(f.Value, f.Marks, false)
		card.Fields = append(card.Fields, &discordgo.MessageEmbedField{Name: literal(f.Name), Value: value, Inline: short(f)})
	}
	out.Embeds = []*discordgo.MessageEmbed{card}
	return out
}

// headed parts a card's text into its title and the rest. A title that is too
// long for Discord, or of several lines, stays in the text. Marks behind the title move with the text; none reaches into both.
func headed(p chat.Part) (title, text string) {
	if len(p.Marks) == 0 || p.Marks[0].Kind != chat.KindTitle || p.Marks[0].Start > 0 {
		text, _ = markdown(p.Text, p.Marks, false)
		return "", text
	}
	end := p.Marks[0].End
	first, rest := splitUTF16(p.Text, end)
	if title = literal(first); strings.Contains(first, "\n") || chat.UTF16.Len(title) > embedTitle {
		text, _ = markdown(p.Text, p.Marks, false)
		return "", text
	}
	var marks []chat.Mark
	for _, m := range p.Marks {
		if m.Start >= end {
			m.Start, m.End = m.Start-end, m.End-end
			marks = append(marks, m)
		}
	}
	text, _ = markdown(rest, marks, false)
	return title, strings.TrimSpace(text)
}

// splitUTF16 cuts a text where a mark ends, which is never inside a character.
func splitUTF16(text string, at int) (before, after string) {
	used := 0
	for i, r := range text {
		if used >= at {
			return text[:i], text[i:]
		}
		used += chat.UTF16.Len(string(r))
	}
	return text, ""
}

// short reports a field that may stand beside others: Discord puts three of them
// into a line, where long ones would wrap.
func short(f chat.RenderedField) bool {
	const most = 24
	return chat.UTF16.Len(f.Name) <= most && chat.UTF16.Len(f.Value) <= most
}

// tooBroad reports an embed that Discord would refuse.
func tooBroad(embeds []*discordgo.MessageEmbed) bool {
	total := 0
	for _, e := range embeds {
		total += chat.UTF16.Len(e.Title) + chat.UTF16.Len(e.Description)
		if chat.UTF16.Len(e.Description) > embedText {
			return true
		}
		for _, f := range e.Fields {
			name, value := chat.UTF16.Len(f.Name), chat.UTF16.Len(f.Value)
			if name > fieldName || value > fieldValue {
				return true
			}
			total += name + value
		}
	}
	return total > embedLimit
}

// spread moves the lines of components for which the last message has no room to
// messages of their own.
func spread(out []discordapi.Message) []discordapi.Message {
	most := capabilities().Rows
	for len(out[len(out)-1].Rows) > most {
		last := &out[len(out)-1]
		rest := last.Rows[most:]
		last.Rows = last.Rows[:most]
		out = append(out, discordapi.Message{Content: "…", Rows: rest})
	}
	return out
}

// attach puts files on the last message, as many as one takes, and the rest on
// messages of their own.
func attach(out []discordapi.Message, files []chat.File) []discordapi.Message {
	size := 0
	for _, f := range files {
		last := &out[len(out)-1]
		if len(last.Files) == filesLimit || len(last.Files) > 0 && size+len(f.Data) > uploadLimit {
			out = append(out, discordapi.Message{})
			last, size = &out[len(out)-1], 0
		}
		last.Files = append(last.Files, f)
		size += len(f.Data)
	}
	return out
}
