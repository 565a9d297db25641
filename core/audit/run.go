package audit

import (
	"context"
	"time"
)

// signPause is how long events gather before a checkpoint is signed over them:
// short enough that none waits for a second, long enough that a busy log is not
// mostly checkpoints.
const signPause = 500 * time.Millisecond

// Run keeps a checkpoint for whatever is appended, within a second, until ctx
// ends, and leaves nothing unsigned behind. What fails is logged and tried again.
func (s *Service) Run(ctx context.Context) error {
	for {
		over := ctx.Err() != nil // before the look, so that the last one misses nothing
		_, err := s.Checkpoint(context.WithoutCancel(ctx))
		if over {
			return err
		}
		heard := s.bell
		if err != nil {
			s.log.Error("the log could not be signed", "cause", err)
			heard = nil // the pause is reason enough to look again
		}
		if heard != nil {
			select {
			case <-heard:
			case <-ctx.Done():
			}
		}
		select {
		case <-s.after(signPause):
		case <-ctx.Done():
		}
	}
}
