package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/parleybot/parley/core/chat"
)

// candidate is a bot to be measured: how it is started, and what people say to it.
type candidate struct {
	name    string
	command []string                   // the program and its arguments
	script  func(chat.Platform) script // nil where it is the double's own
	// commits is what one deal commits, in words.
	commits string
	// lenient lets it do what a platform would refuse; that is said and not an error.
	lenient bool
}

// own is the bot that the settings of a run ask for: this program's, or a built
// cmd/parley.
func own(o options) (candidate, error) {
	c := candidate{name: "parley", commits: "request key and answer, deal, 2 parties, audit event and its tree, reputation, outbox row"}
	if o.bot != "" {
		c.command = []string{o.bot}
		return c, nil
	}
	self, err := self()
	c.command = []string{self, "bot", "-profile", o.profile}
	return c, err
}

// echoes is the bot that only echoes, on one platform.
func echoes(p chat.Platform) (candidate, error) {
	self, err := self()
	return candidate{name: "echo", command: []string{self, "echo", string(p)}, commits: "nothing"}, err
}

// self is the path of this program.
func self() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", fmt.Errorf("find this program: %w", err)
	}
	return path, nil
}

// keeping says where a bot keeps its things, and sets limits that no load reaches.
func keeping(folder string) []string {
	return []string{
		"DATABASE_PATH=" + filepath.Join(folder, "load.db"), "LOG_SIGNING_KEY_FILE=" + filepath.Join(folder, "load.key"),
		"BACKUP_DIR=" + filepath.Join(folder, "backups"), "LOG_LEVEL=WARN",
		"MAX_OPEN_DEALS_PER_USER=500", "MAX_DAILY_DEAL_VOLUME=1000000000",
	}
}
