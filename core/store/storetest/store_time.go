package storetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store"
)

var timeTests = []test{
	{"now stands still, in UTC and whole milliseconds", testNowFixed},
	{"now never goes back", testNowMonotone},
	{"now goes on after the clock was set back", testNowGoesOn},
	{"identifiers are version 7 and repeatable", testIDs},
	{"without randomness nothing is written", testNoRandom},
	{"instants survive as integers", testMillis},
}

func testNowFixed(t *testing.T, at Where) {
	zone := time.FixedZone("elsewhere", 3*3600)
	clock := NewClock(Epoch.Add(1234567 * time.Nanosecond).In(zone))
	s := openSuite(t, at, store.Options{Now: clock.Now})
	look := func(tx *store.Tx) error {
		before := tx.Now()
		clock.Advance(time.Hour)
		if tx.Now() != before {
			t.Errorf("Now moved from %v to %v", before, tx.Now())
		}
		if before.Location() != time.UTC || before.Nanosecond()%int(time.Millisecond) != 0 {
			t.Errorf("Now is %v, want UTC and milliseconds", before)
		}
		return nil
	}
	mustWrite(t, s, func(tx *store.Tx) error {
		if want := Epoch.Add(time.Millisecond); !tx.Now().Equal(want) {
			t.Errorf("Now is %v, want %v", tx.Now(), want)
		}
		return look(tx)
	})
	if err := s.Read(t.Context(), look); err != nil {
		t.Error(err)
	}
}

func testNowMonotone(t *testing.T, at Where) {
	clock := NewClock(Epoch)
	s := openSuite(t, at, store.Options{Now: clock.Now})
	now := func() (at time.Time) {
		mustWrite(t, s, func(tx *store.Tx) error { at = tx.Now(); return nil })
		return at
	}
	first := now()
	clock.Set(Epoch.Add(-time.Hour))
	if second := now(); second.Before(first) {
		t.Errorf("Now went from %v back to %v", first, second)
	}
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		if tx.Now().Before(first) {
			t.Errorf("a reader's Now %v is before what was written at %v", tx.Now(), first)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	clock.Set(Epoch.Add(time.Hour))
	if third := now(); !third.Equal(Epoch.Add(time.Hour)) {
		t.Errorf("Now is %v after the clock went on", third)
	}
}

// Jobs and notifications wait for instants: they must come, for readers too.
func testNowGoesOn(t *testing.T, at Where) {
	clock := NewClock(Epoch)
	s := openSuite(t, at, store.Options{Now: clock.Now})
	look := func(want time.Time, run func(context.Context, func(*store.Tx) error) error) {
		t.Helper()
		err := run(t.Context(), func(tx *store.Tx) error {
			if !tx.Now().Equal(want) {
				t.Errorf("Now is %v, want %v", tx.Now(), want)
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	}
	look(Epoch, s.Write)
	clock.Set(Epoch.Add(-time.Hour))
	look(Epoch, s.Read)
	clock.Advance(time.Minute)
	look(Epoch.Add(52500*time.Millisecond), s.Write) // an eighth slower
	clock.Advance(time.Minute)
	look(Epoch.Add(105*time.Second), s.Read)
	for range 7 * 60 {
		clock.Advance(time.Minute)
		_ = s.Now()
	}
	look(clock.Now().Add(7*time.Minute+15*time.Second), s.Write) // 7 h 2 min have caught up 52 min 45 s
	clock.Advance(time.Hour)
	look(clock.Now(), s.Write)
	if now := s.Now(); !now.Equal(clock.Now()) {
		t.Errorf("the store's clock shows %v, want %v", now, clock.Now())
	}
}

func testIDs(t *testing.T, at Where) {
	draw := func() (ids []string, bits []byte) {
		s := openSuite(t, at, store.Options{Now: NewClock(Epoch).Now, Rand: Random(7)})
		mustWrite(t, s, func(tx *store.Tx) error {
			ids = append(ids, tx.NewID(), tx.NewID())
			bits = make([]byte, 40)
			tx.Random(bits)
			return nil
		})
		return ids, bits
	}
	ids, bits := draw()
	again, bitsAgain := draw()
	if ids[0] != again[0] || ids[1] != again[1] || !bytes.Equal(bits, bitsAgain) {
		t.Errorf("the same seed gave %q and %q", ids, again)
	}
	if ids[0] == ids[1] || bytes.Equal(bits, make([]byte, 40)) {
		t.Errorf("no randomness in %q, %x", ids, bits)
	}
	for _, id := range ids {
		if id[:13] != "019cae6b-6600" { // Epoch is 0x019cae6b6600 milliseconds
			t.Errorf("%s does not begin with its instant", id)
		}
		if len(id) != 36 || id[14] != '7' || !bytes.ContainsRune([]byte("89ab"), rune(id[19])) {
			t.Errorf("%s is not a UUID of version 7", id)
		}
	}
}

func testNoRandom(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{Rand: strings.NewReader("too short")})
	thrown := caught(func() {
		_ = s.Write(t.Context(), func(tx *store.Tx) error { return insert(tx, tx.NewID()) })
	})
	if !errors.Is(thrown, io.ErrUnexpectedEOF) {
		t.Errorf("the caller caught %v", thrown)
	}
	wantNames(t, s)
}

func testMillis(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	for _, at := range []time.Time{{}, Epoch, Epoch.Add(time.Millisecond), time.UnixMilli(-5)} {
		mustWrite(t, s, func(tx *store.Tx) error {
			var ms int64
			if err := tx.SQL().Row("SELECT CAST(? AS BIGINT)", []any{store.Millis(at)}, &ms); err != nil {
				return err
			}
			if got := store.Time(ms); !got.Equal(at) || got.Location() != time.UTC || got.IsZero() != at.IsZero() {
				t.Errorf("%v came back as %v", at, got)
			}
			return nil
		})
	}
}
