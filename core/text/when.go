package text

import (
	"time"

	"golang.org/x/text/language"
)

func showDate(_ language.Tag, iso string) string   { return iso }
func showDay(_ language.Tag, at time.Time) string  { return at.Format("2006-01-02") }
func showTime(_ language.Tag, at time.Time) string { return at.Format("2006-01-02 15:04 MST") }
