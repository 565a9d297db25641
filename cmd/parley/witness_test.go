package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// file writes a file of its own and returns its path.
func file(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Two agencies, each with a ledger and a witness, by the command line alone.
func TestWitnessCommand(t *testing.T) {
	t.Parallel()
	harbor, lagoon := keepEvidence(t, "harbor"), keepEvidence(t, "lagoon")
	folder := filepath.Join(t.TempDir(), "witness")
	key := strings.TrimSpace(lagoon.call(exitGood, "lagoon.witness+", "witness", "key", "--dir", folder, "--name", "lagoon.witness"))

	first := file(t, harbor.call(exitGood, "old 0\n\nharbor\n4\n", "witness", "request"))
	line := file(t, lagoon.call(exitGood, "— lagoon.witness ", "witness", "cosign", first, "--log", harbor.key, "--dir", folder))
	harbor.call(exitGood, "lagoon.witness vouches for harbor with 4 events", "witness", "check", first, line, "--log", harbor.key, "--witness", key)

	// The line may stand below the receipt that has the same checkpoint.
	receipt, err := os.ReadFile(harbor.receipt)
	if err != nil {
		t.Fatal(err)
	}
	added, err := os.ReadFile(line)
	if err != nil {
		t.Fatal(err)
	}
	both := file(t, string(receipt)+string(added))
	harbor.call(exitGood, "signed by harbor, lagoon.witness", "verify", "receipt", both, "--key", harbor.key, "--witness", key)
	harbor.call(exitBroken, "whose key was not given", "verify", "receipt", both, "--key", harbor.key)

	harbor.log(2)
	second := file(t, harbor.call(exitGood, "old 4\n", "witness", "request", "--old", "4"))
	lagoon.call(exitGood, "— lagoon.witness ", "witness", "cosign", second, "--log", harbor.key, "--dir", folder)
	lagoon.call(exitBroken, "older than one seen before", "witness", "cosign", first, "--log", harbor.key, "--dir", folder)
	lagoon.call(exitBroken, "did not sign this", "witness", "cosign", second, "--log", lagoon.key, "--dir", folder)
	harbor.call(exitBroken, "nobody vouches", "witness", "check", second, line, "--log", harbor.key, "--witness", key)
	harbor.call(exitBroken, "the last line is not the witness's", "witness", "check", second, file(t, ""), "--log", harbor.key, "--witness", key)

	// The same name and key with another history.
	fork := keepHistory(t, "harbor", "p:other")
	fork.log(3)
	if fork.key != harbor.key {
		t.Fatal("not a fork: another key")
	}
	forked := file(t, fork.call(exitGood, "old 6\n", "witness", "request", "--old", "6"))
	lagoon.call(exitOther, "not a checkpoint", "witness", "cosign", file(t, "old 6\n\nharbor"), "--log", harbor.key, "--dir", folder)
	lagoon.call(exitBroken, "forked", "witness", "cosign", forked, "--log", harbor.key, "--dir", folder)
}

func TestWitnessCommandRefuses(t *testing.T) {
	t.Parallel()
	e := keepEvidence(t, "harbor")
	folder := t.TempDir()
	for _, args := range [][]string{
		{},
		{"fly"},
		{"request", "more"},
		{"request", "--old", "-1"},
		{"request", "--fly"},
		{"key"},
		{"cosign"},
		{"cosign", "a", "--dir", folder},
		{"cosign", "a", "--log", e.key},
		{"check", "a", "--log", e.key, "--witness", "w"},
		{"check", "a", "b"},
	} {
		e.call(exitOther, "Usage: parley witness", append([]string{"witness"}, args...)...)
	}
	e.call(exitOther, "name it", "witness", "key", "--dir", folder)
	e.call(exitOther, "not the public key of a log", "witness", "cosign", "a", "--log", "x", "--dir", folder)
	e.call(exitOther, "no such file", "witness", "cosign", filepath.Join(folder, "none"), "--log", e.key, "--dir", folder)
	e.call(exitOther, "name it", "witness", "cosign", e.receipt, "--log", e.key, "--dir", folder)
	e.call(exitOther, "not the public key of a witness", "witness", "check", "a", "b", "--log", e.key, "--witness", "x")
	e.call(exitOther, "the newest checkpoint has 4 events, and 99 were seen", "witness", "request", "--old", "99")
}
