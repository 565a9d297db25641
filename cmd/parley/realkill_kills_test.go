//go:build !race

package main

// realKills is how often the bot is killed where PARLEY_KILLS says nothing else.
const realKills = 60

// hookKills is the same with a webhook.
const hookKills = 60
