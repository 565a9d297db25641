package civil

import (
	"fmt"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Display returns the day for a person, short, with its weekday: "Fri 4 Dec
// 2026". Arabic has its own words and digits; other languages get English.
func (d Date) Display(tag language.Tag) string {
	f := formOf(tag)
	midnight := d.midnightUTC()
	return f.weekday(midnight.Weekday()) + f.afterWeekday + f.day(midnight)
}

// DisplayTime returns the instant t for a person in loc, to the minute, with
// the distance from UTC rather than an abbreviation, of which several zones
// may share one: "4 Dec 2026, 15:00 UTC", "4 Dec 2026, 18:00 UTC+3".
func DisplayTime(t time.Time, loc *time.Location, tag language.Tag) string {
	f := formOf(tag)
	local := t.In(loc)
	clock := f.digits(local.Hour(), 2) + ":" + f.digits(local.Minute(), 2)
	return f.day(local) + f.comma + clock + " " + utcOffset(local)
}

// form is how one language writes days. The words are part of the calendar,
// not of the catalogues: they never stand alone in a text.
type form struct {
	printer      *message.Printer
	afterWeekday string
	comma        string
	weekday      func(time.Weekday) string
	month        func(time.Month) string
}

func formOf(tag language.Tag) form {
	if base, _ := tag.Base(); base.String() == "ar" {
		return form{
			// Arabic regions differ in their digits; the tag decides.
			printer:      message.NewPrinter(tag),
			afterWeekday: "، ",
			comma:        "، ",
			weekday:      arabicWeekday,
			month:        arabicMonth,
		}
	}
	return form{
		printer:      message.NewPrinter(language.English),
		afterWeekday: " ",
		comma:        ", ",
		weekday:      func(w time.Weekday) string { return w.String()[:3] },
		month:        func(m time.Month) string { return m.String()[:3] },
	}
}

// day writes the day of t in t's own zone. A time's month is always a month,
// which that of a Date need not be.
func (f form) day(t time.Time) string {
	return f.digits(t.Day(), 1) + " " + f.month(t.Month()) + " " + f.digits(t.Year(), 1)
}

// digits writes n with at least width digits of the language.
func (f form) digits(n, width int) string {
	return f.printer.Sprint(number.Decimal(n, number.NoSeparator(), number.MinIntegerDigits(width)))
}

func arabicWeekday(w time.Weekday) string {
	return [...]string{"الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"}[w]
}

func arabicMonth(m time.Month) string {
	return [...]string{
		"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو",
		"يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
	}[m-time.January]
}

// utcOffset returns "UTC", "UTC+3" or "UTC-3:30". Its digits stay ASCII: it is
// the name of a zone, and left-to-right in every text.
func utcOffset(local time.Time) string {
	_, seconds := local.Zone()
	minutes := seconds / 60
	if minutes == 0 {
		return "UTC"
	}
	sign := "+"
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	if minutes%60 == 0 {
		return fmt.Sprintf("UTC%s%d", sign, minutes/60)
	}
	return fmt.Sprintf("UTC%s%d:%02d", sign, minutes/60, minutes%60)
}
