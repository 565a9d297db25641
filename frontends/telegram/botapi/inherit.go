package botapi

import (
	"context"
	"encoding/json"
	"time"
)

// inherit takes over what a process before this one owed, by webhook or polling:
// its updates are taken as if they were delivered, and the core gives the stored
// replies. Only then may the list of what is owed be written anew.
func (k *hook) inherit(ctx context.Context) {
	pause := backoff{first: 250 * time.Millisecond, most: 30 * time.Second}
	for ctx.Err() == nil {
		value, err := k.core.Recall(ctx, k.owed.key)
		if err != nil {
			k.c.log.Error("what is owed could not be recalled", "cause", err)
			pause.wait(ctx, k.c.after)
			continue
		}
		var raws []json.RawMessage
		if value != "" {
			if err := json.Unmarshal([]byte(value), &raws); err != nil {
				k.c.log.Error("what is owed could not be read and is forgotten", "cause", err)
			}
		}
		k.owed.whole(false)
		if k.retake(raws) {
			k.owed.whole(true)
			if value != "" {
				k.owed.forget(k.sending)
			}
			close(k.heir)
			return
		}
		pause.wait(ctx, k.c.after)
	}
}

// retake reports whether all of it is recorded, so that what is still to be
// answered is listed as owed.
func (k *hook) retake(raws []json.RawMessage) bool {
	visits := make([]*visit, len(raws))
	for i, raw := range raws {
		if visits[i] = k.enter(k.read(raw), true); visits[i] == nil {
			return false
		}
	}
	all := true
	for _, v := range visits {
		select {
		case <-v.taken:
		case <-v.done:
			all = all && v.code == 200
		case <-k.over:
			return false
		}
	}
	return all
}
