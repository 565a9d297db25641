package backup

import (
	"os"
	"path/filepath"
	"time"
)

// Newest returns when the newest backup of a folder was written (UTC), by the time
// of its file; false where there is none.
func Newest(folder string) (at time.Time, ok bool) {
	files, _ := filepath.Glob(filepath.Join(folder, "parley-*.bak")) // the pattern is a good one
	for _, name := range files {
		info, err := os.Stat(name)
		if err == nil && info.ModTime().After(at) {
			at = info.ModTime().UTC()
		}
	}
	return at, !at.IsZero()
}
