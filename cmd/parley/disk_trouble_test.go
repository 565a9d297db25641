package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
)

// diskTrouble is what goes wrong with the disk beneath one life of the bot. All
// system calls that change something in the folder of its ledger are counted.
type diskTrouble struct {
	First int           // the first call that is struck, from 1; 0 strikes none
	Step  int           // every so many calls another one is; 0 for no other
	Rest  bool          // all that come after the first are, too
	Errno syscall.Errno // what a struck call fails with, without effect
	Kill  bool          // a struck call is where the process ends
}

// strikes reports whether the n-th call is struck.
func (d diskTrouble) strikes(n int) bool {
	switch {
	case d.First == 0 || n < d.First:
		return false
	case d.Rest || n == d.First:
		return true
	}
	return d.Step > 0 && (n-d.First)%d.Step == 0
}

// String names the trouble, as a test is called.
func (d diskTrouble) String() string {
	what := "killed"
	if !d.Kill {
		what = map[syscall.Errno]string{syscall.EIO: "EIO", syscall.ENOSPC: "ENOSPC"}[d.Errno]
	}
	switch {
	case d.Rest:
		return fmt.Sprintf("%s from %d on", what, d.First)
	case d.Step > 0:
		return fmt.Sprintf("%s at %d and every %d after", what, d.First, d.Step)
	}
	return fmt.Sprintf("%s at %d", what, d.First)
}

// environment is what a bot needs whose calls are counted: nothing interrupts
// one that waits for its verdict, and the database's own temporary files lie in
// the folder that is watched.
func (d *diskTrouble) environment(database string) []string {
	if d == nil {
		return nil
	}
	return []string{"GODEBUG=asyncpreemptoff=1", "TMPDIR=" + filepath.Dir(database), "SQLITE_TMPDIR=" + filepath.Dir(database)}
}

// diskCall is one call that was counted, as the bot tells it on its log.
type diskCall struct {
	number int
	struck bool
	name   string // "fdatasync parley.db-wal"
}

const diskMark = "#call "

func (c diskCall) line() []byte {
	return fmt.Appendf(nil, "%s%d %t %s\n", diskMark, c.number, c.struck, c.name)
}

// diskCalls reads the calls that stand in a log, and returns the rest of it.
func diskCalls(log []byte) (calls []diskCall, rest []byte) {
	for line := range bytes.Lines(log) {
		told, ok := bytes.CutPrefix(line, []byte(diskMark))
		words := bytes.SplitN(bytes.TrimSpace(told), []byte(" "), 3)
		if !ok || len(words) < 3 {
			rest = append(rest, line...)
			continue
		}
		number, err := strconv.Atoi(string(words[0]))
		if err != nil {
			rest = append(rest, line...)
			continue
		}
		calls = append(calls, diskCall{number, string(words[1]) == "true", string(words[2])})
	}
	return calls, rest
}

// diskStruck reports whether a struck call is among what was just said.
func diskStruck(said []byte) bool {
	calls, _ := diskCalls(said)
	return slices.ContainsFunc(calls, func(c diskCall) bool { return c.struck })
}
