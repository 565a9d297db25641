package main

import (
	"path/filepath"
	"strings"
	"testing"
)

func TestRotateKey(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	env := map[string]string{
		"DATABASE_PATH": filepath.Join(dir, "parley.db"), "LOG_SIGNING_KEY_FILE": filepath.Join(dir, "log.key"),
	}
	if code, out, errs := talk(t, env, "/ping\n"); code != exitGood {
		t.Fatalf("exit %d, %s %s", code, out, errs)
	}
	code, out, errs := talk(t, env, "", "rotate-key")
	if code != exitGood || errs != "" {
		t.Fatalf("exit %d, %s", code, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	public := lines[len(lines)-1]
	code, out, errs = talk(t, env, "/about\n")
	if code != exitGood || !strings.Contains(out, public) {
		t.Errorf("exit %d, %s: the new key %s is not the log's:\n%s", code, errs, public, out)
	}
	if code, out, errs = talk(t, env, "", "verify", "log"); code != exitGood {
		t.Errorf("the log does not verify: exit %d, %s %s", code, out, errs)
	}
	if code, _, _ = talk(t, env, "", "rotate-key", "now"); code != exitUsage {
		t.Errorf("an argument: exit %d", code)
	}
}
