package transcript

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// update is set by the command line only.
var update = flag.Bool("update", false, "rewrite what golden conversations expect")

// patience is how long one act may take until all is quiet.
const patience = 30 * time.Second

// Stage is where a conversation takes place: a world whose frontends run
// against an engine.
type Stage struct {
	World World
	// Settle waits until nothing is left that the engine would do by itself now.
	// nil: nothing to wait for.
	Settle func(ctx context.Context) error
	// Advance lets time pass, and waits for what became due. nil: it cannot.
	Advance func(ctx context.Context, d time.Duration) error
	// Restart stops the engine and starts a new one on the same store. nil: it
	// cannot.
	Restart func(ctx context.Context) error
}

// RunAll runs every conversation that matches a pattern, each in a test of its
// own on a new stage.
func RunAll(t *testing.T, pattern string, open func(t *testing.T) Stage) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversation matches %s (%v)", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
			t.Parallel()
			Run(t, file, open(t))
		})
	}
}

// Run plays the conversation of a file and compares what everybody saw. It also
// fails for what a real platform would have refused.
func Run(t *testing.T, file string, stage Stage) {
	t.Helper()
	Perform(t, file, file, stage)
}

// Perform plays the acts of one file and compares what everybody saw with
// another, which shows the same conversation as another world renders it.
func Perform(t *testing.T, file, golden string, stage Stage) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := &runner{Stage: stage}
	got, problems := r.play(t.Context(), file, string(text))
	for _, p := range problems {
		t.Error(p)
	}
	// A script with mistakes is never rewritten: it would lose what follows them.
	if *update && !t.Failed() {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil { //nolint:gosec // the test names the file
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: not what was expected (-), but (+):\n%s", golden,
			difference(strings.Split(string(want), "\n"), strings.Split(got, "\n")))
	}
}

// runner plays one conversation.
type runner struct {
	Stage
	captured captured
}

// play carries the acts out and returns the script with what was really seen. A
// problem in an act ends it.
func (r *runner) play(ctx context.Context, file, text string) (got string, problems []string) {
	steps, rest := parse(text)
	seen := make([][]string, len(steps))
	for i, s := range steps {
		lines, err := r.step(ctx, s.act)
		if err != nil {
			return text, append(problems, fmt.Sprintf("%s:%d: %s: %v", file, s.line, s.act, err))
		}
		seen[i] = lines
	}
	for _, broken := range r.World.Violations() {
		problems = append(problems, file+": no platform could have done this: "+broken)
	}
	return format(steps, seen, rest), problems
}

// step carries one act out, waits until all is quiet and returns what was seen.
func (r *runner) step(ctx context.Context, act string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	who, err := r.act(ctx, r.captured.fill(act))
	var lines []string
	var refused Refusal
	if errors.As(err, &refused) {
		lines = append(lines, "! "+refused.Error())
	} else if err != nil {
		return nil, err
	}
	if err := r.settle(ctx); err != nil {
		return nil, err
	}
	for _, sight := range r.World.Fresh(who) {
		lines = append(lines, sight[0])
		for _, line := range sight[1:] {
			if strings.TrimSpace(line) != "" {
				lines = append(lines, strings.TrimRight(indent+masked(line), " "))
			}
		}
		r.captured.read(strings.Join(sight[1:], "\n"))
	}
	return lines, nil
}

func (r *runner) settle(ctx context.Context) error {
	if err := r.World.Idle(ctx); err != nil {
		return err
	}
	if r.Settle != nil {
		if err := r.Settle(ctx); err != nil {
			return err
		}
	}
	return r.World.Idle(ctx)
}

// rootPattern is the size of the log and the beginning of its root, below answers.
var rootPattern = regexp.MustCompile(`\blog ([0-9]+) · [A-Za-z0-9+/]{8}`)

// masked hides the beginning of a root: it hangs on the ids that a platform gives
// its events, which no two conversations share.
func masked(line string) string {
	return rootPattern.ReplaceAllString(line, "log $1 · ········")
}
