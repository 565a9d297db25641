package chat

import (
	"net/http"
	"time"
)

// Phase is how far a frontend has got with its platform.
type Phase string

// The phases of a frontend.
const (
	Idle         Phase = "idle"         // not running
	StandingBy   Phase = "standing by"  // another process holds the lease
	Connecting   Phase = "connecting"   // for the first time
	Connected    Phase = "connected"    // events come in
	Reconnecting Phase = "reconnecting" // they did, and will again
	Refused      Phase = "refused"      // the platform refuses this bot
)

// FrontendState is what a frontend knows of its line to the platform, for whoever
// watches over the bot. It names nobody.
type FrontendState struct {
	Phase Phase
	Since time.Time // when the phase began, UTC
	Heard time.Time // the platform's last good word: a poll, an event; UTC, zero for never
	// Patience is how old Heard may grow while Connected before the line counts as
	// dead; 0 where the frontend finds that out by itself.
	Patience   time.Duration
	Reconnects int64 // times that a lost line was found again
	Throttled  int64 // requests that the platform refused as too many (429)
}

// Reporter is implemented by frontends that can say how their line is. It does not
// block, and may be called at any time.
type Reporter interface {
	State() FrontendState
}

// Mounter is implemented by a Core that can serve a platform which calls the bot
// instead of being asked.
type Mounter interface {
	// Mount has requests for path ("/telegram/…", and with a slash at its end what is
	// below it) handled by h until unmount, which waits for those under way. It fails
	// where the process serves nothing, and where the path is taken.
	Mount(path string, h http.Handler) (unmount func(), err error)
}
