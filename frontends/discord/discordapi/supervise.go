package discordapi

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Event is one thing the gateway told. Data is as it came; At is when.
type Event struct {
	Type string
	Seq  int64
	Data json.RawMessage
	At   time.Time
}

const (
	// queueLength is how many events wait for take before the connection is
	// slowed down. Nothing is dropped: until missed messages can be caught up
	// with, a message waits like an interaction.
	queueLength = 4096
	// steady is how long a connection lasts for its end to count as no failure.
	steady      = time.Minute
	longestWait = 5 * time.Minute
	// resumeTries is how often a session is taken up again in vain before a
	// new one is begun: the address to resume at may be gone.
	resumeTries = 3
)

// Run is RunShard for a bot that needs one connection only.
func (c *Client) Run(ctx context.Context, take func(Event)) error {
	return c.RunShard(ctx, Shard{Count: 1}, take)
}

// RunShard keeps one gateway connection up until ctx ends, and then returns nil.
// It hands every event to take, in order and one at a time; after its return take
// is not called again. A *chat.SendError of the class Fatal names what a person
// must change before the bot can connect at all.
func (c *Client) RunShard(ctx context.Context, of Shard, take func(Event)) error {
	line := c.lines.of(of.Number)
	line.Enter(chat.Connecting, c.now())
	defer func() { line.Leave(c.now()) }()
	queue, stop, drained := make(chan Event, queueLength), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(drained)
		pump(queue, stop, take)
	}()
	err := c.supervise(ctx, of, func(ev Event) {
		select {
		case queue <- ev:
		case <-ctx.Done():
		case <-stop:
		}
	})
	close(stop)
	<-drained
	if isFatal(err) {
		line.Enter(chat.Refused, c.now())
	}
	return err
}

// pump hands over what waits; after stop, what still waits then.
func pump(queue <-chan Event, stop <-chan struct{}, take func(Event)) {
	for {
		select {
		case ev := <-queue:
			take(ev)
		case <-stop:
			for {
				select {
				case ev := <-queue:
					take(ev)
				default:
					return
				}
			}
		}
	}
}

// supervise opens one connection after the other: on the same socket while its
// session can be resumed, which loses nothing, else on a new one, which costs
// one of the day's identifies.
func (c *Client) supervise(ctx context.Context, of Shard, hear func(Event)) error {
	var k *socket
	defer func() {
		if k != nil {
			k.cut()
		}
	}()
	var ids identifies
	failures, misses := 0, 0
	for {
		if !c.wait(ctx, backOff(failures)) {
			return nil
		}
		if k == nil {
			if err := c.mayIdentify(ctx, of, &ids); err != nil {
				if ctx.Err() != nil || isFatal(err) {
					return unlessOver(ctx, err)
				}
				failures++
				c.log.Warn("gateway not asked for", slog.Any("error", err))
				continue
			}
			k, misses = c.newSocket(ctx, of, hear), 0
		}
		begun := c.now()
		err := k.live(ctx)
		select {
		case <-ctx.Done():
			return nil
		default:
		}
		c.lines.of(of.Number).Enter(chat.Reconnecting, c.now())
		said := k.said()
		if err := fatal(said.code, c.intents); err != nil {
			return err
		}
		up := k.up.Load()
		c.log.Info("gateway connection over", slog.Bool("was_up", up), slog.Int("code", said.code), slog.Int("order", said.order), slog.Any("error", err))
		failures, misses = failures+1, misses+1
		if up {
			misses = 0
		}
		if up && c.now().Sub(begun) >= steady {
			failures = 0
		}
		if errors.Is(err, errHung) || !k.resumable(said) || misses >= resumeTries {
			k.deaf.Store(true)
			k.cut()
			k = nil
		}
	}
}

// said returns what the server said on the latest connection.
func (k *socket) said() verdict {
	if w := k.wire.Load(); w != nil {
		return w.verdict()
	}
	return verdict{}
}

// resumable reports whether the session outlives the connection that ended.
func (k *socket) resumable(said verdict) bool {
	if !k.named.Load() || newSession(said.code) {
		return false
	}
	return said.order != opInvalid || said.keep
}

// backOff is the pause before the next connection after so many failures.
func backOff(failures int) time.Duration {
	if failures == 0 {
		return 0
	}
	return min(longestWait, time.Second<<min(failures-1, 16))
}

// wait pauses; it reports false when ctx ended.
func (c *Client) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return ctx.Err() == nil
	}
	select {
	case <-c.after(d):
		return ctx.Err() == nil
	case <-ctx.Done():
		return false
	}
}

// isFatal reports an error that only a person can do something about.
func isFatal(err error) bool {
	var failed *chat.SendError
	return errors.As(err, &failed) && failed.Class == chat.Fatal
}

// unlessOver hides what went wrong only because Run was asked to stop.
func unlessOver(ctx context.Context, err error) error {
	select {
	case <-ctx.Done():
		return nil
	default:
		return err
	}
}

// learn takes from READY who the bot is. What cannot be read leaves it unknown.
func (c *Client) learn(ready []byte) {
	var r struct {
		User struct {
			ID   string `json:"id"`
			Name string `json:"username"`
		} `json:"user"`
		Application struct {
			ID string `json:"id"`
		} `json:"application"`
	}
	if json.Unmarshal(ready, &r) == nil && r.User.ID != "" && r.Application.ID != "" {
		c.self.Store(&self{application: r.Application.ID, user: r.User.ID, name: r.User.Name})
	}
}
