package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// diskPatience is how often a platform hands one life of the bot an event that
// it says it did not record.
const diskPatience = 3

// live has the work done while the disk is in trouble, in as many lives of the
// bot as it takes: the first is the troubled one.
func (d *diskTrial) live(t *testing.T, trouble *diskTrouble) diskFigures {
	t.Helper()
	w := newCrashWorld(t, 1, crashOrders{Database: filepath.Join(t.TempDir(), "parley.db"), Zero: time.Now(), Trouble: trouble})
	defer w.cancel()
	w.patience = diskPatience
	d.keepOld(t, w)
	cast := newDiskCast(w)
	finished := make(chan struct{})
	go func() {
		defer close(finished)
		cast.work()
	}()
	var f diskFigures
	for calm := false; !calm && w.ctx.Err() == nil; {
		calm = w.diskLife(&f, finished)
		d.check(t, w)
		w.orders.Trouble = nil
		w.orders.Leap += 35 * time.Minute // what a job held is free again then
	}
	<-finished
	if t.Failed() {
		return f
	}
	// What was put off is due in a last life, and all has come to rest then.
	w.orders.Leap += time.Hour
	w.quietly(func() {})
	d.check(t, w)
	w.diskAudit()
	f.refused, f.sends = w.figures.refused, w.figures.sends
	return f
}

// diskLife is one life of the bot. It is calm if the work was finished in it, all
// came to rest, and it ended in peace. It may end by itself only if a call was
// struck, and never without saying why.
func (w *crashWorld) diskLife(f *diskFigures, finished <-chan struct{}) (calm bool) {
	w.t.Helper()
	f.lives++
	trouble := w.orders.Trouble
	l := w.begin()
	settled := l.settled
	var weary <-chan time.Time
	for watching := true; watching; {
		select {
		case <-finished:
			finished = nil
			l.say(wireDown{Settle: true})
		case <-settled:
			calm, watching = true, false
		case <-l.over:
			watching = false
		case <-w.weary:
			watching = false
		case <-w.struck:
			if trouble != nil && trouble.Rest && weary == nil {
				weary = time.After(time.Second) // nothing more will get done: how long we look on
			}
		case <-weary:
			watching = false
		case <-w.ctx.Done():
			_ = l.kill()
			watching = false
		}
	}
	err := l.stop()
	w.end()
	calls, said := diskCalls([]byte(w.takeLog()))
	struck := f.count(calls)
	status, _ := l.cmd.ProcessState.Sys().(syscall.WaitStatus)
	switch {
	case w.ctx.Err() != nil:
	case status.Signaled() && status.Signal() == syscall.SIGKILL && trouble != nil && trouble.Kill:
		f.killed++
	case struck == 0 && (err != nil || !calm):
		w.fail("nothing was struck, and yet the bot ended (%v):\n%s", err, said)
	case status.Signaled() || status.ExitStatus() > exitFailed || bytes.Contains(said, []byte("goroutine ")):
		w.fail("the bot fell over (%v):\n%s", err, said)
	case status.ExitStatus() == exitFailed && !bytes.Contains(said, []byte("level=ERROR")):
		w.fail("the bot ended (%v) without a word:\n%s", err, said)
	case status.ExitStatus() == exitFailed:
		f.ended++
	}
	return calm && err == nil
}

// takeLog returns what the bot said since it was last asked.
func (w *crashWorld) takeLog() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	defer w.log.Reset()
	return w.log.String()
}

// insist hands an event that was not recorded to the bot again, as platforms do,
// and looks at what the person reads meanwhile.
func (w *crashWorld) insist(line wireUp) {
	ev := w.events[line.Event]
	if ev == nil || line.Reply == nil {
		w.fail("event %s was refused out of nowhere", line.Event)
		return
	}
	if w.stopping || ev.refused == w.patience {
		ring(w.weary)
		return
	}
	told := newCrashScreen(w.people[ev.in.User.Ref], *line.Reply)
	if !told.has("Nothing was recorded; please repeat.") && !told.has("restarting") {
		w.fail("of %s, which was not recorded (%s), the person reads:\n%s", line.Event, line.Refused, told)
	}
	ev.refused++
	w.life.say(wireDown{Interaction: &ev.in})
}

// diskLog takes in what a bot says that is only asked whether it could.
type diskLog struct {
	mu  sync.Mutex
	all bytes.Buffer
}

// Write keeps what is said.
func (l *diskLog) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.all.Write(p)
}

func (l *diskLog) read() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.TrimSpace(l.all.String())
}

// copyFile copies what a dead bot left.
func copyFile(t *testing.T, from, to string) {
	t.Helper()
	raw, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// rehearse has the work done where nothing fails, and keeps which calls it made
// and the backup.
func (d *diskTrial) rehearse(t *testing.T) {
	t.Helper()
	w := newCrashWorld(t, 1, crashOrders{Database: filepath.Join(t.TempDir(), "parley.db"), Zero: time.Now(), Trouble: &diskTrouble{}})
	defer w.cancel()
	d.keepOld(t, w)
	cast := newDiskCast(w)
	l := w.begin()
	cast.work()
	w.settle(l)
	if err := l.stop(); err != nil {
		t.Fatal(err, w.logged())
	}
	w.end()
	d.calls, _ = diskCalls([]byte(w.takeLog()))
	made, err := filepath.Glob(filepath.Join(crashConfig(w.orders.Database).BackupDir, "parley-*.bak"))
	if err != nil || len(made) != 1 {
		t.Fatal(made, err)
	}
	copyFile(t, made[0], d.old)
}
