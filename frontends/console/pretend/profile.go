package pretend

import (
	"time"

	"github.com/parleybot/parley/core/chat"
)

// The pretended platforms.
const (
	Discord  chat.Platform = "sandbox-d"
	Telegram chat.Platform = "sandbox-t"
)

// Profile is what makes one pretended platform different from another.
type Profile struct {
	Platform chat.Platform
	Name     string // as people call it
	Caps     chat.Capabilities
	// Bound hands commands over with Path and Args, as platforms do that know
	// the options; otherwise people's words are handed over as they are.
	Bound bool
	// StartFirst forbids the bot to write to anybody who never pressed Start.
	StartFirst bool
	// TellsBlocks reports a closed direct chat to the core at once.
	TellsBlocks bool
	// Toast is the length up to which an answer to a press in a group may be
	// shown to the presser alone, for a moment. 0: the platform cannot.
	Toast int
	// StartURL is the address to which a start payload is appended, or "".
	StartURL string
}

// DiscordProfile is a platform as rich as Discord.
func DiscordProfile() Profile {
	return Profile{
		Platform: Discord,
		Name:     "Discord",
		Bound:    true,
		Caps: chat.Capabilities{
			Forms: chat.Native, Buttons: chat.Native, Selects: chat.Native, OnlyCaller: chat.Native,
			Edits: chat.Native, Files: chat.Native, Completion: chat.Native, Fields: chat.Native,
			Mentions: chat.Native, Times: chat.Native, FirstWord: chat.Native,
			TextUnit: chat.UTF16, TextLimit: 2000, Parts: 3, FieldLimit: 25, FieldName: 256, FieldValue: 1024,
			ButtonsPerRow: 5, Rows: 5, ButtonLabel: 80, TokenBytes: 100, SelectChoices: 25,
			FormFields: 5, FormLabel: 45, FileBytes: 10 << 20,
			PerSecond: 50, IdempotentFor: 5 * time.Minute,
		},
	}
}

// TelegramProfile is a platform as narrow as Telegram.
func TelegramProfile() Profile {
	return Profile{
		Platform:    Telegram,
		Name:        "Telegram",
		StartFirst:  true,
		TellsBlocks: true,
		Toast:       200,
		StartURL:    "https://t.me/parley_sandbox_bot?start=",
		Caps: chat.Capabilities{
			Buttons: chat.Native, Selects: chat.Emulated, OnlyCaller: chat.Emulated,
			Edits: chat.Native, Files: chat.Native, Mentions: chat.Native, StartLinks: chat.Native,
			TextUnit: chat.UTF16, TextLimit: 4096, Parts: 3,
			ButtonsPerRow: 3, Rows: 8, ButtonLabel: 64, TokenBytes: 64,
			FileBytes: 50 << 20, EditWindow: 48 * time.Hour,
			PerSecond: 30,
		},
	}
}
