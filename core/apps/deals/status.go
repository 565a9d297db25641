package deals

import (
	"strings"
)

// Status is the state of a deal. Its value is the identifier that scripts,
// exports and the audit log use, in every language.
type Status string

// The statuses.
const (
	Pending   Status = "pending_confirmation"
	Active    Status = "active"
	Marked    Status = "pending_completion"
	Completed Status = "completed"
	Disputed  Status = "disputed"
	Overdue   Status = "overdue"
	Defaulted Status = "defaulted"
	Cancelled Status = "cancelled"
)

// Statuses returns every status in the order of a deal's life.
func Statuses() []Status {
	return []Status{Pending, Active, Marked, Overdue, Disputed, Completed, Defaulted, Cancelled}
}

// Open reports whether something may still happen to a deal of this status.
func (s Status) Open() bool {
	return s != Completed && s != Defaulted && s != Cancelled
}

// Emoji returns the sign of a status; words always stand beside it.
func (s Status) Emoji() string {
	switch s {
	case Pending:
		return "🟡"
	case Active:
		return "🟢"
	case Marked:
		return "🔵"
	case Completed:
		return "✅"
	case Disputed:
		return "🔴"
	case Overdue:
		return "🟠"
	case Defaulted:
		return "⛔"
	}
	return "⚫"
}

// ParseStatus finds the status that a person typed: its identifier in any case,
// with spaces or hyphens for the underscore, or "pending" for the first.
func ParseStatus(s string) (Status, bool) {
	typed := strings.NewReplacer(" ", "_", "-", "_").Replace(strings.ToLower(strings.TrimSpace(s)))
	if typed == "pending" {
		return Pending, true
	}
	for _, known := range Statuses() {
		if string(known) == typed {
			return known, true
		}
	}
	return "", false
}

// Networks returns where deals take place, in the order in which they are offered.
func Networks() []string {
	return []string{"BigoLive", "TikTok", "Tango", "YouTube", "Twitch", "Other"}
}

// ParseNetwork finds a network by its name in any case.
func ParseNetwork(s string) (string, bool) { return oneOf(Networks(), s) }

// Types returns what a deal can be about.
func Types() []string {
	return []string{"hosting", "gifting", "promotion", "collab", "other"}
}

// ParseType finds a type by its identifier in any case.
func ParseType(s string) (string, bool) { return oneOf(Types(), s) }

func oneOf(known []string, typed string) (string, bool) {
	for _, name := range known {
		if strings.EqualFold(name, strings.TrimSpace(typed)) {
			return name, true
		}
	}
	return "", false
}
