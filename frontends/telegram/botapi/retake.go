package botapi

import (
	"context"
	"encoding/json"
	"time"
)

// retake answers what an earlier process owed: the updates are taken again, and
// as they carry the same event ids the core gives the stored replies.
func (p *poller) retake(ctx context.Context) {
	pause := backoff{first: 250 * time.Millisecond, most: 30 * time.Second}
	value, err := p.core.Recall(ctx, p.owed.key)
	for ; err != nil && ctx.Err() == nil; value, err = p.core.Recall(ctx, p.owed.key) {
		p.c.log.Error("what is owed could not be recalled", "cause", err)
		pause.wait(ctx, p.c.after)
	}
	if err != nil || value == "" {
		return
	}
	var raws []json.RawMessage
	if err := json.Unmarshal([]byte(value), &raws); err != nil {
		p.c.log.Error("what is owed could not be read and is forgotten", "cause", err)
	}
	p.owed.whole(false)
	for ctx.Err() == nil {
		todo, _ := p.batch(raws)
		if p.take(todo, true) {
			p.owed.whole(true)
			p.owed.forget(p.sending)
			return
		}
		pause.wait(ctx, p.c.after)
	}
}

// forget strikes off what is kept but not owed: updates that turned out to need
// no answer.
func (o *owed) forget(ctx context.Context) {
	o.mu.Lock()
	o.stale = true
	o.mu.Unlock()
	o.tidy(ctx)
}

// whole says whether the list holds everything that is kept. While it does not,
// nothing is written: a crash would lose what was not taken again yet, and an
// answer sent twice is better than none.
func (o *owed) whole(is bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.partial = !is
}
