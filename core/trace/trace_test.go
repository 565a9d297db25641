package trace

import (
	"context"
	"errors"
	"testing"
)

// Whoever does not trace pays nothing for it.
func TestOffAllocatesNothing(t *testing.T) { // not parallel: the whole process is counted
	ctx := context.Background()
	var off Start
	allocated := testing.AllocsPerRun(1000, func() {
		_, end := off.Begin(ctx, Op{Name: "interaction", Command: "deal start", ID: "12345678"})
		end(nil)
	})
	if allocated != 0 {
		t.Errorf("%v allocations", allocated)
	}
}

func TestBegin(t *testing.T) {
	t.Parallel()
	var got Op
	var ended error
	on := Start(func(ctx context.Context, op Op) (context.Context, func(error)) {
		got = op
		return ctx, func(err error) { ended = err }
	})
	_, end := on.Begin(t.Context(), Op{Name: "job"})
	end(errors.ErrUnsupported)
	if got.Name != "job" || !errors.Is(ended, errors.ErrUnsupported) {
		t.Errorf("began %v, ended %v", got, ended)
	}
}
