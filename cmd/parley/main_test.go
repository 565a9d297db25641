package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// talk runs the program as a script would, on a ledger of its own unless one is
// named.
func talk(t *testing.T, env map[string]string, input string, args ...string) (code int, out, errs string) {
	t.Helper()
	if env["DATABASE_PATH"] == "" {
		env["DATABASE_PATH"] = filepath.Join(t.TempDir(), "parley.db")
		if env["DATABASE_URL"] == "" {
			env["DATABASE_URL"] = newURL(t)
		}
	}
	if env["LOG_SIGNING_KEY_FILE"] == "" {
		env["LOG_SIGNING_KEY_FILE"] = filepath.Join(t.TempDir(), "log.key")
	}
	var stdout, stderr bytes.Buffer
	lookup := func(name string) (string, bool) { v, ok := env[name]; return v, ok }
	code = run(t.Context(), args, lookup, streams{in: strings.NewReader(input), out: &stdout, err: &stderr})
	return code, plain(stdout.String()), stderr.String()
}

func plain(s string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(s) }

func TestSandboxByScript(t *testing.T) {
	t.Parallel()
	env := map[string]string{"LOG_LEVEL": "ERROR"} // a slow machine is no failure
	code, out, errs := talk(t, env, "/ping\n/deal_list\n/as bob\n/ping\n")
	if code != exitGood || errs != "" {
		t.Fatalf("exit %d, %s", code, errs)
	}
	for _, want := range []string{"Parley's sandbox", "You are alice", "I am here", "Open privately"} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in:\n%s", want, out)
		}
	}
	if lines := strings.SplitN(out, "\n", 4); len(lines) < 4 || !strings.HasPrefix(lines[3], "alice") {
		t.Errorf("the greeting has not three lines:\n%s", out)
	}
	if _, again, _ := talk(t, env, "/ping\n"); !strings.Contains(again, "I am here") {
		t.Errorf("a second start on the same ledger:\n%s", again)
	}
}

func TestDemo(t *testing.T) {
	t.Parallel()
	env := map[string]string{"LOG_LEVEL": "ERROR"} // a slow machine is no failure
	for range 2 {                                  // the second time the ledger is there already
		code, out, errs := talk(t, env, "/deal list\n/as omar\n/deal list\n", "--demo")
		if code != exitGood || errs != "" {
			t.Fatalf("exit %d, %s", code, errs)
		}
		for _, want := range []string{"🟢 active · TikTok · 500.00 USD · Bob", "✅ completed · BigoLive · 1,500.00 USD", "🟡 waiting for confirmation · YouTube", "Twitch · 250.00 EUR"} {
			if !strings.Contains(out, want) {
				t.Errorf("%q is not in:\n%s", want, out)
			}
		}
		if n := strings.Count(out, "· TikTok · 500.00 USD · Bob"); n != 2 { // in the list and on its button
			t.Errorf("alice sees the deal %d times", n)
		}
	}
}

func TestWrongCallsAndSettings(t *testing.T) {
	t.Parallel()
	readOnly := filepath.Join(t.TempDir(), "parley.db")
	if err := os.WriteFile(readOnly, []byte("this is no database, whatever its name says"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		env  map[string]string
		args []string
		code int
		says string
	}{
		"unknown command": {map[string]string{}, []string{"fly"}, exitUsage, `there is no command "fly"`},
		"unknown flag":    {map[string]string{}, []string{"--fly"}, exitUsage, "Usage: parley"},
		"help":            {map[string]string{}, []string{"--help"}, exitGood, "Usage: parley"},
		"bad setting":     {map[string]string{"MAX_OPEN_DEALS_PER_USER": "0"}, nil, exitUsage, "MAX_OPEN_DEALS_PER_USER is out of bounds: it should be a number from 1 to 500"},
		"telegram token":  {map[string]string{"TELEGRAM_TOKEN": "s3cret"}, nil, exitFailed, "TELEGRAM_TOKEN"},
		"demo for real":   {map[string]string{"DISCORD_TOKEN": "s3cret"}, []string{"--demo"}, exitFailed, "--demo fills the sandbox only"},
		"no server":       {map[string]string{"DATABASE_URL": "postgres://u:s3cret@127.0.0.1:1/d"}, nil, exitFailed, "postgres://u@127.0.0.1:1/d"},
		"no database":     {map[string]string{"DATABASE_PATH": readOnly}, nil, exitFailed, readOnly},
		"no folder":       {map[string]string{"DATABASE_PATH": filepath.Join(t.TempDir(), "no", "where.db")}, nil, exitFailed, "where.db"},
	} {
		code, _, errs := talk(t, c.env, "", c.args...)
		if code != c.code || !strings.Contains(errs, c.says) || strings.Contains(errs, "s3cret") {
			t.Errorf("%s: exit %d, said:\n%s", name, code, errs)
		}
	}
}

func TestCheckAndVersion(t *testing.T) {
	t.Parallel()
	env := map[string]string{"DATABASE_PATH": filepath.Join(t.TempDir(), "parley.db")}
	code, out, _ := talk(t, env, "", "check")
	if code != exitGood || !strings.Contains(out, "MAX_OPEN_DEALS_PER_USER") || !strings.Contains(out, "will be made at the first start") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	talk(t, env, "/ping\n")
	if _, out, _ = talk(t, env, "", "check"); !strings.Contains(out, "tables are up to date") {
		t.Errorf("check:\n%s", out)
	}
	if code, out, _ = talk(t, env, "", "version"); code != exitGood || !strings.HasPrefix(out, "parley ") {
		t.Errorf("exit %d: %s", code, out)
	}
}
