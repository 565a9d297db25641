package civil

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones work on machines without a database of their own
)

// ErrZone is returned by LoadZone for anything but the name of a time zone.
var ErrZone = errors.New("civil: unknown time zone")

var zonePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`)

// LoadZone returns the time zone of an IANA name such as "Asia/Riyadh" or
// "UTC". It fails with an error that wraps ErrZone.
func LoadZone(name string) (*time.Location, error) {
	if !zonePattern.MatchString(name) || machineDependent(name) {
		return nil, ErrZone
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrZone, err)
	}
	return loc, nil
}

// machineDependent reports names that mean something else on another machine,
// or that exist only where a system's database has them. Those under right/
// even count leap seconds.
func machineDependent(name string) bool {
	if strings.HasPrefix(name, "posix/") || strings.HasPrefix(name, "right/") {
		return true
	}
	return slices.Contains([]string{"Local", "localtime", "posixrules", "Factory"}, name)
}
