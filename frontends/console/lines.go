package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// longestLine is how much of a script one line may be, in bytes.
const longestLine = 1 << 20

// runLines answers a script line by line: after each line it waits until all
// is quiet and shows what everybody saw.
func runLines(ctx context.Context, opt Options) error {
	out := bufio.NewWriter(opt.Out)
	s := newSession(opt, out, look{})
	s.printf("%s", greeting)
	if err := opt.World.Ready(ctx); err != nil {
		return quiet(ctx, err)
	}
	lines, failed := scan(ctx, opt)
	for {
		if err := errors.Join(s.catchUp(ctx), out.Flush()); err != nil {
			return quiet(ctx, err)
		}
		var line string
		select {
		case <-ctx.Done():
			return nil
		case next, more := <-lines:
			if !more {
				return <-failed
			}
			line = next
		}
		s.printf("%s> %s\n", s.prompt(), Plain(line))
		if err := s.do(ctx, line); err != nil {
			return quiet(ctx, errors.Join(err, out.Flush()))
		}
	}
}

// scan reads lines in the background, because a read from a terminal or pipe
// cannot be called off: the goroutine ends with the input.
func scan(ctx context.Context, opt Options) (<-chan string, <-chan error) {
	lines, failed := make(chan string), make(chan error, 1)
	go func() {
		defer close(lines)
		scanner := bufio.NewScanner(opt.In)
		scanner.Buffer(nil, longestLine)
		for scanner.Scan() {
			select {
			case lines <- scanner.Text():
			case <-ctx.Done():
				failed <- nil
				return
			}
		}
		if err := scanner.Err(); err != nil {
			failed <- fmt.Errorf("console: read: %w", err)
			return
		}
		failed <- nil
	}()
	return lines, failed
}

// quiet makes the ends that were wished for no errors.
func quiet(ctx context.Context, err error) error {
	wished := ctx.Err() != nil || errors.Is(err, errQuit)
	if !wished {
		return err
	}
	return nil
}

// catchUp waits until all is quiet and shows what is new, in an order that
// does not depend on which notification was faster.
func (s *session) catchUp(ctx context.Context) error {
	if err := s.settle(ctx); err != nil {
		return err
	}
	fresh := s.number()
	for _, e := range Order(s.world, s.who, fresh) {
		if e.Kind != pretend.Typed { // the script says it already
			s.show(e, s.viewer(e))
		}
	}
	s.follow(fresh)
	s.hint(fresh)
	return nil
}

// viewer is through whose eyes an entry is shown: the person at the keyboard's
// if they see it.
func (s *session) viewer(e pretend.Entry) chat.UserRef {
	if e.SeenBy(s.who) || len(e.Readers) == 0 {
		return s.who
	}
	return e.Readers[0]
}
