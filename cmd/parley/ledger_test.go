package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The ledger is checked, and a witness asked, while another process serves it; that
// one goes on as if nothing had been.
func TestEvidenceWhileTheBotRuns(t *testing.T) {
	t.Parallel()
	w := newCrashWorld(t, 1, crashOrders{Database: filepath.Join(t.TempDir(), "parley.db"), Zero: time.Now()})
	defer w.cancel()
	cast := newDiskCast(w)
	life := w.begin()
	cast.agree(cast.ann, cast.ben)
	c := crashConfig(w.orders.Database)
	for _, call := range []struct{ want, group, what string }{
		{"The bot is running", "verify", "log"}, {"is whole", "verify", "log"}, {"old 0\n", "witness", "request"},
	} {
		var out bytes.Buffer
		run := verify
		if call.group == "witness" {
			run = witnesses
			w.settle(life) // there is a checkpoint
		}
		if code := run(t.Context(), c, []string{call.what}, streams{out: &out, err: &out}); code != exitGood || !strings.Contains(out.String(), call.want) {
			t.Errorf("%s %s: exit %d, said:\n%s", call.group, call.what, code, &out)
		}
	}
	cast.declined()
	w.settle(life)
	if err := life.stop(); err != nil {
		t.Error(err, w.logged())
	}
	w.end()
}
