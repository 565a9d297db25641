package main

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// diskForbidden says why calls cannot be counted: the gate reads it.
const diskForbidden = "system calls may not be watched here"

// TestEachCallToTheDiskFails lets a small piece of work be done on a disk that
// fails: deals are started, confirmed, disputed and completed, people are told of
// it, a backup is made. Once nothing fails, and the calls that change something on
// the disk are counted; then each of them fails in turn, once or from then on, or
// is where the process is killed. After every life the ledger is checked as it
// lies, and at last, when all is well again, every act that was acknowledged
// stands in it once, and whoever had to be told was told.
//
// In the normal run a few of the calls are tried; PARLEY_DISK=1 tries each.
func TestEachCallToTheDiskFails(t *testing.T) {
	t.Parallel()
	if err := diskAllowed(t); err != "" {
		t.Skip(err)
	}
	d := newDiskTrial(t)
	troubles := diskTroubles(d.calls, diskEvery(t))
	free := make(chan struct{}, 2) // the bots have a time budget
	t.Run("calls", func(t *testing.T) {
		for _, trouble := range troubles {
			t.Run(trouble.String(), func(t *testing.T) {
				t.Parallel()
				free <- struct{}{}
				defer func() { <-free }()
				d.add(d.live(t, &trouble))
			})
		}
	})
	if d.figures.struck < len(troubles)/2 {
		t.Errorf("of %d troubles, %d came to pass: the test proves too little", len(troubles), d.figures.struck)
	}
	if !t.Failed() {
		t.Log(d.report(len(troubles)))
	}
}

// diskAllowed says what keeps this machine from watching its own calls.
func diskAllowed(t *testing.T) string {
	o := crashOrders{Database: filepath.Join(t.TempDir(), "none", "parley.db"), Zero: time.Now(), Trouble: &diskTrouble{}}
	if err := os.Mkdir(filepath.Dir(o.Database), 0o700); err != nil {
		t.Fatal(err)
	}
	var log diskLog
	l := o.start(t, &log, func(wireUp) {})
	_ = l.in.Close()
	<-l.over
	_ = l.cmd.Wait()
	said := log.read()
	for _, reason := range []string{diskForbidden, "can only be counted"} {
		if strings.Contains(said, reason) {
			return said
		}
	}
	return ""
}

// diskWays are how a call may go wrong.
func diskWays() []diskTrouble {
	return []diskTrouble{
		{Errno: syscall.EIO}, {Errno: syscall.ENOSPC, Rest: true}, {Kill: true}, {Errno: syscall.ENOSPC}, {Errno: syscall.EIO, Rest: true},
	}
}

// diskTroubles are all that is to go wrong. Every so many of the calls of one kind
// to one file are struck in every way; with 0 it is the first alone, in one of them.
func diskTroubles(calls []diskCall, every int) (troubles []diskTrouble) {
	seen := map[string]int{}
	for _, c := range calls {
		n := seen[c.name]
		seen[c.name]++
		ways := diskWays()
		switch {
		case every == 0 && n == 0 && len(seen)%diskKindsEach == 0:
			way := len(seen) / diskKindsEach % len(ways)
			ways = ways[way : way+1]
		case every == 0 || n%every != 0:
			continue
		}
		for _, trouble := range ways {
			trouble.Name, trouble.First = c.name, n+1
			troubles = append(troubles, trouble)
		}
	}
	return troubles
}

// diskEvery is how much of it is tried: PARLEY_DISK=1 asks for each call, a larger
// number for every so many of its kind.
func diskEvery(t *testing.T) int {
	t.Helper()
	given := os.Getenv("PARLEY_DISK")
	if given == "" {
		return 0
	}
	every, err := strconv.Atoi(given)
	if err != nil {
		t.Fatal(err)
	}
	return every
}
