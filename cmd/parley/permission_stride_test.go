//go:build !race

package main

// stride is how many states of a deal the tables of rights step over: none.
const stride = 1
