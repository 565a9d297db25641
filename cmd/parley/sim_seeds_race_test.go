//go:build race

package main

// simSeeds is as many lives as the race detector plays in the same time.
const simSeeds = 16
