// Package discordapi speaks Discord's REST interface and its gateway, and
// nothing else: it knows neither commands nor the core's interactions.
//
// It stands on discordgo, of which it uses the request structs, the endpoint
// addresses and the gateway socket. Reconnecting, waiting, retrying and the
// reading of rate limits are its own, because discordgo hangs, resumes for ever
// or repeats a message there. Only gateway.go and api.go touch a
// discordgo.Session; a test guards it.
//
// A newcomer starts at Client: Run keeps one gateway connection alive
// (supervise.go, wire.go), every other method is one REST request that passes
// the limiter (limiter.go) and comes back classified (class.go). The bot token
// and the tokens of interactions stand in headers and addresses: no address may
// reach an error or a log line.
package discordapi
