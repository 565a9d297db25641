package witness

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/parleybot/parley/core/audit"
)

// sight is the newest checkpoint seen of a log: the n-th, 0 for none yet.
type sight struct {
	n    int
	head audit.Checkpoint
}

// prefix is how the files of a log begin: its name may hold what a file's may not.
func (w *Witness) prefix(origin string) string {
	sum := sha256.Sum256([]byte(origin))
	return filepath.Join(w.folder, hex.EncodeToString(sum[:8]))
}

func (w *Witness) file(origin string, n int) string {
	return fmt.Sprintf("%s.%08d.checkpoint", w.prefix(origin), n)
}

// last returns the newest checkpoint seen of a log. Earlier ones stay, as a
// record of what was signed.
func (w *Witness) last(origin string) (s sight, err error) {
	names, err := w.checkpoints(origin)
	if err != nil || len(names) == 0 {
		return sight{}, err
	}
	newest := names[len(names)-1]
	content, err := os.ReadFile(newest)
	if err != nil {
		return sight{}, fmt.Errorf("witness: read what was seen: %w", err)
	}
	text, _, _ := strings.Cut(string(content), "\n\n")
	s.n = len(names)
	s.head, err = audit.ParseCheckpoint(text + "\n")
	if err != nil || s.head.Origin != origin || newest != w.file(origin, s.n) {
		return sight{}, fmt.Errorf("witness: %s is damaged; put the folder back as it was", newest)
	}
	return s, nil
}

// checkpoints lists the files of what was seen of a log, oldest first: they are
// numbered with leading zeros. The name of the folder is no pattern, whatever
// signs are in it.
func (w *Witness) checkpoints(origin string) (names []string, err error) {
	entries, err := os.ReadDir(w.folder)
	if err != nil {
		return nil, fmt.Errorf("witness: look for what was seen: %w", err)
	}
	begins := filepath.Base(w.prefix(origin)) + "."
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), begins) && strings.HasSuffix(e.Name(), ".checkpoint") {
			names = append(names, filepath.Join(w.folder, e.Name()))
		}
	}
	return names, nil
}

// remember makes a checkpoint the newest one seen, durably. The number in the
// name decides between two that run at once: a name is given once.
func (w *Witness) remember(seen sight, r Request) error {
	if seen.n > 0 && seen.head == r.head {
		return nil
	}
	err := place(w.file(r.head.Origin, seen.n+1), r.Checkpoint)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("witness: %w", ErrRace)
	}
	if err != nil {
		return fmt.Errorf("witness: remember a checkpoint: %w", err)
	}
	return nil
}

// keepEvidence stores a checkpoint that its log signed beside another history.
func (w *Witness) keepEvidence(r Request) error {
	sum := sha256.Sum256(r.Checkpoint)
	name := w.prefix(r.head.Origin) + "." + hex.EncodeToString(sum[:8]) + ".fork"
	if err := place(name, r.Checkpoint); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("the evidence could not be kept: %w", err)
	}
	return fmt.Errorf("the evidence is kept in %s", name)
}

// place makes a file of that name with all of its content or none, and fails with
// fs.ErrExist where there is one.
func place(name string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(name), ".new-*") // 0600
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.Write(content)
	if err == nil {
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), name); err != nil {
		return err
	}
	return audit.SyncFolder(filepath.Dir(name))
}

// loadKey reads the key of a witness, or makes it.
func loadKey(path, name string, random io.Reader) (key, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return storeKey(path, name, random)
	case err != nil:
		return key{}, fmt.Errorf("witness: read the key: %w", err)
	case info.Mode().Perm()&0o077 != 0 && runtime.GOOS != "windows":
		return key{}, fmt.Errorf("witness: others than its owner may read the key in %s (mode %04o); run: chmod 600 %s", path, info.Mode().Perm(), path)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return key{}, fmt.Errorf("witness: read the key: %w", err)
	}
	k, err := readKey(string(content))
	if err != nil {
		return key{}, fmt.Errorf("%w: %s", err, path)
	}
	return k, nil
}

func storeKey(path, name string, random io.Reader) (key, error) {
	if !validName(name) {
		return key{}, fmt.Errorf("witness: there is none in %s yet; name it, without spaces or a +, to make one", filepath.Dir(path))
	}
	k, err := makeKey(name, random)
	if err != nil {
		return key{}, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return key{}, fmt.Errorf("witness: make a key: %w", err)
	}
	if err := place(path, []byte(k.secret()+"\n")); err != nil {
		return key{}, fmt.Errorf("witness: make a key: %w", err)
	}
	return k, nil
}
