package bot

import (
	"cmp"
	"strings"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/app"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/text"
)

// reader is whom the answer of a request is written for.
func reader(r *app.Request, now time.Time) text.Reader {
	return text.Reader{Locale: r.Locale, Zone: r.Zone, Now: now}
}

// fallbackReader serves answers that are given before the person is known.
func fallbackReader(in chat.Interaction, texts *text.Catalog) text.Reader {
	return text.Reader{Locale: texts.Match(in.User.Locale), Zone: time.UTC, Now: in.At}
}

// localize puts an answer into its reader's words.
func (b *Bot) localize(who text.Reader, reply chat.Reply) chat.Reply {
	reply.Locale = who.Locale
	reply.Message = b.texts.LocalizeMessage(reply.Message, who)
	if reply.Form != nil {
		form := b.texts.LocalizeForm(*reply.Form, who)
		reply.Form = &form
	}
	if reply.Choices != nil {
		reply.Choices = b.texts.LocalizeChoices(reply.Choices, who)
	}
	return reply
}

// prepare readies a notification for the account or place it is sent to, in the
// transaction that claims it.
func (b *Bot) prepare(tx *store.Tx, person string, user chat.UserRef, place chat.PlaceRef, m chat.Message) (chat.Message, string, error) {
	platform := cmp.Or(user.Platform, place.Platform)
	who := text.Reader{Locale: b.texts.Match(), Zone: time.UTC, Now: tx.Now()}
	if person != "" {
		p, err := accounts.Get(tx, person)
		if err != nil {
			return m, "", err
		}
		identity, err := accounts.Lookup(tx, user)
		if err != nil {
			return m, "", err
		}
		who.Locale = b.texts.Match(p.Locale, identity.Locale)
		who.Zone = b.zones.first(p.Zone)
	}
	var caps chat.Capabilities
	if f := b.frontends[platform]; f != nil {
		caps = f.Capabilities(place)
	}
	rows, err := b.mintRows(tx, maker{reader: user, caps: caps}, m.Rows)
	if err != nil {
		return m, "", err
	}
	m.Rows = rows
	return b.texts.LocalizeMessage(m, who), who.Locale, nil
}

// word returns a word of the catalogue, folded, to compare answers with.
func (b *Bot) word(locale, key string) string { return strings.ToLower(b.texts.Text(locale, key)) }

// plain returns a label as the words a person would type for it.
func (b *Bot) plain(r *app.Request, label chat.Node) string {
	doc := b.texts.Localize(chat.Document{chat.Paragraph(label)}, text.Reader{Locale: r.Locale, Zone: r.Zone})
	return clean(strings.Map(dropMarks, chat.PlainText(doc)))
}

// dropMarks removes the direction marks that localisation adds.
func dropMarks(c rune) rune {
	if c >= '\u2066' && c <= '\u2069' || c == '\u200e' || c == '\u200f' {
		return -1
	}
	return c
}
