package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// ticks are how many a second Linux counts CPU time in for programs (USER_HZ),
// on every architecture that Go has.
const ticks = 100

// usage is what a process has used.
type usage struct {
	cpu time.Duration // user and system
	rss int64         // resident memory now, bytes
}

// usageOf reads /proc. Source: proc_pid_stat(5).
func usageOf(pid int) (usage, error) {
	raw, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat") //nolint:gosec // a number names no path
	if err != nil {
		return usage{}, fmt.Errorf("read what the bot uses: %w", err)
	}
	// The name of the program comes second, in parentheses, and may hold anything.
	_, after, found := strings.Cut(string(raw[strings.LastIndexByte(string(raw), ')'):]), " ")
	fields := strings.Fields(after)
	if !found || len(fields) < 22 {
		return usage{}, errors.New("read what the bot uses: /proc says something else than it should")
	}
	const user, system, pages = 14 - 3, 15 - 3, 24 - 3 // numbered from 1 there, and two are cut off
	var n [3]int64
	for i, field := range []int{user, system, pages} {
		if n[i], err = strconv.ParseInt(fields[field], 10, 64); err != nil {
			return usage{}, fmt.Errorf("read what the bot uses: %w", err)
		}
	}
	return usage{
		cpu: time.Duration(n[0]+n[1]) * time.Second / ticks,
		rss: n[2] * int64(os.Getpagesize()),
	}, nil
}
