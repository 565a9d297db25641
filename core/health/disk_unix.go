//go:build linux || darwin

package health

import (
	"fmt"
	"syscall"
)

// Free is how many bytes somebody without privileges may still write in a folder.
func Free(folder string) (uint64, error) {
	var s syscall.Statfs_t
	if err := syscall.Statfs(folder, &s); err != nil {
		return 0, fmt.Errorf("health: look at a disk: %w", err)
	}
	return s.Bavail * uint64(s.Bsize), nil
}
