//go:build !race

package main

// diskKindsEach thins what the normal run tries: each of so many kinds of calls.
const diskKindsEach = 1
