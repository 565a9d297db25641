//go:build race

package main

// diskKindsEach thins what the normal run tries: each of so many kinds of calls.
// The race detector makes every start of the bot several times as slow.
const diskKindsEach = 4
