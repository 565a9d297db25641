package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/parleybot/parley/cmd/house"
	"github.com/parleybot/parley/config"
	"github.com/parleybot/parley/core/backup"
	"github.com/parleybot/parley/core/bot"
	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/health"
	"github.com/parleybot/parley/core/jobs"
	"github.com/parleybot/parley/core/metrics"
	"github.com/parleybot/parley/core/outbox"
	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/trace/otlp"
	"github.com/parleybot/parley/core/web"
)

// watch is what lets others see how a running bot does: health and metrics where
// HTTP_ADDR is set, traces where a collector is named. Without either it does
// nothing and costs nothing.
type watch struct {
	log     *slog.Logger
	server  *web.Server      // nil where nothing is served
	metrics *metrics.Metrics // nil, too
	tracer  *otlp.Tracer     // nil where nobody traces
	ready   atomic.Pointer[health.Watch]

	stop  context.CancelFunc
	ended chan error // of the server
}

// watchOver begins before the ledger is open: opening it may take a while, and a
// bot that is at it is alive, though not ready.
func watchOver(ctx context.Context, c config.Config, log *slog.Logger) (*watch, error) {
	w := &watch{log: log, stop: func() {}}
	if to := c.TracesURL(); to != "" {
		w.log = slog.New(otlp.Handler(log.Handler()))
		var err error
		w.tracer, err = otlp.Open(ctx, otlp.Options{
			URL: to, Headers: c.OTLPHeaders, Service: c.ServiceName, Version: house.Version(), Logger: log,
		})
		if err != nil {
			return nil, err
		}
	}
	if c.HTTPAddr == "" {
		return w, nil
	}
	if err := w.serve(ctx, c); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// serve opens the door. The server outlives ctx: it is closed after the engine.
func (w *watch) serve(ctx context.Context, c config.Config) error {
	server, err := web.Listen(ctx, web.Options{Addr: c.HTTPAddr, Public: c.PublicURL, Logger: w.log})
	if err != nil {
		return err
	}
	w.server, w.metrics = server, metrics.New(house.Version())
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	w.stop, w.ended = stop, make(chan error, 1)
	go func() { w.ended <- server.Run(running) }()
	for path, h := range map[string]http.Handler{
		"/healthz": http.HandlerFunc(health.Alive), "/readyz": http.HandlerFunc(w.readiness), "/metrics": w.metrics.Handler(),
	} {
		if _, err := server.Mount(path, h); err != nil {
			return err
		}
	}
	w.log.Info("health and metrics are served", "address", server.Addr())
	return nil
}

// readiness answers /readyz, also while there is nothing to look at yet.
func (w *watch) readiness(to http.ResponseWriter, r *http.Request) {
	if look := w.ready.Load(); look != nil {
		look.ServeHTTP(to, r)
		return
	}
	http.Error(to, `{"ready": false, "checks": []}`, http.StatusServiceUnavailable)
}

// tuning is what the engine is told to tell of its work.
func (w *watch) tuning(adjust []func(*store.Options)) house.Tuning {
	return house.Tuning{
		Store: func(o *store.Options) {
			if w.metrics != nil {
				o.Observe = w.metrics.Committed
			}
			for _, change := range adjust {
				change(o)
			}
		},
		Bot: func(o *bot.Options) {
			if w.tracer != nil {
				o.Trace = w.tracer.Start
			}
			if w.server == nil {
				return
			}
			o.Web, o.Handled = w.server, w.metrics.Handled
			o.Outbox = func(o *outbox.Options) { o.Attempted, o.Ended = w.metrics.Attempted, w.metrics.Ended }
			o.Jobs = func(o *jobs.Options) { o.Tried = w.metrics.Tried }
		},
	}
}

// begin looks at the open ledger and the frontends from now on.
func (w *watch) begin(c config.Config, b *bot.Bot, s *store.Store, fronts []chat.Frontend) error {
	if w.server == nil {
		return nil
	}
	checks := []health.Check{
		health.Writer(func(ctx context.Context) error {
			return b.Remember(ctx, "health:commit", s.Now().Format(time.RFC3339Nano))
		}),
		health.Outbox(s), health.Log(s), health.Disk("backup-disk", free(c.BackupDir)),
	}
	if c.DatabaseURL == "" {
		checks = append(checks, health.Disk("database-disk", free(filepath.Dir(c.DatabasePath))))
	}
	for _, f := range fronts {
		if r, reports := f.(chat.Reporter); reports {
			checks = append(checks, health.Frontend(f.Platform(), r, s.Now))
		}
	}
	look := health.New(s.Now, checks...)
	w.ready.Store(look)
	return w.metrics.Watch(metrics.Sources{
		Store: s, Frontends: fronts, Health: look, Backup: func() (time.Time, bool) { return backup.Newest(c.BackupDir) },
	})
}

// free looks at the disk of a folder, or of where it will be made.
func free(folder string) func() (uint64, error) {
	return func() (uint64, error) {
		for at := folder; ; at = filepath.Dir(at) {
			left, err := health.Free(at)
			if !errors.Is(err, os.ErrNotExist) || at == filepath.Dir(at) {
				return left, err
			}
		}
	}
}

// Close ends the server and hands the last spans over.
func (w *watch) Close() error {
	var errs []error
	w.stop()
	if w.ended != nil {
		errs = append(errs, <-w.ended)
	}
	if w.tracer != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		defer cancel()
		if err := w.tracer.Close(ctx); err != nil {
			w.log.Warn("the last spans are lost", "cause", err) // no reason to call the stop a failure
		}
	}
	return errors.Join(errs...)
}
