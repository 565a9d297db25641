package rep

import (
	"bytes"
	"errors"
	"testing"
)

func TestHistory(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.happen(usd(Penalised, "ann", "ben"))
	late := usd(Completed, "ann", "ben")
	late.Late = true
	r.happen(append([]Fact{usd(Reversed, "ann", "ben")}, both(late)...)...)
	r.clock.Advance(oneDay)
	r.happen(both(usd(Completed, "ann", "ben"))...)
	r.happen(usd(Defaulted, "ann", "cat"))
	want := "deal_id,network,day,outcome,weight,k,p_est,p_new,n,policy\r\n" +
		"3F9A2B01,TikTok,2026-11-20,late,2707570,1,1353785,0,0,open\r\n" +
		"3F9A2B01,TikTok,2026-11-21,on_time,2707570,2,1353785,0,0,open\r\n" +
		"3F9A2B01,TikTok,2026-11-21,default,2707570,1,0,0,8122710,open\r\n"
	r.read(func(l ledger) error {
		var out bytes.Buffer
		err := r.service.History(l.tx, "ann", &out)
		if out.String() != want {
			t.Errorf("%s", out.String())
		}
		return err
	})
	r.read(func(l ledger) error {
		if err := r.service.History(l.tx, "ann", broken{}); err == nil {
			t.Error("a file that cannot be written is not noticed")
		}
		return nil
	})
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestNewNeedsItsOptions(t *testing.T) {
	t.Parallel()
	defer func() {
		if recover() == nil {
			t.Error("accepted")
		}
	}()
	New(Options{})
}
