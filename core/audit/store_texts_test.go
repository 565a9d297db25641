package audit

import (
	"slices"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// TestErasedTextsLeaveTheLogWhole reads texts back in pages, erases some of them
// in both ways, and has the log verify after each.
func TestErasedTextsLeaveTheLogWhole(t *testing.T) {
	t.Parallel()
	s := storetest.Open(t, Migrations())
	write := func(fn func(tx *store.Tx) error) {
		t.Helper()
		if err := s.Write(t.Context(), fn); err != nil {
			t.Fatal(err)
		}
	}
	write(func(tx *store.Tx) error {
		for i := range 5 {
			_, err := Append(tx, Event{Type: "deal.x", Deal: "d", DealSeq: i + 1, Texts: []Text{
				{Kind: "mine", Text: "of ann", Author: "ann"},
				{Kind: "theirs", Text: "about ben", Author: "ann"},
				{Kind: "note", Text: "of ben", Author: "ben"},
			}})
			if err != nil {
				return err
			}
		}
		return nil
	})
	kinds := func(author string) (all []string) {
		t.Helper()
		write(func(tx *store.Tx) error {
			all = nil
			var last *Written
			for {
				page, err := TextsBy(tx, author, last, 3)
				for _, w := range page {
					all = append(all, w.Kind)
					if w.Commitment != commitment(w.Kind, w.Salt, w.Text) || w.Deal != "d" {
						t.Errorf("%+v", w)
					}
				}
				if err != nil || len(page) < 3 {
					return err
				}
				last = &page[2]
			}
		})
		return all
	}
	if got := kinds("ann"); len(got) != 10 || got[0] != "theirs" || got[1] != "mine" {
		t.Errorf("ann wrote %q", got)
	}
	write(func(tx *store.Tx) error { return EraseTextsBy(tx, "ann", "theirs") })
	if got := kinds("ann"); len(got) != 5 || slices.Contains(got, "mine") {
		t.Errorf("left of ann: %q", got)
	}
	write(func(tx *store.Tx) error { return EraseText(tx, "d", 2, "theirs") })
	write(func(tx *store.Tx) error {
		texts, err := TextsOf(tx, "d", 2)
		if len(texts) != 1 || texts[0].Text != "of ben" {
			t.Errorf("left of the second event: %+v", texts)
		}
		return err
	})
	if got := kinds("ben"); len(got) != 5 {
		t.Errorf("ben wrote %q", got)
	}
	if err := s.Read(t.Context(), Verify); err != nil {
		t.Errorf("the log: %v", err)
	}
}
