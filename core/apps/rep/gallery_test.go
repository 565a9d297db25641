package rep

import (
	"bytes"
	"image/png"
	"testing"

	"github.com/parleybot/parley/core/bot/bottest"
)

func TestGallery(t *testing.T) {
	t.Parallel()
	var g gallery
	course := []point{{20777, 500}, {20782, 607}}
	if g.find(course) != nil {
		t.Error("found what was never drawn")
	}
	first, err := g.get(course)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := png.Decode(bytes.NewReader(first)); err != nil {
		t.Error(err)
	}
	if again, _ := g.get([]point{{20777, 500}, {20782, 607}}); &again[0] != &first[0] {
		t.Error("the same picture was drawn twice")
	}
	if g.find([]point{{20777, 500}, {20782, 608}}) != nil {
		t.Error("another course has the same picture")
	}
	for i := range hung + 5 {
		key := keyOf([]point{{int64(i), 1}})
		g.hang(key, []byte{1})
		g.hang(key, []byte{2}) // late
	}
	if len(g.byKey) != hung || len(g.order) != hung || g.find(course) != nil || g.find([]point{{hung, 1}})[0] != 1 {
		t.Errorf("%d pictures are kept", len(g.byKey))
	}
}

// Showing a card to everybody holds the writer and draws nothing: after a
// restart, when the picture is gone, the words alone are shown.
func TestShowHereDrawsNothing(t *testing.T) {
	t.Parallel()
	s := newScene(t)
	ann := s.Person(bottest.D, "ann").In("agency")
	s.deal(ann, s.Person(bottest.T, "ben"))
	card := ann.Says("/rep")
	s.service.pictures.mu.Lock()
	s.service.pictures.byKey = nil
	s.service.pictures.order = nil
	s.service.pictures.mu.Unlock()
	shown := card.Presses("Show here").Shows("607 ✅ Good, 1 deal")
	if len(pictures(shown)) != 0 || s.service.pictures.byKey != nil {
		t.Error("a picture was drawn in the writer's time")
	}
}
