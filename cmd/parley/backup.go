package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/backup"
)

const backupUsage = `Usage: parley backup
       parley backup verify FILE

  (none)  write a verified backup of the ledger at DATABASE_URL or DATABASE_PATH into BACKUP_DIR;
          the bot may run meanwhile. With BACKUP_ENCRYPTION_KEY set it is encrypted with that passphrase
  verify  read a backup back and check all of it; the ledger is left alone

It exits with 0 when all is well, 1 when a backup is broken or the passphrase is another one, 2 on
any other error.
`

// backupCommand runs "parley backup" and returns the exit code.
func backupCommand(ctx context.Context, c config.Config, args []string, std streams) (exit int) {
	files, err := operands(quietFlags("backup"), args)
	switch {
	case err == nil && len(files) == 0:
		return makeBackup(ctx, c, std)
	case err == nil && len(files) == 2 && files[0] == "verify":
		return verifyBackup(ctx, c, files[1], std)
	}
	say(std.err, backupUsage)
	return exitOther
}

func makeBackup(ctx context.Context, c config.Config, std streams) int {
	made, err := backUp(ctx, c)
	if made.Name != "" {
		say(std.out, fmt.Sprintf("%s is made and verified: %d bytes.\n%s", filepath.Join(c.BackupDir, made.Name), made.Size, contents(made.Header)))
	}
	for _, name := range made.Removed {
		say(std.out, "Let go: "+name+"\n")
	}
	if err != nil {
		return unusable(std, err)
	}
	if !made.Header.Encrypted() {
		say(std.err, "parley: the backup is not encrypted; set BACKUP_ENCRYPTION_KEY to have it so\n")
	}
	return exitGood
}

// backUp makes a backup of the ledger that the settings name.
func backUp(ctx context.Context, c config.Config) (made backup.Made, err error) {
	if c.DatabaseURL == "" {
		return backup.MakeFile(ctx, c.DatabasePath, house.BackupOptions(c))
	}
	s, _, err := openLedger(ctx, c)
	if err != nil {
		return backup.Made{}, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	return backup.Make(ctx, s, house.BackupOptions(c))
}

func verifyBackup(ctx context.Context, c config.Config, file string, std streams) int {
	h, err := backup.Verify(ctx, file, house.BackupOptions(c))
	if err != nil {
		return unusable(std, err)
	}
	say(std.out, file+" is whole.\n"+contents(h))
	return exitGood
}

// contents says what is in a backup.
func contents(h backup.Header) string {
	encrypted := "not encrypted"
	if h.Encrypted() {
		encrypted = "encrypted"
	}
	return fmt.Sprintf("It holds the log %s with %d events, as of %s; %s.\n", h.Origin, h.Size, h.Created().Format("2006-01-02 15:04:05 UTC"), encrypted)
}

// unusable says why, and tells a broken file from other trouble.
func unusable(std streams, err error) int {
	if errors.Is(err, backup.ErrLocked) {
		err = fmt.Errorf("%w: BACKUP_ENCRYPTION_KEY is the one it was made with", err)
	}
	other(std, err)
	if errors.Is(err, backup.ErrBroken) {
		return exitBroken
	}
	return exitOther
}
