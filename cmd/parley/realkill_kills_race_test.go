//go:build race

package main

// realKills is how often the bot is killed. The race detector makes every start
// of it several times as slow.
const realKills = 24

// hookKills is the same with a webhook.
const hookKills = 20
