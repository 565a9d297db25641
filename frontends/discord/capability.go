package discord

import (
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Capabilities is what Discord can do, the same in every place. The figures are
// Discord's documented limits, lengths in UTF-16 units; the pace is its global
// limit of 50 requests a second, of which notifications leave half to answers.
func (f *Frontend) Capabilities(chat.PlaceRef) chat.Capabilities { return capabilities() }

func capabilities() chat.Capabilities {
	return chat.Capabilities{
		Forms: chat.Native, Buttons: chat.Native, Selects: chat.Native, OnlyCaller: chat.Native,
		Edits: chat.Native, Files: chat.Native, Completion: chat.Native, Fields: chat.Native,
		Mentions: chat.Native, Times: chat.Native, FirstWord: chat.Native,

		TextUnit: chat.UTF16, TextLimit: contentLimit, Parts: 3,
		FieldLimit: 25, FieldName: fieldName, FieldValue: fieldValue,
		ButtonsPerRow: 5, Rows: 5, ButtonLabel: 80, TokenBytes: 100, SelectChoices: 25,
		FormFields: 5, FormLabel: formLabel, FileBytes: 10 << 20,
		PerSecond: 25, IdempotentFor: 2 * time.Minute,
	}
}

// Limits of one message, in UTF-16 units, files and bytes. Source: Discord's
// documentation of "Create Message" and "Embed Limits".
const (
	contentLimit = 2000
	embedLimit   = 6000
	embedTitle   = 256
	embedText    = 4096
	fieldName    = 256
	fieldValue   = 1024
	filesLimit   = 10
	uploadLimit  = 24 << 20 // of one request; Discord takes 25 MiB, its wrapping included
)
