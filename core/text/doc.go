// Package text holds the catalogues: what Parley says, in every language it
// speaks. It turns an app's document of phrases into one a frontend can show,
// in the words, digits, dates and direction of its reader.
//
// Each app brings text/en.json and its translations; the core's own words stand
// in text/ here. An entry is a sentence, or an object of plural forms chosen by
// the argument "count". In a sentence {name} stands for an argument, *bold* and
// `code` mark words of ours, and a backslash before * ` { } or \ takes that
// meaning away. Adding a sentence needs no code, only the same key in every
// language. What a person wrote is never parsed: it passes through as KindSaid.
package text
