package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/parleybot/parley/core/store"
)

// sharedMigrations are of a table on PostgreSQL.
func sharedMigrations() []store.Migrations {
	return []store.Migrations{{Name: "thing", FS: fstest.MapFS{
		"postgres/0001_thing.sql": {Data: []byte(`CREATE TABLE things (name text COLLATE "C" PRIMARY KEY)`)},
	}}}
}

// obey is another process of a database that does what it is told, line by line.
func obey(url string) {
	ctx := context.Background()
	s, err := store.Open(ctx, store.Options{URL: url, Migrations: sharedMigrations()})
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("open", s.Process())
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		what, name, _ := strings.Cut(orders.Text(), " ")
		var err error
		switch what {
		case "write":
			err = s.Write(ctx, addThing(name))
		case "lease":
			_, err = s.Lease(ctx, "test", name)
		}
		fmt.Println(what, name, err)
	}
}

// other is such a process, as a test sees it.
type other struct {
	t     *testing.T
	cmd   *exec.Cmd
	in    io.Writer
	lines *bufio.Scanner
	name  string // store.Process there
}

func startOther(t *testing.T, url string) *other {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	o := &other{t: t, cmd: exec.CommandContext(t.Context(), self)}
	o.cmd.Env = append(os.Environ(), partVariable+"=obey", pathVariable+"="+url)
	o.cmd.Stderr = io.Discard
	if o.in, err = o.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	out, err := o.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := o.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	o.lines = bufio.NewScanner(out)
	var opened bool
	if o.name, opened = strings.CutPrefix(o.hear(), "open "); !opened {
		t.Fatalf("the other process says %q", o.name)
	}
	return o
}

// do gives an order and returns what came of it.
func (o *other) do(order string) string {
	o.t.Helper()
	if _, err := fmt.Fprintln(o.in, order); err != nil {
		o.t.Fatal(err)
	}
	return strings.TrimPrefix(o.hear(), order+" ")
}

func (o *other) hear() string {
	o.t.Helper()
	if !o.lines.Scan() {
		o.t.Fatalf("the other process says nothing any more: %v", o.lines.Err())
	}
	return o.lines.Text()
}
