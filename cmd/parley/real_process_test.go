package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"
)

// realBot is the bot as a process of its own.
type realBot struct {
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
	said *tail
	once sync.Once
	end  error
	mu   sync.Mutex // one line and its answer at a time
}

// startReal starts the bot with settings from the environment given.
func startReal(t testing.TB, o realOrders, env ...string) *realBot {
	t.Helper()
	orders, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := &realBot{cmd: exec.Command(self), said: &tail{}}
	b.cmd.Dir = t.TempDir() // where no .env is
	b.cmd.Env = append(append(os.Environ(), env...), realVariable+"="+string(orders))
	b.cmd.Stderr = b.said
	if b.in, err = b.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := b.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	b.out = bufio.NewReader(out)
	if err := b.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.kill() })
	return b
}

// tell gives the bot a line and waits until it has done what it says.
func (b *realBot) tell(ctx context.Context, line realLine) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	raw, err := json.Marshal(line)
	if err != nil {
		return err
	}
	if _, err := b.in.Write(append(raw, '\n')); err != nil {
		return fmt.Errorf("the bot does not listen: %w\n%s", err, b.said)
	}
	answered := make(chan error, 1)
	go func() {
		_, err := b.out.ReadString('\n')
		answered <- err
	}()
	select {
	case err := <-answered:
		if err != nil {
			return fmt.Errorf("the bot does not answer: %w\n%s", err, b.said)
		}
		return nil
	case <-ctx.Done():
		_ = b.kill() // the reader above ends with it
		<-answered
		return fmt.Errorf("the bot does not come to rest: %w\n%s", ctx.Err(), b.said)
	}
}

// wait waits until the bot ends by itself.
func (b *realBot) wait() error {
	b.once.Do(func() { b.end = b.cmd.Wait() })
	return b.end
}

// stop asks the bot to end, and waits for it.
func (b *realBot) stop() error {
	b.once.Do(func() {
		if err := b.cmd.Process.Signal(syscall.SIGTERM); err != nil {
			b.end = err
			return
		}
		late := time.AfterFunc(30*time.Second, func() { _ = b.cmd.Process.Kill() })
		defer late.Stop()
		if err := b.cmd.Wait(); err != nil {
			b.end = fmt.Errorf("the bot ended with %w\n%s", err, b.said)
		}
	})
	return b.end
}

// kill ends the bot as a power cut would. After a stop it does nothing.
func (b *realBot) kill() error {
	b.once.Do(func() {
		b.end = b.cmd.Process.Kill()
		var ended *exec.ExitError
		if err := b.cmd.Wait(); err != nil && !errors.As(err, &ended) {
			b.end = errors.Join(b.end, err)
		}
	})
	return b.end
}

// tail keeps the last of what a process says.
type tail struct {
	mu   sync.Mutex
	last bytes.Buffer
}

func (t *tail) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.last.Len() > 1<<16 {
		t.last.Reset()
	}
	return t.last.Write(p)
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last.String()
}
