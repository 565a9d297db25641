package telegram

import (
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Limits of the Bot API as its documentation states them; how many buttons a
// message takes it does not state, and 24 are as many as a person can survey.
const (
	textLimit    = 4096 // UTF-16 units after entities are parsed
	entityLimit  = 100
	noticeLimit  = 200 // UTF-16 units of the answer to a press
	buttonLabel  = 64
	tokenBytes   = 64
	uploadBytes  = 50 << 20
	sendsPerSec  = 30
	payloadBytes = 64
)

// Capabilities tells what a place can do. In a direct chat every answer is for
// the caller alone; in a group the frontend finds a way that others cannot read.
func (f *Frontend) Capabilities(at chat.PlaceRef) chat.Capabilities {
	caps := chat.Capabilities{
		Buttons: chat.Native, Selects: chat.Emulated, OnlyCaller: chat.Emulated, Edits: chat.Native,
		Files: chat.Native, Mentions: chat.Native, Times: chat.Native,
		TextUnit: chat.UTF16, TextLimit: textLimit, Parts: 3,
		ButtonsPerRow: 3, Rows: 8, ButtonLabel: buttonLabel, TokenBytes: tokenBytes,
		FileBytes: uploadBytes, EditWindow: 48 * time.Hour, PerSecond: sendsPerSec,
	}
	if f.Username() != "" {
		caps.StartLinks = chat.Native
	}
	if p, known := placeOf(at); at.IsZero() || known && p.direct() {
		caps.OnlyCaller = chat.Native
	}
	return caps
}
