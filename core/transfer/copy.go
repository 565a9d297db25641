package transfer

import (
	"context"
	"errors"
	"fmt"

	"github.com/parleybot/parley/core/store"
)

// ErrNotEmpty means that there is something in the target already.
var ErrNotEmpty = errors.New("transfer: the target is not empty")

// Options say what a pristine database looks like and when a copy is good.
type Options struct {
	// Migrations are those with which both stores were opened.
	Migrations []store.Migrations
	// Verify judges the copy before it becomes durable; nil asks nothing more than
	// that all rows are equal.
	Verify func(tx *store.Tx) error
}

// Report says what was copied.
type Report struct{ Tables, Rows int64 }

// Copy puts everything that is in from, as of one instant, into to, which must
// hold nothing but what its migrations put there; the error is ErrNotEmpty
// otherwise. The copy appears complete and verified, or not at all. Writers of
// from need not wait, those of to do.
func Copy(ctx context.Context, from, to *store.Store, o Options) (r Report, err error) {
	seeds, err := seedsOf(ctx, o.Migrations)
	if err != nil {
		return Report{}, err
	}
	err = to.Write(ctx, func(target *store.Tx) error {
		var all []sent
		// The source is let go before anything is checked: a snapshot that nothing is
		// read from for long is taken away.
		err := from.Read(ctx, func(source *store.Tx) (err error) {
			all, err = move(source, target, seeds)
			return err
		})
		if err != nil {
			return err
		}
		if r, err = compare(target, all); err != nil || o.Verify == nil {
			return err
		}
		return o.Verify(target)
	})
	if err != nil {
		return Report{}, fmt.Errorf("transfer: %w", err)
	}
	return r, nil
}

// sent is a table and what was sent of it.
type sent struct {
	table
	sum sum
}

func move(source, target *store.Tx, seeds map[string]sum) (all []sent, err error) {
	planned, err := plan(source, target)
	if err != nil {
		return nil, err
	}
	for _, t := range planned {
		if err := t.clear(target, seeds[t.name]); err != nil {
			return nil, err
		}
	}
	for _, t := range planned {
		total, err := t.copy(source, target)
		if err != nil {
			return nil, fmt.Errorf("copy %s: %w", t.name, err)
		}
		all = append(all, sent{t, total})
	}
	return all, settle(target, planned)
}

// compare reads back what was sent.
func compare(target *store.Tx, all []sent) (r Report, err error) {
	for _, t := range all {
		got, err := t.table.sum(target)
		if err != nil {
			return Report{}, fmt.Errorf("read %s back: %w", t.name, err)
		}
		if got != t.sum {
			return Report{}, fmt.Errorf("%s is not in the target as it was sent", t.name)
		}
		r.Tables++
		r.Rows += got.rows
	}
	return r, nil
}

// plan lists the tables in an order in which the target takes them: the one in
// which they were made there, which puts what is referred to before what refers.
func plan(source, target *store.Tx) (all []table, err error) {
	there, err := tables(source)
	if err != nil {
		return nil, err
	}
	here, err := tables(target)
	if err != nil {
		return nil, err
	}
	for _, t := range here {
		twin, found := find(there, t.name)
		if !found {
			continue // the target's own
		}
		if !t.like(twin) {
			return nil, fmt.Errorf("%s has other columns in the source than in the target", t.name)
		}
		all = append(all, t)
	}
	for _, t := range there {
		if _, found := find(here, t.name); found {
			continue
		}
		got, err := t.sum(source)
		if err != nil {
			return nil, err
		}
		if got.rows > 0 {
			return nil, fmt.Errorf("the target has no table %s, of which the source has %d rows", t.name, got.rows)
		}
	}
	return all, nil
}

// clear takes out what the migrations put into a table, and refuses to take out
// anything else.
func (t table) clear(target *store.Tx, seed sum) error {
	got, err := t.sum(target)
	if err != nil {
		return err
	}
	if got.rows == 0 {
		return nil
	}
	if got != seed {
		return fmt.Errorf("%w: it has rows in %s", ErrNotEmpty, t.name)
	}
	return t.empty(target)
}
