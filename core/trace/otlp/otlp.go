// Package otlp sends the spans of trace to an OpenTelemetry collector over HTTP.
// It is the only one that knows OpenTelemetry. Which spans are kept, how long an
// export may take and the like follow the standard OTEL_* names of the environment,
// which the library reads by itself.
package otlp

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/sdk/resource"
	sdk "go.opentelemetry.io/otel/sdk/trace"
	api "go.opentelemetry.io/otel/trace"

	"github.com/parleybot/parley/core/trace"
)

// Options say where spans go.
type Options struct {
	URL      string            // of the collector's traces, "https://collector.example/v1/traces"
	Headers  map[string]string // sent along, such as an access key
	Service  string            // name of this service; default "parley"
	Version  string
	Logger   *slog.Logger     // default slog.Default
	Exporter sdk.SpanExporter // in the place of the collector, for tests
}

// Tracer keeps spans and hands them over in batches, beside the work.
type Tracer struct {
	provider *sdk.TracerProvider
	tracer   api.Tracer
}

// Open makes a tracer. It does not wait for the collector, and a collector that is
// gone costs spans, nothing else.
func Open(ctx context.Context, o Options) (*Tracer, error) {
	log := cmp.Or(o.Logger, slog.Default())
	otel.SetErrorHandler(otel.ErrorHandlerFunc(func(err error) { log.Warn("otlp: spans are lost", "cause", err) }))
	if o.Exporter == nil {
		exporter, err := otlptracehttp.New(ctx, otlptracehttp.WithEndpointURL(o.URL), otlptracehttp.WithHeaders(o.Headers))
		if err != nil {
			return nil, fmt.Errorf("otlp: open the exporter: %w", err)
		}
		o.Exporter = exporter
	}
	about, err := resource.Merge(resource.Default(), resource.NewSchemaless(
		attribute.String("service.name", cmp.Or(o.Service, "parley")), attribute.String("service.version", o.Version)))
	if err != nil {
		return nil, fmt.Errorf("otlp: describe the service: %w", err)
	}
	t := &Tracer{provider: sdk.NewTracerProvider(sdk.WithBatcher(o.Exporter), sdk.WithResource(about))}
	t.tracer = t.provider.Tracer("github.com/parleybot/parley")
	return t, nil
}

// Close hands over what is left, as long as ctx lasts.
func (t *Tracer) Close(ctx context.Context) error {
	if err := t.provider.Shutdown(ctx); err != nil {
		return fmt.Errorf("otlp: hand over the last spans: %w", err)
	}
	return nil
}

// Start is a trace.Start.
func (t *Tracer) Start(ctx context.Context, op trace.Op) (context.Context, func(error)) {
	ctx, span := t.tracer.Start(ctx, op.Name)
	if span.IsRecording() {
		span.SetAttributes(attributes(op)...)
	}
	return ctx, func(err error) {
		if err != nil {
			span.SetStatus(codes.Error, "") // its words may be a person's; the log has them
		}
		span.End()
	}
}

func attributes(op trace.Op) []attribute.KeyValue {
	list := make([]attribute.KeyValue, 0, 4)
	for _, a := range [...]struct{ key, value string }{
		{"parley.command", op.Command}, {"parley.kind", op.Kind}, {"parley.platform", op.Platform}, {"parley.id", op.ID},
	} {
		if a.value != "" {
			list = append(list, attribute.String(a.key, a.value))
		}
	}
	return list
}

// Handler is a log handler that names the span a line was written in, so that one
// leads to the other.
func Handler(next slog.Handler) slog.Handler { return handler{next} }

type handler struct{ slog.Handler }

// Handle adds the trace's and the span's id.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	if span := api.SpanContextFromContext(ctx); span.IsValid() {
		r.AddAttrs(slog.String("trace_id", span.TraceID().String()), slog.String("span_id", span.SpanID().String()))
	}
	return h.Handler.Handle(ctx, r)
}

// WithAttrs keeps the handler around the changed one.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	return handler{h.Handler.WithAttrs(attrs)}
}

// WithGroup keeps the handler around the changed one.
func (h handler) WithGroup(name string) slog.Handler { return handler{h.Handler.WithGroup(name)} }
