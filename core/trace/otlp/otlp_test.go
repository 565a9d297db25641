package otlp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	sdk "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/trace"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// kept is an exporter whose spans outlive its end.
type kept struct {
	mu    sync.Mutex
	spans tracetest.SpanStubs
}

func (k *kept) ExportSpans(_ context.Context, spans []sdk.ReadOnlySpan) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.spans = append(k.spans, tracetest.SpanStubsFromReadOnlySpans(spans)...)
	return nil
}

func (*kept) Shutdown(context.Context) error { return nil }

func TestSpans(t *testing.T) {
	t.Parallel()
	var to kept
	tracer, err := Open(t.Context(), Options{Exporter: &to})
	if err != nil {
		t.Fatal(err)
	}
	var lines bytes.Buffer
	log := slog.New(Handler(slog.NewTextHandler(&lines, nil))).With("a", 1)
	ctx, end := tracer.Start(t.Context(), trace.Op{Name: "interaction", Kind: "press", Platform: "telegram", ID: "0a1b2c3d"})
	inner, over := tracer.Start(ctx, trace.Op{Name: "transaction", Command: "deal start"})
	log.WarnContext(inner, "slow")
	over(errors.New("what Alice wrote"))
	end(nil)
	if err := tracer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(to.spans) != 2 {
		t.Fatalf("%d spans", len(to.spans))
	}
	child, parent := to.spans[0], to.spans[1]
	if child.Name != "transaction" || child.Parent.SpanID() != parent.SpanContext.SpanID() {
		t.Errorf("%s is a child of %s", child.Name, child.Parent.SpanID())
	}
	if strings.Contains(fmt.Sprint(to.spans), "Alice") {
		t.Error("a span holds the words of an error")
	}
	if !strings.Contains(lines.String(), "trace_id="+parent.SpanContext.TraceID().String()) {
		t.Errorf("the line does not name its trace: %s", &lines)
	}
	lines.Reset()
	log.Info("outside")
	if strings.Contains(lines.String(), "trace_id") {
		t.Errorf("a line outside any span: %s", &lines)
	}
}

func TestCollector(t *testing.T) {
	t.Parallel()
	asked := make(chan *http.Request, 1)
	collector := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { asked <- r }))
	defer collector.Close()
	tracer, err := Open(t.Context(), Options{URL: collector.URL + "/v1/traces", Headers: map[string]string{"key": "k"}})
	if err != nil {
		t.Fatal(err)
	}
	_, end := tracer.Start(t.Context(), trace.Op{Name: "job"})
	end(nil)
	if err := tracer.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if r := <-asked; r.URL.Path != "/v1/traces" || r.Header.Get("key") != "k" {
		t.Errorf("asked %s with %v", r.URL.Path, r.Header)
	}
}
