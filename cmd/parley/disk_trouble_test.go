package main

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// diskTrouble is what goes wrong with the disk beneath one life of the bot. All
// system calls that change something in the folder of its ledger are counted.
type diskTrouble struct {
	Name  string        // of the calls: "fsync parley.db-wal"
	First int           // which of them is struck, from 1; 0 strikes none
	Rest  bool          // all that come after it, of whatever name, are, too
	Errno syscall.Errno // what a struck call fails with, without effect
	Kill  bool          // the struck call is where the process ends
}

// strikes reports whether the n-th call of a name is struck; before tells that
// another one was.
func (d diskTrouble) strikes(name string, n int, before bool) bool {
	return d.First > 0 && name == d.Name && n == d.First || before && d.Rest
}

// String names the trouble, as a test is called.
func (d diskTrouble) String() string {
	what := "killed"
	if !d.Kill {
		what = map[syscall.Errno]string{syscall.EIO: "EIO", syscall.ENOSPC: "ENOSPC"}[d.Errno]
	}
	if d.Rest {
		what += " for good"
	}
	return fmt.Sprintf("%s at %s %d", what, strings.ReplaceAll(d.Name, "/", "|"), d.First)
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
