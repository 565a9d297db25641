package store

// Moment names a point of a commit at which a Fault may strike.
type Moment int

// The two points of a commit. A Fault before it is a commit that failed: nothing
// was recorded. A Fault after it is a commit that took effect although its
// callers were told otherwise, as when a machine dies before it can answer.
const (
	BeforeCommit Moment = iota
	AfterCommit
)

// Fault is a hook for tests: the writer asks it at both moments of every commit
// (n counts them from 1) and fails the whole batch with the error it returns. It
// runs on the writer's goroutine and may also block there or end the process.
type Fault func(n int64, at Moment) error
