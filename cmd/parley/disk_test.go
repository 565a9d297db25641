package main

import (
	"os"
	"path/filepath"
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
// In the normal run a few of the calls are tried; PARLEY_DISK=all tries each.
func TestEachCallToTheDiskFails(t *testing.T) {
	t.Parallel()
	if err := diskAllowed(t); err != "" {
		t.Skip(err)
	}
	d := newDiskTrial(t)
	troubles := diskTroubles(len(d.calls), os.Getenv("PARLEY_DISK") == "all")
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

// diskTroubles are all that is to go wrong, for work that makes so many calls.
func diskTroubles(calls int, all bool) (troubles []diskTrouble) {
	once, lasting := 1, 1
	if !all {
		once, lasting = max(1, calls/12), max(1, calls/6)
	}
	for _, errno := range []syscall.Errno{syscall.EIO, syscall.ENOSPC} {
		for n := 1; n <= calls; n += once {
			troubles = append(troubles, diskTrouble{First: n, Errno: errno})
		}
		for n := 1 + lasting/3; n <= calls; n += lasting {
			troubles = append(troubles, diskTrouble{First: n, Errno: errno, Rest: true})
		}
	}
	for n := 1 + lasting/2; n <= calls; n += lasting {
		troubles = append(troubles, diskTrouble{First: n, Kill: true})
	}
	return troubles
}
