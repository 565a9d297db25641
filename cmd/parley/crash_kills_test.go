//go:build !race

package main

// crashKills is how often the bot is killed.
const crashKills = 200
