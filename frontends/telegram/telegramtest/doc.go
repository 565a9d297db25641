// Package telegramtest pretends to be Telegram: an HTTP server that speaks the
// Bot API, and people who type, press, block, leave and rename behind it.
//
// A test opens a Server, points the bot at its URL and plays the people; what
// they see is told in the words of frontendtest.Platform. The server answers
// with the real one's error texts and notes every request that breaks a rule
// of the platform, so that a bot which only seems to work is found out. State
// is small and bounded: a load test may run against it for hours.
//
// A habit of the platform goes into the file named after the act (type.go,
// press.go, …) or after the method (send.go, edit.go, …); a rule that a
// request can break stands in rule.go and is noted where it is met. Nothing
// here imports the frontend, so that both cannot share a mistake.
package telegramtest
