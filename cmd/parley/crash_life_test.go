package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// crashLife is the bot from one start to one end.
type crashLife struct {
	cmd     *exec.Cmd
	in      io.WriteCloser
	up      func() // closes awake
	awake   chan struct{}
	sent    chan struct{} // one element where a notification came since it was emptied
	settled chan struct{}
	over    chan struct{} // closed when nothing more will come
}

// start runs the bot and passes each whole line it says to take.
func (o crashOrders) start(t *testing.T, log io.Writer, take func(wireUp)) *crashLife {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	orders, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	l := &crashLife{
		cmd: exec.Command(self), awake: make(chan struct{}), sent: make(chan struct{}, 1),
		settled: make(chan struct{}, 1), over: make(chan struct{}),
	}
	l.up = sync.OnceFunc(func() { close(l.awake) })
	l.cmd.Env = append(os.Environ(), crashVariable+"="+string(orders))
	l.cmd.Env = append(l.cmd.Env, o.Trouble.environment(o.Database)...)
	l.cmd.Stderr = log
	out, err := l.cmd.StdoutPipe()
	if err == nil {
		l.in, err = l.cmd.StdinPipe()
	}
	if err == nil {
		err = l.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	go l.listen(t, out, take)
	return l
}

// listen reads until the end. What a kill cut off in the middle never arrived.
func (l *crashLife) listen(t *testing.T, out io.Reader, take func(wireUp)) {
	defer close(l.over)
	lines := bufio.NewReader(out)
	for {
		raw, err := lines.ReadBytes('\n')
		if err != nil {
			return
		}
		var line wireUp
		if err := json.Unmarshal(raw, &line); err != nil {
			t.Errorf("the bot said %q: %v", raw, err)
			return
		}
		l.up()
		take(line)
		switch {
		case line.Sent != nil:
			ring(l.sent)
		case line.Settled:
			ring(l.settled)
		}
	}
}

func ring(bell chan struct{}) {
	select {
	case bell <- struct{}{}:
	default:
	}
}

// say writes a line to the bot. One that is dead hears nothing, and will be told
// again when it lives.
func (l *crashLife) say(line wireDown) {
	raw, err := json.Marshal(line)
	if err != nil {
		panic(err) // plain data
	}
	_, _ = l.in.Write(append(raw, '\n'))
}

// kill is kill -9. It returns when all that the bot had said was heard.
func (l *crashLife) kill() error {
	err := l.cmd.Process.Kill()
	<-l.over
	_ = l.cmd.Wait() // "signal: killed"
	return err
}

// stop asks the bot to end, and returns what was wrong with how it did.
func (l *crashLife) stop() error {
	if err := l.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	<-l.over
	return l.cmd.Wait()
}

// crashMoment is when to kill a life: some time after its start, or after it
// first spoke, perhaps as soon as it has sent something, which is when a
// notification's outcome is not recorded yet.
type crashMoment struct {
	asleep bool
	after  time.Duration
	atSend bool
}

// wait returns at the moment, or when ctx ends. It reports false where the bot
// ended by itself.
func (l *crashLife) wait(ctx context.Context, m crashMoment) bool {
	if !m.asleep && !waitFor(ctx, l.awake, l.over) {
		return false
	}
	if !waitFor(ctx, time.After(m.after), l.over) {
		return false
	}
	if !m.atSend {
		return true
	}
	select {
	case <-l.sent: // an earlier one
	default:
	}
	return waitFor(ctx, l.sent, l.over)
}

// waitFor waits for something or for ctx to end; it reports false where over
// came first.
func waitFor[T any](ctx context.Context, something <-chan T, over <-chan struct{}) bool {
	select {
	case <-something:
	case <-ctx.Done():
	case <-over:
		return false
	}
	return true
}
