package text

import (
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

// forms names the CLDR plural categories as catalogue files do.
var forms = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// formOf returns the category of a whole number in a language.
func formOf(tag language.Tag, n int64) plural.Form {
	// The least int64 stays negative here; the remainder below takes care of it.
	if n < 0 {
		n = -n
	}
	// The rules look at the last digits only, but 10,000,000 is no zero.
	const enough = 10_000_000
	if n < 0 || n >= enough {
		n = enough + (n%enough+enough)%enough
	}
	return plural.Cardinal.MatchPlural(tag, int(n), 0, 0, 0, 0)
}

// needed returns the categories that whole numbers take in a language, and
// "other", which a number that is missing takes.
func needed(tag language.Tag) map[plural.Form]bool {
	set := map[plural.Form]bool{plural.Other: true}
	// Every rule of CLDR for whole numbers shows itself below 200, but that of
	// some Romance languages for millions.
	for n := range int64(201) {
		set[formOf(tag, n)] = true
	}
	set[formOf(tag, 1_000_000)] = true
	return set
}
