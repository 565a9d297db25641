// Package discordtest is a pretended Discord on the loopback interface: the
// REST API under /api/vN, the gateway as a websocket, and people who type,
// press, choose, submit and see what they may.
//
// A client that speaks to Discord can be pointed at Server.URL unchanged. What
// Discord would refuse is refused with its status and code and noted in
// Violations, by the number of the hand rule that was broken; with
// Options.Specs every request and answer is also held against the official
// specification.
//
// The wire (wire_*.go), the rules (rule_*.go) and the routes (rest_*.go) are
// what Discord documents; guild.go, channel.go, person.go and message.go hold
// the state behind them; gateway.go, link.go and session.go are the websocket;
// act.go, press.go and seen.go are the people. A new habit of Discord goes into
// the file named after it, with its broken request in rules_test.go. Everything stands under one lock, and all that is
// remembered is bounded, so that a load test may run for hours. Nothing here
// knows the frontend.
package discordtest
