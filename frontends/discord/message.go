package discord

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Types of messages that a person wrote; all others tell of pins, joins and the
// like.
const (
	messagePlain = 0
	messageReply = 19
)

// answer reads a message and reports whether it is the bot's business: words in
// a direct chat, or an answer to a message of the bot's. What people say to each
// other in a guild is not. A message of a bot or a webhook never is.
func (g *guilds) answer(raw json.RawMessage, self string, at time.Time) (chat.Interaction, bool, error) {
	var w wireMessage
	if err := read(raw, &w); err != nil {
		return chat.Interaction{}, false, err
	}
	if w.ID == "" || w.ChannelID == "" || w.Author.ID == "" {
		return chat.Interaction{}, false, errUnreadable
	}
	if w.Author.Bot || w.WebhookID != "" || w.Type != messagePlain && w.Type != messageReply {
		return chat.Interaction{}, false, nil
	}
	in := chat.Interaction{
		Kind: chat.Answer, EventID: string(w.ID), User: describe(w.Author, w.Member), At: at,
		Place: chat.Place{Ref: placeRef(w.ChannelID), Kind: chat.DirectPlace}, Text: w.value(),
	}
	// An answer to the bot pings it, which is why Discord hands over the words
	// although the bot may not read what people write to each other.
	ours := w.Referenced != nil && self != "" && string(w.Referenced.Author.ID) == self
	if ours {
		in.Message = messageRef(string(w.ChannelID), string(w.Referenced.ID))
	}
	if w.GuildID == "" {
		return in, true, nil
	}
	in.Place = g.place(w.GuildID, w.ChannelID)
	in.Roles, in.Admin = g.standing(w.GuildID, w.Author.ID, w.Member)
	return in, ours, nil
}

// value is what was written, with names instead of the ids of mentioned people,
// and the person where the whole message is one mention.
func (w wireMessage) value() chat.Value {
	v := chat.Value{Text: w.Content}
	for _, u := range w.Mentions {
		user := describe(u, nil)
		for _, mention := range []string{"<@" + string(u.ID) + ">", "<@!" + string(u.ID) + ">"} {
			if strings.TrimSpace(w.Content) == mention {
				v.User = &user
			}
			v.Text = strings.ReplaceAll(v.Text, mention, "@"+user.Handle)
		}
	}
	if len(w.Attachments) > 0 {
		file := w.Attachments[0].value()
		v.File = file.File
		if strings.TrimSpace(v.Text) == "" {
			v.Text = file.Text
		}
	}
	return v
}
