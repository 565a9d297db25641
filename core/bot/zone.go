package bot

import (
	"cmp"
	"sync"
	"time"

	"github.com/parleybot/parley/core/civil"
)

// zones are the time zones in use, loaded once: reading one takes longer than
// answering a person. There are only as many as there are names.
type zones struct{ loaded sync.Map }

// first returns the first of the named zones that is set, UTC where none is.
func (z *zones) first(names ...string) *time.Location {
	name := cmp.Or(names...)
	if name == "" {
		return time.UTC
	}
	if loc, ok := z.loaded.Load(name); ok {
		return loc.(*time.Location)
	}
	loc, err := civil.LoadZone(name)
	if err != nil {
		return time.UTC
	}
	z.loaded.Store(name, loc)
	return loc
}
