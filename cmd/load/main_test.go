package main

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"go.uber.org/goleak"
)

// TestMain lets this test program be the bots under measurement as well.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "bot" || os.Args[1] == "echo") {
		main()
	}
	goleak.VerifyTestMain(m)
}

// loadJSON runs the program and reads its figures. It returns the exit code.
func loadJSON(t *testing.T, into any, args ...string) int {
	t.Helper()
	var out, failed bytes.Buffer
	code := run(t.Context(), append(args, "-json", "-dir", t.TempDir()), streams{nil, &out, &failed})
	if err := json.Unmarshal(out.Bytes(), into); err != nil {
		t.Fatalf("%v in %q\n%s", err, out.String(), failed.String())
	}
	return code
}

func TestWrongCalls(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		args []string
		code int
	}{
		{[]string{"-h"}, exitGood},
		{[]string{"-platform", "irc"}, exitUsage},
		{[]string{"-n", "0"}, exitUsage},
		{[]string{"-people", "31"}, exitUsage},
		{[]string{"-nothing"}, exitUsage},
		{[]string{"dead", "-platform", "telegram,discord"}, exitUsage},
		{[]string{"soak", "-bot", "/bin/true"}, exitUsage},
		{[]string{"fly"}, exitFailed},
		{[]string{"echo"}, exitFailed},
		{[]string{"echo", "irc"}, exitFailed},
		{[]string{"-bot", "/nowhere/parley", "-people", "32"}, exitFailed},
	} {
		var out bytes.Buffer
		code := run(t.Context(), c.args, streams{&bytes.Buffer{}, &out, &out})
		if code != c.code || out.Len() == 0 && c.code != exitFailed {
			t.Errorf("%q: exit code %d, want %d, saying %q", c.args, code, c.code, out.String())
		}
	}
}
