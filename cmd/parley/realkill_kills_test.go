//go:build !race

package main

// realKills is how often the bot is killed.
const realKills = 200
