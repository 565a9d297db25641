package discord_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/frontends/discord"
	"github.com/parleybot/parley/frontends/discord/discordtest"
	"github.com/parleybot/parley/frontends/frontendtest"
)

// names are leases that two cores share.
type names struct {
	mu     sync.Mutex
	held   map[string]chan struct{}
	firsts sync.WaitGroup // until both have the shard that is to be theirs
}

// process is the core of one of several processes.
type process struct {
	*frontendtest.Core
	names *names
	first string // the shard that it is to have

	mu     sync.Mutex
	shares []float64
}

func (p *process) Share(_ chat.Platform, share float64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.shares = append(p.shares, share)
}

func (p *process) shared() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return fmt.Sprint(p.shares)
}

func (p *process) Lease(ctx context.Context, name string) (func(), error) {
	mine := strings.HasSuffix(name, ":"+p.first)
	if !mine {
		p.names.firsts.Wait()
	}
	for {
		p.names.mu.Lock()
		taken, busy := p.names.held[name]
		if !busy {
			given := make(chan struct{})
			p.names.held[name] = given
			p.names.mu.Unlock()
			if mine {
				p.names.firsts.Done()
			}
			return func() {
				p.names.mu.Lock()
				delete(p.names.held, name)
				p.names.mu.Unlock()
				close(given)
			}, nil
		}
		p.names.mu.Unlock()
		select {
		case <-taken:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// Two processes have one shard each, and hear of different guilds; when one stops,
// the other has both.
func TestShardsOfTwoProcesses(t *testing.T) {
	t.Parallel()
	one := configured(t, discordtest.Options{Shards: 2}, func(o *discord.Options) { o.PerSecond = -1 })
	second, err := discord.New(discord.Options{Token: one.Token(), URL: one.URL(), PerSecond: -1})
	if err != nil {
		t.Fatal(err)
	}
	cast := one.Cast()
	far := one.AddGuild(discordtest.Guild{ID: "4194304", Name: "Far", Members: []discordtest.Member{{Who: cast.Ann.Ref}}}) // 1 << 22
	all := &names{held: map[string]chan struct{}{}}
	all.firsts.Add(2)
	a, endA := runs(t, one.f, all, "0")
	b, endB := runs(t, second, all, "1")
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := one.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	types := func(at chat.PlaceRef, to *process, n int) {
		t.Helper()
		if err := one.Server.Type(cast.Ann.Ref, at, "/ping"); err != nil {
			t.Fatal(err)
		}
		for {
			changed := to.Changed()
			if len(to.Handled()) == n {
				return
			}
			select {
			case <-changed:
			case <-ctx.Done():
				t.Fatalf("%s heard of %d acts instead of %d", to.first, len(to.Handled()), n)
			}
		}
	}
	types(cast.AnnDirect, a, 1)
	types(far.Ref, b, 1)
	endA()
	for changed := one.Changed(); one.Identifies() < 3 && ctx.Err() == nil; changed = one.Changed() {
		select {
		case <-changed:
		case <-ctx.Done():
		}
	}
	if err := one.Ready(ctx); err != nil {
		t.Fatal(err)
	}
	types(cast.AnnDirect, b, 2)
	types(far.Ref, b, 3)
	endB()
	if len(a.Handled()) != 1 {
		t.Errorf("the first process heard of %d acts", len(a.Handled()))
	}
	if a.shared() != "[0 0.5 0]" || b.shared() != "[0 0.5 1 0.5 0]" {
		t.Errorf("shares of the pace: %s and %s", a.shared(), b.shared())
	}
}

// runs runs a frontend as one of several processes, until end.
func runs(t *testing.T, f *discord.Frontend, all *names, first string) (p *process, end func()) {
	t.Helper()
	p = &process{Core: frontendtest.NewCore(nil), names: all, first: first}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	ended := make(chan error, 1)
	go func() { ended <- f.Run(ctx, catalog(), p) }()
	end = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	t.Cleanup(end)
	return p, end
}
