package audit

import (
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

func BenchmarkAppend(b *testing.B) {
	s := storetest.Open(b, Migrations())
	b.ReportAllocs()
	err := s.Write(b.Context(), func(tx *store.Tx) error {
		for i := range b.N {
			if _, err := Append(tx, event("d", i+1)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func BenchmarkReceipt(b *testing.B) {
	s, l := storetest.Open(b, Migrations()), Options{KeyFile: b.TempDir() + "/log.key", Rand: storetest.Random(1)}
	l.Store = s
	service, err := Start(b.Context(), l)
	if err != nil {
		b.Fatal(err)
	}
	err = s.Write(b.Context(), func(tx *store.Tx) error {
		for i := range 10_000 {
			if _, err := Append(tx, event("d", i+1)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := service.Checkpoint(b.Context()); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	err = s.Read(b.Context(), func(tx *store.Tx) error {
		for i := range b.N {
			if _, err := Receipt(tx, int64(i%10_000)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// What the nightly check does, for each event.
func BenchmarkVerify(b *testing.B) {
	s := storetest.Open(b, Migrations())
	err := s.Write(b.Context(), func(tx *store.Tx) error {
		for i := range b.N {
			if _, err := Append(tx, event("d", i+1)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	b.ResetTimer()
	if err := s.Read(b.Context(), Verify); err != nil {
		b.Fatal(err)
	}
}
