// Package peers lets bots of foreign libraries live in the pretended Telegram of
// telegramtest, unchanged, under the official specification: what they send is
// right by years of use, so a complaint about it is a mistake of the double's or
// of the judge's. Each library shows what another one hides; gotgbot, for one,
// sends every scalar as text and every parameter that was left out as "".
//
// It is a module of its own so that the main one does not depend on them. A new
// library gets a file beside telego_test.go and a line in the table of
// peers_test.go.
package peers
