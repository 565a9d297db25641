package telegram

import (
	"bytes"
	"context"

	"github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/telegram/botapi"
)

// envelope says where a letter goes and how.
type envelope struct {
	to      place
	rank    botapi.Rank
	patient bool // see call
	silent  bool
	anchor  int                // the message it answers, or 0
	markup  models.ReplyMarkup // instead of buttons, for what has none; nil: nothing
	only    *models.EphemeralMessageParameters
	moved   func(to place) // told when the chat turned out to have a new number
}

// posted is what came of a letter. Where several messages were sent it names
// the last one, which has the buttons.
type posted struct {
	to place
	id int
}

// post sends a letter. Only the failure of its first message is classified:
// whatever fails later, the person has seen something.
func (f *Frontend) post(ctx context.Context, e envelope, l letter) (posted, *chat.SendError) {
	done := posted{to: e.to}
	for i := range len(l.sheets) + len(l.files) {
		id, failure := f.postOne(ctx, &e, l, i)
		if failure != nil {
			if i > 0 {
				failure = &chat.SendError{Class: chat.Unknown, Err: failure}
			}
			return done, failure
		}
		done.to = e.to
		if i < max(len(l.sheets), 1) {
			done.id = id
		}
		e.anchor = 0
	}
	return done, nil
}

// postOne sends the i-th message of a letter, to the new chat if the old one is
// no longer there.
func (f *Frontend) postOne(ctx context.Context, e *envelope, l letter, i int) (int, *chat.SendError) {
	for again := false; ; again = true {
		var id int
		c := botapi.Call{Rank: e.rank, Chat: e.to.chat, Group: !e.to.direct(), Create: true}
		failure := f.call(ctx, c, e.patient, func(ctx context.Context) (err error) {
			if i < len(l.sheets) {
				var sent struct {
					ID int `json:"message_id"`
				}
				err = f.client.Send(ctx, "sendMessage", e.message(l.sheets[i]), &sent)
				id = sent.ID
				return err
			}
			m, err := f.client.Bot().SendDocument(ctx, e.document(l.files[i-len(l.sheets)]))
			id = idOf(m)
			return err
		})
		if failure == nil {
			return id, nil
		}
		to, known := placeOf(failure.MovedTo)
		if failure.Class != chat.Moved || !known || again || e.moved == nil {
			return 0, failure
		}
		// Message ids and topics of the old chat mean nothing in the new one.
		e.moved(to)
		e.to, e.anchor = place{chat: to.chat}, 0
	}
}

func idOf(m *models.Message) int {
	if m == nil {
		return 0
	}
	return m.ID
}

func (e *envelope) message(s sheet) *bot.SendMessageParams {
	p := &bot.SendMessageParams{
		ChatID: e.to.chat, MessageThreadID: e.to.topic, Text: s.text, Entities: s.entities,
		LinkPreviewOptions: noPreview(), DisableNotification: e.silent,
		ReplyParameters: e.reply(), EphemeralMessageParameters: e.only,
	}
	// A typed nil would go out as "null", which Telegram refuses.
	if s.keyboard != nil {
		p.ReplyMarkup = s.keyboard
		return p
	}
	p.ReplyMarkup = e.markup
	return p
}

func (e *envelope) document(file chat.File) *bot.SendDocumentParams {
	return &bot.SendDocumentParams{
		ChatID: e.to.chat, MessageThreadID: e.to.topic, DisableNotification: e.silent, ReplyParameters: e.reply(),
		Document: &models.InputFileUpload{Filename: file.Name, Data: bytes.NewReader(file.Data)},
	}
}

// reply ties an answer to what it answers, for as long as that is there.
func (e *envelope) reply() *models.ReplyParameters {
	if e.anchor == 0 {
		return nil
	}
	return &models.ReplyParameters{MessageID: e.anchor, AllowSendingWithoutReply: true}
}

func noPreview() *models.LinkPreviewOptions {
	return &models.LinkPreviewOptions{IsDisabled: bot.True()}
}
