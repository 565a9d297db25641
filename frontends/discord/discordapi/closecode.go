package discordapi

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// The codes with which Discord closes a gateway connection.
// Source: https://discord.com/developers/docs/topics/opcodes-and-status-codes
const (
	closeNotAuthenticated = 4003
	closeBadToken         = 4004
	closeBadSequence      = 4007
	closeSessionOver      = 4009
	closeBadShard         = 4010
	closeNeedsShards      = 4011
	closeBadVersion       = 4012
	closeBadIntents       = 4013
	closeIntentsRefused   = 4014
)

const badToken = "Discord does not accept the bot token; copy a new one from the Bot page of the Developer Portal into DISCORD_TOKEN"

// newSession reports whether a session that ended with this code cannot be
// resumed.
func newSession(code int) bool {
	return code == closeNotAuthenticated || code == closeBadSequence || code == closeSessionOver
}

// fatal returns what a person must change where a connection closed with this
// code can never come up again, else nil.
func fatal(code, intents int) error {
	var what string
	switch code {
	case closeBadToken:
		what = badToken
	case closeBadShard:
		what = "Discord refuses the shard; this is a mistake of ours, please report it"
	case closeNeedsShards:
		what = "the bot has come into more servers than its connections may serve; start it again, and it opens as many as Discord asks for"
	case closeBadVersion:
		what = "Discord no longer speaks this version of its gateway; install a newer version"
	case closeBadIntents:
		what = "Discord does not know the intents that were asked for; this is a mistake of ours, please report it"
	case closeIntentsRefused:
		what = "Discord refuses " + privileged(intents) + "; switch it on in the Developer Portal under Bot, Privileged Gateway Intents"
	default:
		return nil
	}
	return &chat.SendError{Class: chat.Fatal, All: true, Err: fmt.Errorf("discordapi: gateway closed with %d: %w", code, errors.New(what))}
}

// privileged names the intents of a set that somebody must switch on.
func privileged(intents int) string {
	var names []string
	for _, p := range [...]struct {
		bit  int
		name string
	}{{1 << 1, "the Server Members intent"}, {1 << 8, "the Presence intent"}, {1 << 15, "the Message Content intent"}} {
		if intents&p.bit != 0 {
			names = append(names, p.name)
		}
	}
	if names == nil {
		return "an intent"
	}
	return strings.Join(names, " and ")
}
