//go:build !race

package main

// simSeeds is how many lives the simulator plays where nothing else is asked for.
const simSeeds = 1000
