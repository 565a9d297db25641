//go:build !race

package main

// simSeeds is how many lives the simulator plays where nothing else is asked for.
// The gate asks for 1,000.
const simSeeds = 100
