package discordapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// memory is a core of which only the facts are used.
type memory struct {
	chat.Core
	mu    sync.Mutex
	facts map[string]string
	fails error
}

func (m *memory) Remember(_ context.Context, key, value string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.fails == nil {
		m.facts[key] = value
	}
	return m.fails
}

func (m *memory) Recall(_ context.Context, key string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.facts[key], nil
}

type renamed struct {
	at   time.Time
	name string
}

func naming(t *testing.T) (*Client, func() []renamed) {
	var mu sync.Mutex
	var all []renamed
	c := carried(t, func(r *http.Request) (int, map[string]string, string) {
		var body struct {
			Name string `json:"name"`
		}
		raw, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(raw, &body)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, renamed{time.Now(), body.Name})
		return 200, nil, `{}`
	})
	return c, func() []renamed { mu.Lock(); defer mu.Unlock(); return all }
}

func TestD11ManyChangesFewRenames(t *testing.T) {
	t.Parallel()
	const two, tenMinutes = 2, 10 * time.Minute // as Discord counts, whatever the code says
	synctest.Test(t, func(t *testing.T) {
		c, done := naming(t)
		names := c.Renamer(&memory{facts: map[string]string{}})
		var sets sync.WaitGroup
		for n := range 61 {
			sets.Go(func() {
				if err := names.Set(t.Context(), "5", fmt.Sprintf("deals %d", n)); err != nil {
					t.Error(err)
				}
			})
			time.Sleep(30 * time.Second)
		}
		sets.Wait()
		all := done()
		for i := two; i < len(all); i++ {
			if gap := all[i].at.Sub(all[i-two].at); gap < tenMinutes {
				t.Errorf("three renames within %v", gap)
			}
		}
		if len(all) < 6 || all[len(all)-1].name != "deals 60" {
			t.Errorf("%d renames, the last %v", len(all), all[len(all)-1])
		}
		if len(names.wishes) != 0 {
			t.Errorf("%d wishes are kept", len(names.wishes))
		}
	})
}

func TestD11OutlivesARestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, done := naming(t)
		core := &memory{facts: map[string]string{}}
		for n := range renames + 1 { // each by a new process
			if err := c.Renamer(core).Set(t.Context(), "5", fmt.Sprint(n)); err != nil {
				t.Error(err)
			}
		}
		if all := done(); all[renames].at.Sub(all[0].at) < renameWindow {
			t.Errorf("%v", all)
		}
	})
}

func TestD11ChannelsAreApart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, done := naming(t)
		names := c.Renamer(&memory{facts: map[string]string{}})
		for n := range 5 {
			if err := names.Set(t.Context(), fmt.Sprint(n), "x"); err != nil {
				t.Error(err)
			}
		}
		if all := done(); len(all) != 5 || all[4].at != all[0].at {
			t.Errorf("%v", all)
		}
	})
}

func TestD11GivesUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		c, done := naming(t)
		core := &memory{facts: map[string]string{}}
		names := c.Renamer(core)
		for range renames {
			if err := names.Set(t.Context(), "5", "x"); err != nil {
				t.Error(err)
			}
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if err := names.Set(ctx, "5", "y"); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		core.fails = errors.New("full")
		if err := names.Set(t.Context(), "6", "y"); !errors.Is(err, core.fails) {
			t.Error(err)
		}
		if len(done()) != renames {
			t.Error("renamed without writing it down")
		}
	})
}
