package botapi

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Handler says what updates mean.
type Handler interface {
	// Lane names the lane of an update. Updates of one lane are taken, and their
	// answers sent, one after the other; different lanes run side by side.
	Lane(u Update) string
	// Take hands an update to the core, which may block until it is committed,
	// and returns what sends the answer, or nil. After an error that matches
	// chat.ErrNotRecorded the update comes again; after any other error, or a
	// panic, it is put aside. Take itself does not wait for the network.
	Take(ctx context.Context, core chat.Core, u Update) (send func(ctx context.Context), err error)
}

const (
	pollWait  = 50 // seconds Telegram may hold a poll
	pollBatch = 100
	pollLimit = 65 * time.Second // a poll that takes longer is cut
)

// poller is one run of Poll.
type poller struct {
	intake
	owed   *owed
	sends  sendLanes
	done   record
	offset int64 // confirms everything before it; 0: confirms nothing
	ahead  bool  // no poll has carried the offset yet
}

// Poll takes updates in and hands them to h until ctx ends, under a lease: one
// poller per token. It returns nil when it was asked to stop, within 15 s, and
// a *chat.SendError of class Fatal when Telegram refuses the token.
//
// A batch is confirmed, by the next poll, only when all of it is committed or
// put aside and its answers are sent or remembered in the core. So a crash at
// any moment loses nothing; at worst an answer is sent twice.
func (c *Client) Poll(ctx context.Context, core chat.Core, h Handler) error {
	defer c.Close()
	defer c.End()
	c.pulse.Enter(chat.StandingBy, c.now())
	core.Share(Platform, 0) // the limits are the token's: who polls sends as well
	release, err := core.Lease(ctx, c.fact(""))
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("botapi: lease: %w", err)
	}
	defer release()
	c.begin()
	core.Share(Platform, 1)
	defer core.Share(Platform, 0)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	p := &poller{intake: newIntake(c, core, h), owed: newOwed(core, c.fact(":owed"), c.log)}
	end := p.limit(ctx)
	defer end()
	err = p.run(ctx)
	stop()
	p.finish()
	return err
}

// fact names something of this bot's in the core.
func (c *Client) fact(name string) string {
	return string(Platform) + ":" + strconv.FormatInt(c.id, 10) + name
}

// run polls until ctx ends or Telegram refuses the bot.
func (p *poller) run(ctx context.Context) error {
	trouble := newTrouble(p.c)
	if err := p.leaveWebhook(ctx, trouble); err != nil {
		return err
	}
	p.retake(ctx)
	pause := backoff{first: 250 * time.Millisecond, most: 30 * time.Second}
	for ctx.Err() == nil {
		raws, err := p.fetch(ctx, pollWait, pollBatch)
		if err != nil {
			if fatal := trouble.met(ctx, err); fatal != nil {
				return fatal
			}
			continue
		}
		trouble.passed()
		todo, highest := p.batch(raws)
		if !p.take(todo, false) || len(raws) > 0 && highest == 0 {
			p.c.log.Warn("updates could not be recorded; they will be asked for again")
			pause.wait(ctx, p.c.after)
			continue
		}
		pause = backoff{first: pause.first, most: pause.most}
		p.confirm(highest)
		p.owed.settle(ctx, p.sending, p.c.after)
	}
	return nil
}

// confirm moves the offset behind a batch that was taken. It is the last
// batch's number and never the highest ever, as the numbers start anew after a
// quiet week.
func (p *poller) confirm(highest int64) {
	if highest == 0 {
		// What the last poll confirmed is gone. Without an offset the next one
		// starts at the head of the queue, whatever numbers are dealt by then.
		p.offset = 0
		return
	}
	p.offset, p.ahead = highest+1, true
	p.done.clear()
}

// fetch makes one poll. Every error is a *Failure.
func (p *poller) fetch(ctx context.Context, wait, limit int) ([]json.RawMessage, error) {
	const method = "getUpdates"
	ask, err := json.Marshal(struct {
		Timeout int      `json:"timeout"`
		Limit   int      `json:"limit"`
		Offset  int64    `json:"offset,omitempty"`
		Allowed []string `json:"allowed_updates"`
	}{wait, limit, p.offset, AllowedUpdates()})
	if err != nil {
		return nil, &Failure{Method: method, Unmade: true, cause: err}
	}
	p.ahead = false
	data, err := p.c.exchange(ctx, method, "application/json", ask, pollLimit)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Result []json.RawMessage `json:"result"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, &Failure{Method: method, Code: 200, Sent: true, Garbled: true}
	}
	return answer.Result, nil
}
