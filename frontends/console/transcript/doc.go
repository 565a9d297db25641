// Package transcript runs golden conversations: files that read like a chat,
// say who sees what, and fail with a diff when the bot says something else.
//
// What people do stands at the beginning of a line:
//
//	# Alice is on Discord, Bob on Telegram.
//	alice> /deal start             in her direct chat
//	alice in #deals> /deal list    among others
//	alice presses TikTok           the newest button she sees with these words
//	alice chooses TikTok           the same in a select
//	alice submits amount=250 EUR; due=tomorrow
//	alice replies in #deals> 300   to the bot's newest message there
//	bob opens {link}
//	bob starts
//	bob closes, bob reopens        the direct chat
//	@ advance 15m
//	@ restart
//	@ redeliver alice              the platform hands her last act over again
//	@ locale bob ar
//	@ rename bob Robert
//	@ leave bob
//
// The lines below an act, indented or beginning with "bot →", "form →" or "!",
// are what everybody then sees; `go test -update` writes them anew. {handle},
// {code} and {link} stand for the last one of its kind that anybody saw.
//
// A new act is a new row in acts.go; the notation has no other home.
package transcript
