package frontendtest

import (
	"reflect"
	"strconv"
	"testing"

	"go.uber.org/goleak"

	"github.com/parleybot/parley/core/chat"
)

func order(t *testing.T, open func(*testing.T) Platform) {
	const acts = 20
	b := begin(t, open)
	for i := range acts {
		b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "answer "+strconv.Itoa(i)))
		b.must(b.p.Type(b.cast.Ben.Ref, b.cast.Group.Ref, "/deal note "+strconv.Itoa(i)))
	}
	next := map[chat.UserRef]int{}
	for _, in := range b.took(2 * acts) {
		want := strconv.Itoa(next[in.User.Ref])
		text := in.Text.Text
		if _, values := typed(in); len(values) == 1 {
			text = "answer " + values[0].Text
		}
		if text != "answer "+want {
			t.Fatalf("%s: got %q, want number %s", in.User.Name, text, want)
		}
		next[in.User.Ref]++
	}
}

func redelivery(t *testing.T, open func(*testing.T) Platform) {
	b := begin(t, open)
	b.answers(chat.OnlyCaller, say("done"))
	b.core.Fail(2)
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/deal note one"))
	if !b.cast.Redelivers {
		b.seesText(b.cast.Ann, "Nothing was recorded")
		return
	}
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
	b.took(2)
	tries := b.core.Attempts()
	if len(tries) != 4 {
		t.Fatalf("%d attempts, want 3 of the first act and 1 of the second: %+v", len(tries), tries)
	}
	for _, again := range tries[1:3] {
		if !reflect.DeepEqual(again, tries[0]) {
			t.Errorf("it came again as %+v, first it was %+v", again, tries[0])
		}
	}
	if path, _ := typed(tries[3]); path != "ping" {
		t.Errorf("the second act overtook the first: %+v", tries[3])
	}
	b.seesText(b.cast.Ann, "done")
}

// stops counts goroutines, so nothing else may run meanwhile. The double's own
// end with the inner test.
func stops(t *testing.T, open func(*testing.T) Platform) {
	before := goleak.IgnoreCurrent()
	t.Run("run", func(t *testing.T) {
		b := start(t, open)
		b.answers(chat.OnlyCaller, say("hi"))
		b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
		b.seesText(b.cast.Ann, "hi")
		if err := b.stop(); err != nil {
			t.Errorf("Run returned %v, want nil", err)
		}
	})
	goleak.VerifyNone(t, before)
}
