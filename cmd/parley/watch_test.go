package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/health"
	"github.com/parleybot/parley/frontends/console"
	"github.com/parleybot/parley/frontends/console/pretend"
)

// collector is a pretended OpenTelemetry collector: it keeps what it is sent.
type collector struct {
	mu   sync.Mutex
	sent strings.Builder
}

func (c *collector) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sent.Write(body)
}

// The whole program is watched while people talk to it, and lets go of the address
// when it stops.
func TestWatch(t *testing.T) {
	t.Parallel()
	var traces collector
	to := httptest.NewServer(&traces)
	defer to.Close()
	dir := t.TempDir()
	c := config.Config{
		DatabasePath: filepath.Join(dir, "parley.db"), SigningKeyFile: filepath.Join(dir, "log.key"), BackupDir: filepath.Join(dir, "backups"),
		HTTPAddr: "127.0.0.1:0", TracesEndpoint: to.URL + "/v1/traces",
	}
	w, err := watchOver(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	get := func(path string) (int, string) {
		t.Helper()
		client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
		resp, err := client.Get("http://" + w.server.Addr() + path)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp.StatusCode, string(body)
	}
	if code, said := get("/readyz"); code != http.StatusServiceUnavailable || !json.Valid([]byte(said)) {
		t.Errorf("ready before the ledger is open: %d %s", code, said)
	}
	world := pretend.Default(pretend.Options{})
	var fronts []chat.Frontend
	for _, f := range world.Frontends() {
		fronts = append(fronts, f)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.attend(ctx, c, fronts, time.Now, nil) }()
	if err := world.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := console.Run(t.Context(), console.Options{World: world, In: strings.NewReader("/ping\n/deal_list\n"), Out: io.Discard, Settle: world.Idle}); err != nil {
		t.Fatal(err)
	}
	if code, said := get("/healthz"); code != http.StatusOK || said != "alive\n" {
		t.Errorf("alive: %d %s", code, said)
	}
	var report health.Report
	code, said := get("/readyz")
	if err := json.Unmarshal([]byte(said), &report); err != nil || code != http.StatusOK || !report.Ready || len(report.Checks) != 5 {
		t.Errorf("ready: %d %s %v", code, said, err)
	}
	if _, said := get("/metrics"); !strings.Contains(said, `parley_interactions_total{command="ping",kind="invoke",outcome="answered",platform="sandbox-d"} 1`) {
		t.Errorf("metrics: %.2000s", said)
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("stop: %v", err)
	}
	for _, want := range []string{"interaction", "transaction", "answer", "sandbox-d"} {
		if !strings.Contains(traces.sent.String(), want) {
			t.Errorf("the traces lack %q", want)
		}
	}
	for _, name := range []string{"alice", "Alice"} {
		if strings.Contains(traces.sent.String(), name) {
			t.Errorf("the traces name %s", name)
		}
	}
}

func TestWatchOfAPortInUse(t *testing.T) {
	t.Parallel()
	taken := httptest.NewServer(http.NotFoundHandler())
	defer taken.Close()
	addr := strings.TrimPrefix(taken.URL, "http://")
	_, err := watchOver(t.Context(), config.Config{HTTPAddr: addr}, slog.New(slog.DiscardHandler))
	if err == nil || !strings.Contains(err.Error(), addr) || !strings.Contains(err.Error(), "in use") {
		t.Errorf("got %v", err)
	}
}
