package civil

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	_ "time/tzdata" // zones work on machines without a database of their own
	"unicode"
)

// ErrZone is returned by LoadZone for anything but the name of a time zone.
var ErrZone = errors.New("civil: unknown time zone")

var zonePattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$`)

// LoadZone returns the time zone of an IANA name such as "Asia/Riyadh" or
// "UTC". Where there is no such name, it is read as people type it too:
// "utc", "europe/berlin". It fails with an error that wraps ErrZone.
func LoadZone(name string) (*time.Location, error) {
	if !zonePattern.MatchString(name) || machineDependent(name) {
		return nil, ErrZone
	}
	loc, err := time.LoadLocation(name)
	for _, spelling := range []string{strings.ToUpper(name), capitals(name)} {
		if err != nil {
			loc, err = time.LoadLocation(spelling)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrZone, err)
	}
	return loc, nil
}

// capitals writes a name the way most zones are written: a capital letter at
// the beginning of every word.
func capitals(name string) string {
	start := true
	return strings.Map(func(r rune) rune {
		defer func() { start = r == '/' || r == '_' || r == '-' }()
		if start {
			return unicode.ToUpper(r)
		}
		return unicode.ToLower(r)
	}, name)
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
