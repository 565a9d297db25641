package store_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// These tests run this test program a second time as another process; the
// variable tells it which part to play, on which file.
const (
	partVariable = "PARLEY_STORE_TEST_PART"
	pathVariable = "PARLEY_STORE_TEST_PATH"
)

func TestMain(m *testing.M) {
	if part := os.Getenv(partVariable); part != "" {
		play(part, os.Getenv(pathVariable))
		return
	}
	os.Exit(m.Run())
}

// play is the other process. It never comes back by itself: it is killed, or
// kills itself in the middle of the fourth commit after the one that migrates.
func play(part, path string) {
	if part == "obey" {
		obey(path)
		return
	}
	o := store.Options{Path: path, Migrations: thingMigrations()}
	o.Fault = func(n int64, at store.Moment) error {
		if n == 4 && (part == "before" && at == store.BeforeCommit || part == "after" && at == store.AfterCommit) {
			die()
		}
		return nil
	}
	s, err := store.Open(context.Background(), o)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("open")
	for i := 1; part != "hold"; i++ {
		if err := s.Write(context.Background(), addThing(fmt.Sprint(i))); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println("wrote", i)
	}
	_, _ = io.Copy(io.Discard, os.Stdin)
}

// die is kill -9 from within: nothing deferred runs, nothing is flushed.
func die() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Kill()
	}
	fmt.Println("not dead", err)
	select {}
}

func start(t *testing.T, part, path string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), partVariable+"="+part, pathVariable+"="+path)
	if _, err := cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd, bufio.NewScanner(out)
}

func TestOneProcessAtATime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "parley.db")
	s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
	if _, err := store.Open(t.Context(), store.Options{Path: path}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("a second store in this process: %v", err)
	}
	refused, lines := start(t, "hold", path)
	if lines.Scan(); !strings.Contains(lines.Text(), "in use by another process") {
		t.Errorf("a second process says %q", lines.Text())
	}
	_ = refused.Wait()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	holder, lines := start(t, "hold", path)
	if lines.Scan(); lines.Text() != "open" {
		t.Fatalf("the other process says %q", lines.Text())
	}
	if _, err := store.Open(t.Context(), store.Options{Path: path}); !errors.Is(err, store.ErrInUse) {
		t.Errorf("opened beside another process: %v", err)
	}
	if err := holder.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = holder.Wait()
	storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
}

// Killed in a commit, a process loses nothing it acknowledged; what it was about
// to acknowledge is there if, and only if, its commit had happened.
func TestKilledInCommit(t *testing.T) {
	t.Parallel()
	for part, want := range map[string]string{"before": "1 2 3", "after": "1 2 3 4"} {
		t.Run(part, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "parley.db")
			cmd, lines := start(t, part, path)
			var said []string
			for lines.Scan() {
				said = append(said, lines.Text())
			}
			if err := cmd.Wait(); err == nil {
				t.Error("the other process was not killed")
			}
			if got := strings.Join(said, ", "); got != "open, wrote 1, wrote 2, wrote 3" {
				t.Errorf("the other process said %q", got)
			}
			s := storetest.OpenOptions(t, store.Options{Path: path, Migrations: thingMigrations()})
			if got := things(t, s); got != want {
				t.Errorf("the store holds %q, want %q", got, want)
			}
			err := s.Read(t.Context(), func(tx *store.Tx) error {
				verdict, err := store.Setting(tx, "integrity_check")
				if verdict != "ok" {
					t.Errorf("integrity check: %s", verdict)
				}
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
}
