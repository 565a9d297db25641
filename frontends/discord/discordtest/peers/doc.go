// Package peers holds no code: its tests let a client that others wrote, disgo,
// work against the pretended Discord, unchanged, with the official description
// watching every request and answer. What the double gets wrong shows here, and
// not first where a person uses the bot.
//
// It is a module of its own, so that the bot never depends on that client. The
// race detector finds races inside disgo's gateway, so it is of no use here.
package peers
