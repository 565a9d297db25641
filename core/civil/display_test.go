package civil_test

import (
	"testing"
	"time"

	"github.com/parleybot/parley/core/civil"
	"golang.org/x/text/language"
)

func TestDisplay(t *testing.T) {
	t.Parallel()
	tests := []struct{ tag, day, want string }{
		{"en", "2026-12-04", "Fri 4 Dec 2026"},
		{"en-GB", "2026-01-31", "Sat 31 Jan 2026"},
		{"fr", "2026-12-04", "Fri 4 Dec 2026"},
		{"fa", "2026-12-04", "Fri 4 Dec 2026"}, // English words with English digits
		{"ar", "2026-12-04", "الجمعة، ٤ ديسمبر ٢٠٢٦"},
		{"ar-MA", "2026-12-04", "الجمعة، 4 ديسمبر 2026"}, // written with Latin digits there
		{"ar", "2026-01-04", "الأحد، ٤ يناير ٢٠٢٦"},
		{"ar", "2026-08-01", "السبت، ١ أغسطس ٢٠٢٦"},
	}
	for _, tt := range tests {
		if got := day(t, tt.day).Display(language.MustParse(tt.tag)); got != tt.want {
			t.Errorf("%s in %s: got %q, want %q", tt.day, tt.tag, got, tt.want)
		}
	}
}

func TestDisplayTime(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, time.December, 4, 15, 4, 59, 0, time.UTC)
	tests := []struct{ tag, zone, want string }{
		{"en", "UTC", "4 Dec 2026, 15:04 UTC"},
		{"en", "Asia/Riyadh", "4 Dec 2026, 18:04 UTC+3"},
		{"en", "Asia/Kathmandu", "4 Dec 2026, 20:49 UTC+5:45"},
		{"en", "America/St_Johns", "4 Dec 2026, 11:34 UTC-3:30"},
		{"en", "Pacific/Kiritimati", "5 Dec 2026, 05:04 UTC+14"},
		{"ar", "Asia/Riyadh", "٤ ديسمبر ٢٠٢٦، ١٨:٠٤ UTC+3"},
	}
	for _, tt := range tests {
		if got := civil.DisplayTime(at, zone(t, tt.zone), language.MustParse(tt.tag)); got != tt.want {
			t.Errorf("%s in %s: got %q, want %q", tt.zone, tt.tag, got, tt.want)
		}
	}
}
