package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

//go:embed peers/ledger.* peers/install.sh peers/*/*.js peers/*/*.json peers/*/*.py peers/*/*.txt
var peerFiles embed.FS

// installed puts a peer and what it needs into a folder of the cache and returns
// that folder. Its packages are kept there for the next run.
func (p peer) installed(ctx context.Context, cache string, log io.Writer) (string, error) {
	folder := filepath.Join(cache, p.name)
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return "", fmt.Errorf("install %s: %w", p.name, err)
	}
	for _, from := range []string{"peers", "peers/" + p.name} {
		if err := lay(from, folder); err != nil {
			return "", fmt.Errorf("install %s: %w", p.name, err)
		}
	}
	install := exec.CommandContext(ctx, "sh", "install.sh")
	install.Dir = folder
	said, err := install.CombinedOutput()
	if err != nil {
		lines := strings.Split(strings.TrimSpace(string(said)), "\n")
		return "", fmt.Errorf("install %s: %w: %s", p.name, err, lines[len(lines)-1])
	}
	_, _ = log.Write(said)
	return folder, nil
}

// lay writes the files of one embedded folder.
func lay(from, to string) error {
	entries, err := fs.ReadDir(peerFiles, from)
	if err != nil {
		return err
	}
	var all []error
	for _, e := range entries {
		if e.IsDir() {
			continue
		}
		data, err := fs.ReadFile(peerFiles, path.Join(from, e.Name()))
		if err == nil {
			err = os.WriteFile(filepath.Join(to, e.Name()), data, 0o600)
		}
		all = append(all, err)
	}
	return errors.Join(all...)
}

// cacheFolder is where peers are installed unless a run says otherwise.
func cacheFolder() string {
	folder, err := os.UserCacheDir()
	if err != nil {
		folder = os.TempDir()
	}
	return filepath.Join(folder, "parley-peers")
}
