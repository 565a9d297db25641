//go:build race

package main

// crashKills is how often the bot is killed. The race detector makes every start
// of it several times as slow.
const crashKills = 80

// atOnce is how many tests of this package go on at once: under the race detector
// more of them would take longer than the platforms wait for an answer.
const atOnce = "2"
