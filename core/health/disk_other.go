//go:build !linux && !darwin

package health

import "errors"

// Free cannot tell on this system: it returns errors.ErrUnsupported.
func Free(string) (uint64, error) { return 0, errors.ErrUnsupported }
