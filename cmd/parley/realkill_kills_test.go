//go:build !race

package main

// realKills is how often the bot is killed.
const realKills = 200

// hookKills is the same with a webhook.
const hookKills = 60
