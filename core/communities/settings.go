package communities

import (
	"errors"
	"strconv"
	"unicode/utf8"

	"github.com/parleybot/parley/core/chat"
)

// ErrValue means that a setting does not exist or does not take a value.
var ErrValue = errors.New("communities: the setting does not take that value")

// The keys of settings, as options and events name them.
const (
	KeyMaxOpen       = "max_open"
	KeyMaxVolume     = "max_volume"
	KeyCooldown      = "cooldown_hours"
	KeyReminders     = "reminder_mins"
	KeyWeekly        = "weekly_summary"
	KeyMediatorRole  = "mediator_role"
	KeyMediatorPlace = "mediator_place"
)

// Settings are what holds in a community.
type Settings struct {
	MaxOpen         int   // open deals of a person
	MaxVolume       int64 // points, or whole units of unrated units, that a person starts in a day
	CooldownHours   int   // between two disputes of a person; 0 for none
	ReminderMinutes int   // between two runs of reminders
	WeeklySummary   bool  // the digest of open deals
	MediatorRole    string
	// MediatorPlace is where mediators are told of disputes, and PlaceName what it
	// was called when it was chosen. A zero place means that they are told one by one.
	MediatorPlace chat.PlaceRef
	PlaceName     string
}

// DefaultSettings returns what holds where neither a community nor the
// installation says otherwise.
func DefaultSettings() Settings {
	return Settings{
		MaxOpen: 10, MaxVolume: 50_000, CooldownHours: 24, ReminderMinutes: 30, WeeklySummary: true,
		MediatorRole: DefaultMediatorRole,
	}
}

// Setting is a value that an administrator may choose for a community.
type Setting struct {
	Key      string
	Kind     chat.OptionKind // integer, boolean or text
	Min, Max int             // of an integer, or of a text's length in characters
}

// Choosable returns what an administrator may choose by Set, in the order in
// which people are shown it.
func Choosable() []Setting {
	return []Setting{
		{KeyMaxOpen, chat.IntegerOption, 1, 500},
		{KeyMaxVolume, chat.IntegerOption, 1, 1_000_000_000},
		{KeyCooldown, chat.IntegerOption, 0, 720},
		{KeyReminders, chat.IntegerOption, 5, 1440},
		{KeyWeekly, chat.BooleanOption, 0, 0},
		{KeyMediatorRole, chat.TextOption, 1, 100},
	}
}

// Change is what became of a setting, in the words of events. Old is "" where
// the community had chosen nothing before.
type Change struct{ Key, Old, New string }

// read checks a value and returns it as it is stored and in its one spelling, so
// that the same value is never a change.
func (s Setting) read(text string) (value any, spelt string, err error) {
	switch s.Kind {
	case chat.IntegerOption:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n < int64(s.Min) || n > int64(s.Max) {
			return nil, "", ErrValue
		}
		return n, strconv.FormatInt(n, 10), nil
	case chat.BooleanOption:
		yes, err := strconv.ParseBool(text)
		if err != nil {
			return nil, "", ErrValue
		}
		return yes, strconv.FormatBool(yes), nil
	}
	if n := utf8.RuneCountInString(text); n < s.Min || n > s.Max {
		return nil, "", ErrValue
	}
	return text, text, nil
}
