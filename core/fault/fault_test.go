package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/parleybot/parley/core/chat"
	"github.com/parleybot/parley/core/fault"
)

func TestAFaultIsFoundInAChain(t *testing.T) {
	t.Parallel()
	f := fault.New(fault.Limit, "deals.limit", chat.Args{"count": chat.Number(10)})
	err := fmt.Errorf("deals: create: %w", f)
	if got, ok := fault.As(err); !ok || got != f || got.Phrase.Args["count"].Minor != 10 {
		t.Errorf("got %+v, %v", got, ok)
	}
	if !fault.Is(err, fault.Limit) || fault.Is(err, fault.Role) {
		t.Error("the code is not told apart")
	}
	if got := err.Error(); got != "deals: create: fault: limit: deals.limit" {
		t.Errorf("got %q", got)
	}
}

func TestOtherErrorsAreNoFaults(t *testing.T) {
	t.Parallel()
	for _, err := range []error{nil, errors.New("disk")} {
		if f, ok := fault.As(err); ok || f != nil || fault.Is(err, fault.Internal) {
			t.Errorf("%v: taken for a fault", err)
		}
	}
}

func TestWithLeavesTheOriginalAlone(t *testing.T) {
	t.Parallel()
	f := fault.New(fault.Expired, "x.expired").With(chat.Buttons(chat.Button{URL: "1"}))
	a := f.With(chat.Buttons(chat.Button{URL: "2"}))
	b := f.With(chat.Buttons(chat.Button{URL: "3"}), chat.Row{})
	if len(f.Rows) != 1 || len(a.Rows) != 2 || len(b.Rows) != 3 {
		t.Fatalf("rows: %d, %d, %d", len(f.Rows), len(a.Rows), len(b.Rows))
	}
	if a.Rows[1].Buttons[0].URL != "2" || a.Code != fault.Expired {
		t.Errorf("two copies share their rows: %+v", a)
	}
}
