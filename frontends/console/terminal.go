package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// patience is how long the prompt waits for the bot's answer before it comes
// back; what comes later is shown above the line that is being typed.
const patience = 2 * time.Second

// terminal is a session with a person at a keyboard. The line editor is that of
// golang.org/x/term: it reads from any reader, and what is written while
// somebody types goes above their line.
type terminal struct {
	*session
	editor *term.Terminal
	// mu guards the session: Tab is answered on the goroutine that reads, while
	// news may be coming in.
	mu     sync.Mutex
	unread map[chat.UserRef][]pretend.Entry
}

func runTerminal(ctx context.Context, opt Options) error {
	if err := opt.World.Ready(ctx); err != nil {
		return quiet(ctx, err)
	}
	restore, size, err := raw(opt.In)
	if err != nil {
		return fmt.Errorf("console: terminal: %w", err)
	}
	defer restore()
	editor := term.NewTerminal(struct {
		io.Reader
		io.Writer
	}{opt.In, opt.Out}, "")
	t := &terminal{
		session: newSession(opt, editor, look{colour: opt.Colour}),
		editor:  editor,
		unread:  map[chat.UserRef][]pretend.Entry{},
	}
	editor.History = openHistory(opt.History)
	editor.AutoCompleteCallback = func(line string, pos int, key rune) (string, int, bool) {
		return t.tab(ctx, line, pos, key)
	}
	editor.SetBracketedPasteMode(true)
	defer editor.SetBracketedPasteMode(false)
	t.printf("%s", greeting)
	return quiet(ctx, t.loop(ctx, size))
}

// raw takes a real terminal over; anything else is read as it is.
func raw(in io.Reader) (restore func(), size func() (int, int, error), err error) {
	f, is := in.(*os.File)
	if !is || !term.IsTerminal(int(f.Fd())) {
		return func() {}, nil, nil
	}
	before, err := term.MakeRaw(int(f.Fd()))
	if err != nil {
		return nil, nil, err
	}
	return func() { _ = term.Restore(int(f.Fd()), before) },
		func() (int, int, error) { return term.GetSize(int(f.Fd())) }, nil
}

// loop shows what comes and carries out what is typed until either ends.
func (t *terminal) loop(ctx context.Context, size func() (int, int, error)) error {
	lines, ask, failed := t.read(ctx)
	defer close(ask)
	for {
		if size != nil {
			if width, height, err := size(); err == nil {
				_ = t.editor.SetSize(width, height)
				t.mu.Lock()
				t.width = width
				t.mu.Unlock()
			}
		}
		t.editor.SetPrompt(t.line())
		ask <- struct{}{}
		line, err := t.await(ctx, lines, failed)
		if err != nil {
			return err
		}
		if err := t.do(ctx, line); err != nil {
			return err
		}
		t.answerBack(ctx)
	}
}

// read takes lines in the background, one for each ask. It ends when ask is
// closed and the line that is being typed is over.
func (t *terminal) read(ctx context.Context) (<-chan string, chan<- struct{}, <-chan error) {
	lines, ask, failed := make(chan string), make(chan struct{}, 1), make(chan error, 1)
	go func() {
		for range ask {
			line, err := t.editor.ReadLine()
			if err != nil && !errors.Is(err, term.ErrPasteIndicator) {
				failed <- err
				return
			}
			select {
			case lines <- line:
			case <-ctx.Done():
				return
			}
		}
	}()
	return lines, ask, failed
}

// await shows what comes until a line is there. The end of the input is a wish
// to stop.
func (t *terminal) await(ctx context.Context, lines <-chan string, failed <-chan error) (string, error) {
	for {
		changed := t.world.Changed()
		t.mu.Lock()
		if t.news() {
			t.editor.SetPrompt(t.line())
			_, _ = t.editor.Write(nil) // draws the new prompt
		}
		t.mu.Unlock()
		select {
		case line := <-lines:
			return line, nil
		case err := <-failed:
			if errors.Is(err, io.EOF) {
				return "", errQuit
			}
			return "", fmt.Errorf("console: read: %w", err)
		case <-ctx.Done():
			return "", ctx.Err()
		case <-changed:
		}
	}
}

// answerBack waits a moment for the bot's answer, so that it stands before the
// next prompt.
func (t *terminal) answerBack(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	_ = t.world.Idle(ctx)
	t.news()
}

// news shows the person at the keyboard what they have not seen yet and keeps
// the rest for the others; it reports whether there was anything.
func (t *terminal) news() bool {
	fresh := t.number()
	for _, e := range fresh {
		for _, who := range e.Readers {
			if e.From != who && !isCommand(e) {
				t.unread[who] = append(t.unread[who], e)
			}
		}
	}
	mine := t.unread[t.who]
	delete(t.unread, t.who)
	for _, e := range mine {
		t.show(e, t.who)
	}
	t.follow(mine)
	t.hint(mine)
	return len(fresh)+len(mine) > 0
}

// isCommand reports whether a person typed a command, which others need not see.
func isCommand(e pretend.Entry) bool {
	return e.Kind == pretend.Typed && strings.HasPrefix(e.Message.Text, "/")
}

// line is the prompt, with what waits for the others.
func (t *terminal) line() string {
	waiting := ""
	for _, p := range t.world.People() {
		if n := len(t.unread[p.Ref]); n > 0 && p.Ref != t.who {
			if waiting != "" {
				waiting += ", "
			}
			waiting += fmt.Sprintf("%s: %d unread", p.Handle, n)
		}
	}
	if waiting != "" {
		waiting = " " + t.look.dim("("+waiting+")")
	}
	return t.look.paint(escBold, t.prompt()) + waiting + " › "
}
