package operator_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/apps/operator"
	"github.com/parleybot/parley/core/chat"
)

func TestMirrorTells(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	log := slog.New(s.mirror).With("shard", 3)
	log.Warn("not bad enough")
	log.Error("it broke", "id", "abc", "err", errors.New("deep\nstack"))
	log.WithGroup("g").Error("it broke", "id", "def", "err", "*not bold*")
	log.Error("another")
	if told := s.told(); len(told) != 0 {
		t.Fatalf("told before its minute: %q", told)
	}
	s.pass(time.Minute)
	told := s.told()
	if len(told) != 1 {
		t.Fatalf("told %d times", len(told))
	}
	for _, want := range []string{"it broke · shard 3 · id def · err *not bold*", "×2", "another · shard 3"} {
		if !strings.Contains(told[0], want) {
			t.Errorf("%q is not in %s", want, told[0])
		}
	}
	if strings.Contains(told[0], "not bad enough") || strings.Contains(told[0], "stack") {
		t.Errorf("told too much: %s", told[0])
	}
}

// Errors that come all the time are told once an hour, whatever their details.
func TestMirrorIsPatient(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	log := slog.New(s.mirror)
	for i := range 150 {
		log.Error("again", "n", i)
		s.pass(time.Minute)
	}
	told := s.told()
	if len(told) != 3 || !strings.Contains(told[1], "×60") || !strings.Contains(told[2], "n 120") {
		t.Errorf("told %d times: %q", len(told), told)
	}
	s.pass(2 * time.Hour) // what came since is told, and that is the end of it
	s.pass(2 * time.Hour)
	if got := s.told(); len(got) != 4 || !strings.Contains(got[3], "×29") {
		t.Errorf("told %d times: %q", len(got), got[3:])
	}
}

// A channel that cannot be written to must not be written to about that.
func TestMirrorIsNotRecursive(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	tries := 0
	s.D.FailWith(func(d chat.Delivery) error {
		if d.Place != ops {
			return nil
		}
		tries++
		return &chat.SendError{Class: chat.Invalid, Err: errors.New("no such channel")}
	})
	slog.New(s.mirror).Error("it broke")
	slog.New(s.mirror).With("kind", "operator.mirror").Error("mirroring broke")
	for range 30 {
		s.pass(time.Minute)
	}
	if tries != 1 {
		t.Errorf("%d messages were tried for one error", tries)
	}
}

// A flood fills neither the memory nor the channel.
func TestMirrorIsBounded(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	log := slog.New(s.mirror)
	for i := range 1000 {
		log.Error(fmt.Sprint("kind of error ", i), "long", strings.Repeat("x", 5000))
	}
	s.pass(time.Minute)
	told := s.told()
	if len(told) != 1 || strings.Count(told[0], "kind of error") != 10 || !strings.Contains(told[0], "800 more errors") || len(told[0]) > 4000 {
		t.Fatalf("told %d times, %.500s", len(told), told)
	}
	for range 30 {
		s.pass(time.Minute)
	}
	if told = s.told(); len(told) != 20 {
		t.Errorf("200 errors were told in %d messages", len(told))
	}
	s.pass(2 * time.Hour)
	log.Error("a new one")
	s.pass(time.Minute)
	if told = s.told(); !strings.Contains(told[len(told)-1], "a new one") {
		t.Error("there was no room for a new one after all was told")
	}
}

// The mirror changes nothing of what is logged.
func TestMirrorHandsOn(t *testing.T) {
	t.Parallel()
	var plain, mirrored bytes.Buffer
	o := &slog.HandlerOptions{Level: slog.LevelInfo, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}
	for _, h := range []slog.Handler{slog.NewTextHandler(&plain, o), operator.NewMirror(slog.NewTextHandler(&mirrored, o), nil)} {
		log := slog.New(h)
		log.Debug("quiet")
		log.With("a", 1).WithGroup("g").With("b", 2).Info("said", "c", 3)
		log.Error("loud", "err", errors.New("x"))
	}
	if plain.String() != mirrored.String() || !strings.Contains(plain.String(), "g.b=2") {
		t.Errorf("logged\n%s, without the mirror\n%s", mirrored.String(), plain.String())
	}
}
