package storetest

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/parleybot/parley/core/store"
)

// testModel runs random transactions, with savepoints in savepoints, errors and
// panics, against a set of names that is copied wherever the store may roll back.
func testModel(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	rapid.Check(t, func(r *rapid.T) {
		m := &model{r: r, names: map[string]bool{}}
		if err := s.Write(t.Context(), func(tx *store.Tx) error {
			_, err := tx.SQL().Exec("DELETE FROM suite_items")
			return err
		}); err != nil {
			r.Fatalf("empty the table: %v", err)
		}
		for range rapid.IntRange(1, 6).Draw(r, "transactions") {
			before := maps.Clone(m.names)
			var err error
			if caught(func() { err = s.Write(t.Context(), func(tx *store.Tx) error { return m.play(tx, 0) }) }) != nil || err != nil {
				m.names = before
			}
			got := names(t, s)
			slices.Sort(got)
			want := slices.Sorted(maps.Keys(m.names))
			if strings.Join(got, " ") != strings.Join(want, " ") {
				r.Fatalf("the store holds %q, the model %q", got, want)
			}
		}
	})
}

type model struct {
	r     *rapid.T
	names map[string]bool
}

// play draws a few steps and how they end.
func (m *model) play(tx *store.Tx, depth int) error {
	for range rapid.IntRange(0, 4).Draw(m.r, "steps") {
		switch step := rapid.SampledFrom([]string{"insert", "insert", "delete", "nest"}).Draw(m.r, "step"); step {
		case "insert", "delete":
			m.change(tx, step)
		case "nest":
			if depth < 3 {
				m.nest(tx, depth+1)
			}
		}
	}
	switch rapid.SampledFrom([]string{"keep", "keep", "refuse", "panic"}).Draw(m.r, "end") {
	case "refuse":
		return errRefused
	case "panic":
		panic(errRefused)
	}
	return nil
}

func (m *model) change(tx *store.Tx, step string) {
	name := rapid.SampledFrom([]string{"a", "b", "c", "d"}).Draw(m.r, "name")
	if step == "delete" {
		affected, err := tx.SQL().Exec(deleteItem, name)
		if err != nil || (affected == 1) != m.names[name] {
			m.r.Fatalf("delete %s: %d rows, %v", name, affected, err)
		}
		delete(m.names, name)
		return
	}
	// A broken rule is caught here: the savepoint alone had no effect.
	if err := tx.Savepoint(func() error { return insert(tx, name) }); (err != nil) != m.names[name] {
		m.r.Fatalf("insert %s: %v", name, err)
	}
	m.names[name] = true
}

func (m *model) nest(tx *store.Tx, depth int) {
	before := maps.Clone(m.names)
	defer func() {
		if v := recover(); v != nil {
			if v != error(errRefused) {
				panic(v) // not the model's own, but the checker's
			}
			m.names = before
		}
	}()
	if err := tx.Savepoint(func() error { return m.play(tx, depth) }); err != nil {
		m.names = before
	}
}
