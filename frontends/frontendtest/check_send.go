package frontendtest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/parleybot/parley/core/chat"
)

// awake waits until the frontend runs and the platform knows Ann: she writes,
// the core hears it. Sends are promised during Run only.
func awake(t *testing.T, open func(*testing.T) Platform) *bench {
	b := begin(t, open)
	b.must(b.p.Type(b.cast.Ann.Ref, b.cast.AnnDirect, "/ping"))
	b.took(1)
	return b
}

func sends(t *testing.T, open func(*testing.T) Platform) {
	b := awake(t, open)
	refs := map[chat.MessageRef]bool{}
	for i := range 3 {
		ref, err := b.f.Send(b.ctx, chat.Delivery{ID: "n" + strconv.Itoa(i), User: b.cast.Ann.Ref, Message: say(secret + strconv.Itoa(i))})
		b.must(err)
		if ref.IsZero() || ref.Place.Platform != b.f.Platform() || refs[ref] {
			t.Errorf("the reference is %+v", ref)
		}
		refs[ref] = true
	}
	b.seesText(b.cast.Ann, secret+"2")
	var got []string
	for _, s := range b.p.Seen(b.cast.Ann.Ref) {
		got = append(got, s.Text)
		if s.Group {
			t.Errorf("a notification for Ann stands in the group: %+v", s)
		}
	}
	if want := []string{secret + "0", secret + "1", secret + "2"}; !slices.Equal(got, want) {
		t.Errorf("Ann saw %q, want %q", got, want)
	}
	_, err := b.f.Send(b.ctx, chat.Delivery{ID: "p", Place: b.cast.Group.Ref, Message: say("to all")})
	b.must(err)
	if s := b.seesText(b.cast.Ben, "to all"); !s.Group {
		t.Errorf("not in the group: %+v", s)
	}
	b.neverSaw(b.cast.Ben)
}

func sendClasses(t *testing.T, open func(*testing.T) Platform) {
	b := awake(t, open)
	b.must(b.p.Close(b.cast.Ann.Ref))
	tests := []struct {
		name string
		d    chat.Delivery
		want chat.SendClass
	}{
		{"a closed direct chat", chat.Delivery{User: b.cast.Ann.Ref}, chat.Unreachable},
		{"somebody unknown", chat.Delivery{User: b.cast.Nobody}, chat.Unreachable},
		{"an unknown place", chat.Delivery{Place: b.cast.Nowhere}, chat.Gone},
		{"nobody at all", chat.Delivery{}, chat.Invalid},
	}
	if b.f.Capabilities(b.cast.BenDirect).FirstWord == chat.Absent {
		tests = append(tests, struct {
			name string
			d    chat.Delivery
			want chat.SendClass
		}{"somebody who never wrote", chat.Delivery{User: b.cast.Ben.Ref}, chat.Unreachable})
	}
	for i, tt := range tests {
		tt.d.ID, tt.d.Message = "class"+strconv.Itoa(i), say(secret)
		_, err := b.f.Send(b.ctx, tt.d)
		var failed *chat.SendError
		if !errors.As(err, &failed) || failed.Class != tt.want {
			t.Errorf("%s: got %v, want class %s", tt.name, err, tt.want)
		}
	}
}

func idempotent(t *testing.T, open func(*testing.T) Platform) {
	b := awake(t, open)
	if b.f.Capabilities(chat.PlaceRef{}).IdempotentFor == 0 {
		return // then the core knows that a repetition may show twice
	}
	d := chat.Delivery{ID: "0123456789012345678901234", User: b.cast.Ann.Ref, Message: say("once")}
	first, err := b.f.Send(b.ctx, d)
	b.must(err)
	again, err := b.f.Send(b.ctx, d)
	b.must(err)
	if first != again {
		t.Errorf("two messages: %+v and %+v", first, again)
	}
}

func sendCancelled(t *testing.T, open func(*testing.T) Platform) {
	b := awake(t, open)
	ctx, cancel := context.WithCancel(b.ctx)
	cancel()
	_, err := b.f.Send(ctx, chat.Delivery{ID: "c", User: b.cast.Ann.Ref, Message: say(secret)})
	var failed *chat.SendError
	if !errors.As(err, &failed) || failed.Class != chat.Retry && failed.Class != chat.Unknown {
		t.Errorf("got %v, want class %s or %s", err, chat.Retry, chat.Unknown)
	}
	b.neverSaw(b.cast.Ann)
}

func edits(t *testing.T, open func(*testing.T) Platform) {
	b := awake(t, open)
	editor, able := b.f.(chat.Editor)
	if !able {
		if b.f.Capabilities(chat.PlaceRef{}).Edits == chat.Native {
			t.Error("Edits is native, chat.Editor is not implemented")
		}
		return
	}
	ref, err := b.f.Send(b.ctx, chat.Delivery{ID: "e", User: b.cast.Ann.Ref, Message: say("three left")})
	b.must(err)
	before := b.seesText(b.cast.Ann, "three left")
	b.must(editor.Edit(b.ctx, ref, say("two left")))
	if after := b.seesText(b.cast.Ann, "two left"); after.ID != before.ID {
		t.Errorf("the edit is another message: %+v, before %+v", after, before)
	}
	b.must(editor.Edit(b.ctx, ref, say("two left"))) // a counter that stands still is no failure
	ref.ID += "0000"                                 // well-formed, but nobody's
	var failed *chat.SendError
	if err := editor.Edit(b.ctx, ref, say("no")); !errors.As(err, &failed) {
		t.Errorf("editing an unknown message: got %v, want a *chat.SendError", err)
	}
}
