package audit

import "fmt"

// Broken says that a log is not what it should be, as opposed to one that could
// not be read. Seq is the first event that is wrong, -1 where it is not about one.
type Broken struct {
	Seq  int64
	What error
}

// Error names the event and what is wrong with it.
func (b *Broken) Error() string {
	if b.Seq < 0 {
		return b.What.Error()
	}
	return fmt.Sprintf("event %d: %v", b.Seq, b.What)
}

// Unwrap returns what is wrong.
func (b *Broken) Unwrap() error { return b.What }

func broken(seq int64, format string, args ...any) error {
	return &Broken{Seq: seq, What: fmt.Errorf(format, args...)}
}
