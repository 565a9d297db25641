package main

import (
	"context"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/frontends/console/transcript"
)

// TestRealConversations plays every conversation of the sandbox on the doubles
// of Discord and Telegram, with the program as a process of its own, and
// compares it with how it reads there: testdata/real, rewritten by -update. It
// also plays those that only real platforms have: testdata/across.
func TestRealConversations(t *testing.T) {
	t.Parallel()
	files := map[string]string{} // acts, and how they read
	for _, folders := range [][2]string{{".", "real"}, {"across", "across"}} {
		found, err := filepath.Glob(filepath.Join("testdata", folders[0], "*.chat"))
		if err != nil || len(found) == 0 {
			t.Fatalf("no conversations: %v", err)
		}
		for _, file := range found {
			files[file] = filepath.Join("testdata", folders[1], filepath.Base(file))
		}
	}
	// They spend their time waiting for the platforms' pace, so more of them run
	// side by side than there are processors.
	var all sync.WaitGroup
	seats := make(chan struct{}, 8)
	for file, golden := range files {
		all.Go(func() {
			seats <- struct{}{}
			defer func() { <-seats }()
			t.Run(strings.TrimSuffix(filepath.Base(file), ".chat"), func(t *testing.T) {
				transcript.Perform(t, file, golden, openReal(t).stage())
			})
		})
	}
	all.Wait()
}

// production is the program on both doubles.
type production struct {
	t     testing.TB
	world *realWorld
	bot   *realBot
	now   time.Time
	lives int64
	env   []string
}

// openReal opens it; more settings win over what the doubles give.
func openReal(t testing.TB, more ...string) *production {
	t.Helper()
	d, tg := openDoubles(t)
	r := &production{t: t, world: &realWorld{discord: d, telegram: tg}, now: premiere}
	r.world.populate()
	r.env = []string{
		"DISCORD_TOKEN=" + d.Token(), "DISCORD_API_URL=" + d.URL(),
		"TELEGRAM_TOKEN=" + tg.Token(), "TELEGRAM_API_URL=" + tg.URL(),
		"DATABASE_PATH=" + filepath.Join(t.TempDir(), "parley.db"), "DATABASE_URL=" + newURL(t), "LOG_SIGNING_KEY_FILE=" + filepath.Join(t.TempDir(), "log.key"),
		"BOT_OWNER_IDS=" + realOwner.String(),
	}
	r.env = append(r.env, more...)
	r.start(t.Context())
	if err := r.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.world.Fresh(realOwner) // what was there before the curtain rose
	t.Cleanup(func() {
		if err := r.bot.stop(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("the bot said:\n%s", r.bot.said)
		}
	})
	return r
}

// start starts the program, and waits until Discord has it: what happens there
// before is not told later.
func (r *production) start(ctx context.Context) {
	r.t.Helper()
	r.lives++
	r.bot = startReal(r.t, realOrders{Now: r.now, Seed: r.lives}, r.env...)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	if err := r.world.discord.Ready(ctx); err != nil {
		r.t.Fatalf("%v\n%s", err, r.bot.said)
	}
}

func (r *production) stage() transcript.Stage {
	return transcript.Stage{World: r.world, Settle: r.settle, Advance: r.advance, Restart: r.restart}
}

// settle waits until nothing is on its way, neither on the platforms nor in the
// bot: an answer can lead to a notification, and that to another answer.
func (r *production) settle(ctx context.Context) error {
	if err := r.world.Idle(ctx); err != nil {
		return err
	}
	if err := r.bot.tell(ctx, realLine{Settle: true}); err != nil {
		return err
	}
	if err := r.world.Idle(ctx); err != nil {
		return err
	}
	return r.advance(ctx, time.Second) // nobody acts twice at once
}

func (r *production) advance(ctx context.Context, d time.Duration) error {
	r.now = r.now.Add(d)
	if err := r.bot.tell(ctx, realLine{Advance: d, Settle: true}); err != nil {
		return err
	}
	return r.world.Idle(ctx)
}

func (r *production) restart(ctx context.Context) error {
	if err := r.bot.stop(); err != nil {
		return err
	}
	r.start(ctx)
	return r.settle(ctx)
}
