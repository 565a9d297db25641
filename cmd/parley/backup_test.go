package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/parleybot/parley/config"
)

// keeper is an operator with a small ledger, who types commands.
type keeper struct {
	t   *testing.T
	env map[string]string
}

func newKeeper(t *testing.T) *keeper {
	t.Helper()
	home := t.TempDir()
	k := &keeper{t, map[string]string{
		"DATABASE_PATH": filepath.Join(home, "parley.db"), "BACKUP_DIR": filepath.Join(home, "backups"),
		"BACKUP_ENCRYPTION_KEY": "sesame", "LOG_SIGNING_KEY_FILE": filepath.Join(home, "parley-log.key"),
	}}
	if code, _, errs := talk(t, k.env, "/timezone Asia/Amman\n"); code != exitGood {
		t.Fatal(errs)
	}
	return k
}

// types runs a command about backups and returns its code and all that it said.
func (k *keeper) types(args ...string) (code int, said string) {
	k.t.Helper()
	c, err := config.Load(func(name string) (string, bool) { v, ok := k.env[name]; return v, ok }, filepath.Join(k.t.TempDir(), "none"))
	if err != nil {
		k.t.Fatal(err)
	}
	var out bytes.Buffer
	std := streams{out: &out, err: &out}
	switch args[0] {
	case "backup":
		code = backupCommand(k.t.Context(), c, args[1:], std)
	case "restore":
		code = restoreCommand(k.t.Context(), c, args[1:], std)
	case "verify":
		code = verify(k.t.Context(), c, args[1:], std)
	}
	return code, out.String()
}

// expects fails the test unless a command ends with a code and says words.
func (k *keeper) expects(code int, words string, args ...string) string {
	k.t.Helper()
	got, said := k.types(args...)
	if got != code || !strings.Contains(said, words) {
		k.t.Errorf("parley %s: exit %d, want %d and %q in:\n%s", strings.Join(args, " "), got, code, words, said)
	}
	return said
}

// only is the one backup there is.
func (k *keeper) only() string {
	k.t.Helper()
	files, err := filepath.Glob(filepath.Join(k.env["BACKUP_DIR"], "*.bak"))
	if err != nil || len(files) != 1 {
		k.t.Fatalf("backups: %q, %v", files, err)
	}
	return files[0]
}

func TestBackupCommands(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	said := k.expects(exitGood, "is made and verified", "backup")
	file := k.only()
	if !strings.Contains(said, file) || !strings.Contains(said, "; encrypted.") || strings.Contains(said, "sesame") {
		t.Errorf("said %s", said)
	}
	k.expects(exitGood, "is whole", "backup", "verify", file)
	to := filepath.Join(t.TempDir(), "again.db")
	said = k.expects(exitGood, "is restored and verified", "restore", file, "--to", to)
	if !strings.Contains(said, "Its log goes on as parley-") {
		t.Errorf("said %s", said)
	}
	k.expects(exitOther, "--force", "restore", file, "--to", to)
	k.expects(exitGood, "is kept as "+to+".before-", "restore", "--force", "--to", to, file)

	k.env["DATABASE_PATH"] = to
	k.expects(exitGood, "is whole", "verify", "log")
	if _, out, _ := talk(t, k.env, "/whoami\n"); !strings.Contains(out, "Asia/Amman") {
		t.Errorf("the restored ledger says %s", out)
	}
	k.expects(exitGood, "is whole", "verify", "log")
}

func TestBackupCommandsRefuse(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	k.expects(exitGood, "", "backup")
	file, to := k.only(), filepath.Join(t.TempDir(), "again.db")
	for name, args := range map[string][]string{
		"no file": {"backup", "verify"}, "a word": {"backup", "make"}, "an unknown flag": {"backup", "--fast"},
		"nothing to restore": {"restore", "--to", to}, "nowhere": {"restore", file}, "two files": {"restore", file, file, "--to", to},
	} {
		if code, said := k.types(args...); code != exitOther || !strings.Contains(said, "Usage:") {
			t.Errorf("%s: exit %d, %s", name, code, said)
		}
	}
	k.expects(exitOther, "no such file", "backup", "verify", file+"-not")
	k.expects(exitOther, "no such file", "restore", file, "--to", filepath.Join(to, "deeper", "x.db"))

	k.env["BACKUP_ENCRYPTION_KEY"] = "simsim"
	k.expects(exitBroken, "damaged, or the passphrase", "backup", "verify", file)
	k.env["BACKUP_ENCRYPTION_KEY"] = ""
	k.expects(exitOther, "BACKUP_ENCRYPTION_KEY", "restore", file, "--to", to)
	k.env["BACKUP_ENCRYPTION_KEY"] = "sesame"
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	content[len(content)/2] ^= 1
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	k.expects(exitBroken, "damaged", "restore", file, "--to", to)
	if left, _ := os.ReadDir(filepath.Dir(to)); len(left) > 0 {
		t.Errorf("left %v", left)
	}
	k.env["DATABASE_PATH"] = to
	k.expects(exitOther, "no such file", "backup")
}

// Without a passphrase a backup is not encrypted, and that is said every time.
func TestBackupInTheClearIsSaid(t *testing.T) {
	t.Parallel()
	k := newKeeper(t)
	k.env["BACKUP_ENCRYPTION_KEY"] = ""
	k.expects(exitGood, "the backup is not encrypted; set BACKUP_ENCRYPTION_KEY", "backup")
	k.expects(exitGood, "; not encrypted.", "backup", "verify", k.only())
}
