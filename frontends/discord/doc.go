// Package discord joins Discord to the core: what the gateway tells becomes
// interactions and events, replies and notifications become messages.
//
// A newcomer finds the way in by direction. Inwards: wire.go holds the shapes
// as Discord sends them, read leniently; interaction.go, option.go and
// message.go turn them into the core's words. Outwards: markdown.go, page.go,
// component.go and form.go are pure and lay messages out; reply.go decides who
// sees an answer, turn.go when it leaves, send.go delivers what nobody asked
// for just now. run.go starts and stops it all.
//
// The line to Discord itself (gateway, limits, error classes) is discordapi,
// the registered commands are menu; neither is this package's business.
package discord
