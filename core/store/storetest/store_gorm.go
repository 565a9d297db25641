package storetest

import (
	"errors"
	"testing"

	"gorm.io/gorm"

	"github.com/parleybot/parley/core/store"
)

// item is a row as gorm sees it; the default makes gorm read the row back.
type item struct {
	ID     int64
	Name   string
	Amount int64 `gorm:"default:7"`
}

// TableName is how gorm finds the table.
func (item) TableName() string { return "suite_items" }

var gormTests = []test{
	{"gorm shares the transaction", testGormShares},
	{"gorm's errors have their kind", testGormErrors},
	{"gorm's own transaction is a savepoint", testGormNested},
	{"gorm cannot write on a reader", testGormReadOnly},
	{"gorm reads rows, and cannot after the end", testGormRows},
}

func testGormShares(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	for _, name := range []string{"a", "b"} {
		mustWrite(t, s, func(tx *store.Tx) error {
			made := item{Name: name}
			if err := tx.Gorm().Create(&made).Error; err != nil {
				return err
			}
			var amount int64
			if err := tx.SQL().Row(selectWorth, []any{name}, &amount); err != nil {
				return err
			}
			if made.ID == 0 || amount != 7 {
				t.Errorf("made %+v, SQL reads %d", made, amount)
			}
			return nil
		})
	}
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		return errors.Join(tx.Gorm().Create(&item{Name: "undone"}).Error, errRefused)
	})
	if !errors.Is(err, errRefused) {
		t.Errorf("write: %v", err)
	}
	wantNames(t, s, "a", "b")
}

func testGormErrors(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, add("kept"))
	cases := []struct {
		name string
		run  func(db *gorm.DB) error
		want error
	}{
		{"unique", func(db *gorm.DB) error { return db.Create(&item{Name: "kept"}).Error }, store.ErrUnique},
		{"check", func(db *gorm.DB) error { return db.Create(&item{Name: "debt", Amount: -1}).Error }, store.ErrCheck},
		{"guard", func(db *gorm.DB) error { return db.Where("name = ?", "kept").Delete(&item{}).Error }, store.ErrGuard},
		{"no row", func(db *gorm.DB) error { return db.First(&item{}, 77).Error }, store.ErrNotFound},
		{"no row, in gorm's words", func(db *gorm.DB) error { return db.First(&item{}, 77).Error }, gorm.ErrRecordNotFound},
	}
	for _, c := range cases {
		err := s.Write(t.Context(), func(tx *store.Tx) error { return c.run(tx.Gorm()) })
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
	wantNames(t, s, "kept")
}

func testGormNested(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, func(tx *store.Tx) error {
		if err := tx.Gorm().Create(&item{Name: "a"}).Error; err != nil {
			return err
		}
		err := tx.Gorm().Transaction(func(db *gorm.DB) error {
			return errors.Join(db.Create(&item{Name: "undone"}).Error, errRefused)
		})
		if !errors.Is(err, errRefused) {
			t.Errorf("gorm's transaction: %v", err)
		}
		if err := tx.Gorm().Commit().Error; err == nil {
			t.Error("gorm committed")
		}
		if err := tx.Gorm().Rollback().Error; err == nil {
			t.Error("gorm rolled back")
		}
		// A statement prepared by gorm would outlive the transaction.
		if _, err := tx.Gorm().Statement.ConnPool.PrepareContext(t.Context(), selectNames); err == nil {
			t.Error("gorm prepared a statement")
		}
		return tx.Gorm().Create(&item{Name: "b"}).Error
	})
	wantNames(t, s, "a", "b")
}

func testGormReadOnly(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	err := s.Read(t.Context(), func(tx *store.Tx) error { return tx.Gorm().Create(&item{Name: "a"}).Error })
	if !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("create on a reader: %v", err)
	}
	wantNames(t, s)
}

func testGormRows(t *testing.T, at Where) {
	s := openSuite(t, at, store.Options{})
	mustWrite(t, s, add("a"))
	var kept *store.Tx
	err := s.Read(t.Context(), func(tx *store.Tx) error {
		kept = tx
		var name string
		var list []item
		err := tx.Gorm().Model(&item{}).Select("name").Row().Scan(&name)
		err2 := tx.Gorm().Find(&list).Error
		if name != "a" || len(list) != 1 || list[0].Name != "a" {
			t.Errorf("gorm read %q and %v", name, list)
		}
		return errors.Join(err, err2)
	})
	if err != nil {
		t.Errorf("read: %v", err)
	}
	var name string
	if err := kept.Gorm().Model(&item{}).Select("name").Row().Scan(&name); err == nil {
		t.Errorf("gorm read %q after the end", name)
	}
	if err := kept.Gorm().Find(&[]item{}).Error; !errors.Is(err, store.ErrDone) {
		t.Errorf("gorm after the end: %v", err)
	}
}
