package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// process is a bot in a process of its own.
type process struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
}

// stopTime is how long a bot may take to stop; it is promised to take 15 s.
const stopTime = 20 * time.Second

// start starts a program with settings in its environment. This program's own
// commands end when their standard input does.
func start(path string, args, settings []string, log io.Writer) (*process, error) {
	p := &process{cmd: exec.Command(path, args...)} //nolint:gosec,noctx // whoever runs this names the program; stop ends it, gently
	p.cmd.Env = append(os.Environ(), settings...)
	p.cmd.Stderr = log
	in, err := p.cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	p.in, p.out = in, bufio.NewReader(out)
	return p, nil
}

// usage is what the bot has used by now.
func (p *process) usage() (usage, error) { return usageOf(p.cmd.Process.Pid) }

// goroutines asks the bot how many it has. Only this program's own bot answers.
func (p *process) goroutines() (int, error) {
	if _, err := io.WriteString(p.in, "goroutines\n"); err != nil {
		return 0, fmt.Errorf("ask the bot: %w", err)
	}
	text, err := p.out.ReadString('\n')
	if err != nil {
		return 0, fmt.Errorf("ask the bot: %w", err)
	}
	return strconv.Atoi(strings.TrimSpace(text))
}

// stop asks the bot to end and waits for it.
func (p *process) stop() error {
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	kill := context.AfterFunc(ctx, func() { _ = p.cmd.Process.Kill() })
	defer kill()
	asked := p.cmd.Process.Signal(syscall.SIGTERM)
	_ = p.in.Close()
	if errors.Is(asked, os.ErrProcessDone) {
		asked = nil
	}
	if err := errors.Join(asked, p.cmd.Wait()); err != nil {
		return fmt.Errorf("stop the bot: %w", err)
	}
	return nil
}
