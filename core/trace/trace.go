// Package trace is what the engine, the jobs and the outbox know of tracing: that
// a piece of work begins and ends. Who keeps that, and how, comes in from outside
// (trace/otlp, where a collector is named); without it all of this costs nothing.
// Nothing here holds what somebody wrote or is called.
package trace

import "context"

// Op is a piece of work. Every field is one of few values, but for ID.
type Op struct {
	Name     string // "interaction", "transaction", "answer", "job", "send"
	Command  string // path of the command, or kind of the job or notification
	Kind     string // of the interaction
	Platform string
	ID       string // what log lines carry as "id": a reference, never a person
}

// Start begins a piece of work. What is done under the context it returns is part
// of it. The function it returns ends it, with nil where all went well; errors are
// counted, their words are not kept.
type Start func(ctx context.Context, op Op) (context.Context, func(err error))

// Begin is Start, and nothing where s is nil.
func (s Start) Begin(ctx context.Context, op Op) (context.Context, func(err error)) {
	if s == nil {
		return ctx, ignored
	}
	return s(ctx, op)
}

func ignored(error) {}
