package backup

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"pgregory.net/rapid"
)

func emptyFS() fstest.MapFS { return fstest.MapFS{"sqlite/README": {}} }

// A backup every hour for two years.
func TestKeepOfManyYears(t *testing.T) {
	t.Parallel()
	var made []time.Time
	for at := noon.Add(-2 * 365 * day); !at.After(noon); at = at.Add(time.Hour) {
		made = append(made, at)
	}
	var want []string
	for i := range 24 {
		want = append(want, noon.Add(-time.Duration(i)*time.Hour).Format("01-02 15"))
	}
	// The ends of the days, weeks (Sundays) and months before; today's is among the hours.
	for _, at := range []string{"11-19 23", "11-18 23", "11-17 23", "11-16 23", "11-15 23", "11-14 23", "11-08 23", "11-01 23", "10-31 23", "09-30 23", "08-31 23", "07-31 23", "06-30 23"} {
		if !slices.Contains(want, at) {
			want = append(want, at)
		}
	}
	var got []string
	for _, at := range keep(made, noon) {
		if at.Year() != 2026 {
			t.Errorf("kept %v", at)
		}
		if s := at.Format("01-02 15"); !slices.Contains(got, s) {
			got = append(got, s)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("kept\n%q, want\n%q", got, want)
	}
}

func TestKeepRules(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var made []time.Time
		for _, hours := range rapid.SliceOfNDistinct(rapid.IntRange(-100, 400*24), 0, 200, rapid.ID).Draw(t, "hours") {
			made = append(made, noon.Add(-time.Duration(hours)*time.Hour))
		}
		kept := keep(made, noon)
		distinct := map[time.Time]bool{}
		last, ahead := 0, 0
		for _, at := range kept {
			distinct[at] = true
			if !slices.Contains(made, at) {
				t.Fatalf("kept %v, which nobody made", at)
			}
		}
		for at := range distinct {
			switch {
			case at.After(noon):
				ahead++
			case noon.Sub(at) < day:
				last++
			}
		}
		if most := recent + days + weeks + months; ahead > most || len(distinct)-ahead > most {
			t.Fatalf("kept %d", len(distinct))
		}
		if len(made) > 0 && !distinct[slices.MaxFunc(made, time.Time.Compare)] {
			t.Fatal("the newest one is not kept")
		}
		if last > recent {
			t.Fatalf("kept %d of the last day", last)
		}
		// What is kept once is not lost by looking again.
		again := keep(slices.Collect(maps.Keys(distinct)), noon)
		for at := range distinct {
			if !slices.Contains(again, at) {
				t.Fatalf("%v was kept, and then was not", at)
			}
		}
	})
}

// A clock that was a year ahead for two months is set right: what is made from then
// on is kept as ever.
func TestKeepAfterTheClockWasSetBack(t *testing.T) {
	t.Parallel()
	var made []time.Time
	for i := range 60 * 6 {
		made = append(made, noon.Add(365*day+time.Duration(i)*12*time.Hour))
	}
	for i := range days {
		made = append(made, noon.Add(-time.Duration(i)*day))
	}
	kept := keep(made, noon)
	for i := range days {
		if at := noon.Add(-time.Duration(i) * day); !slices.Contains(kept, at) {
			t.Errorf("%v is not kept", at)
		}
	}
}

func TestRotateGoesByTheNames(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	strangers := []string{"parley-20200101T000000Z.bak", "parley-20200101T000000.000Z.bak.old", "notes.txt", "parley-.bak"}
	for i, name := range append(strangers, FileName(noon), FileName(noon.Add(-365*day)), FileName(noon.Add(-365*day-time.Hour))) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte{byte(i)}, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// A folder of that name is nobody's backup.
	odd := FileName(noon.Add(-365*day - 2*time.Hour))
	if err := os.Mkdir(filepath.Join(folder, odd), 0o700); err != nil {
		t.Fatal(err)
	}
	removed, err := Rotate(folder, noon)
	if err != nil || len(removed) != 1 || removed[0] != FileName(noon.Add(-365*day-time.Hour)) {
		t.Errorf("removed %q, %v", removed, err)
	}
	for _, name := range append(strangers, odd, FileName(noon), FileName(noon.Add(-365*day))) {
		if _, err := os.Stat(filepath.Join(folder, name)); err != nil {
			t.Error(err)
		}
	}
	if _, err := Rotate(filepath.Join(folder, "absent"), noon); err == nil {
		t.Error("rotated nothing at all")
	}
}
