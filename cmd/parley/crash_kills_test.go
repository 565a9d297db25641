//go:build !race

package main

// crashKills is how often the bot is killed where PARLEY_KILLS says nothing else.
const crashKills = 60

// atOnce is how many tests of this package go on at once.
const atOnce = "6"
