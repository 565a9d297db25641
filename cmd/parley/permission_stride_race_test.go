//go:build race

package main

// stride is how many states of a deal the tables of rights go on at a time where
// each act takes ten times as long: the race detector looks for other things.
const stride = 6
