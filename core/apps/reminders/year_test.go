package reminders

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/accounts"
	"github.com/parleybot/parley/core/store"
)

// TestI24AYear simulates a year of deals, with outages, restarts and people who
// move between zones, and compares every message with what an oracle expects
// that looks at everything, always.
func TestI24AYear(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{24} {
		y := newYear(t, seed)
		for end := y.Clock.Now().AddDate(1, 0, 0); y.Clock.Now().Before(end); {
			for range y.rand.IntN(5) {
				y.happen()
			}
			y.Clock.Advance(y.step())
			if y.rand.IntN(60) == 0 {
				y.Restart()
			}
			y.Settle()
			y.check()
		}
		if y.told["due"] < 50 || y.told["urgent"] < 50 || y.told["mediate"] < 50 || y.told["digest"] < 100 {
			t.Errorf("seed %d: too little happened: %v", seed, y.told)
		}
	}
}

// step is usually some hours, sometimes minutes, and sometimes an outage.
func (y *year) step() time.Duration {
	switch y.rand.IntN(25) {
	case 0:
		return time.Duration(y.rand.IntN(12*24*60)+10) * time.Minute
	case 1, 2:
		return time.Duration(y.rand.IntN(50)+10) * time.Minute
	}
	return time.Duration(y.rand.IntN(20*60)+30) * time.Minute
}

// year is a world with the oracle's memory.
type year struct {
	*world
	rand   *rand.Rand
	oracle oracle
	told   map[string]int
	zones  []string
}

func newYear(t *testing.T, seed uint64) *year {
	y := &year{
		world: newWorld(t, 5), rand: rand.New(rand.NewPCG(seed, 24)), told: map[string]int{},
		zones: []string{"", "Asia/Riyadh", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin"},
	}
	y.weekly, y.staff = true, []string{y.ids[4]}
	y.oracle = newOracle(y.world)
	return y
}

// happen lets one thing happen to a deal or to somebody.
func (y *year) happen() {
	y.t.Helper()
	now := y.Clock.Now()
	open := y.where(func(Deal) bool { return true })
	if len(open) < 4 || len(open) < 16 && y.rand.IntN(3) == 0 {
		a := y.rand.IntN(4)
		d := y.agree(a, (a+1+y.rand.IntN(3))%4, time.Duration(y.rand.IntN(10*24*60)+60)*time.Minute)
		y.oracle.active[d.ID] = now
		return
	}
	d := open[y.rand.IntN(len(open))]
	switch n := y.rand.IntN(13); {
	case n == 0:
		y.someoneChanges()
	case n == 1:
		y.mu.Lock()
		y.every = []time.Duration{5 * time.Minute, 7 * time.Minute, 30 * time.Minute, 24 * time.Hour}[y.rand.IntN(4)]
		y.mu.Unlock()
	case n < 4:
		y.snoozes(d)
	default:
		y.moves(d)
	}
}

func (y *year) someoneChanges() {
	y.t.Helper()
	who := y.rand.IntN(4)
	y.write(func(tx *store.Tx) error {
		if err := accounts.SetZone(tx, y.ids[who], y.zones[y.rand.IntN(len(y.zones))]); err != nil {
			return err
		}
		return accounts.SetNotices(tx, y.ids[who], y.rand.IntN(4) > 0, y.rand.IntN(4) > 0, y.rand.IntN(24))
	})
}

func (y *year) snoozes(d Deal) {
	y.t.Helper()
	side := []Side{SideA, SideB}[y.rand.IntN(2)]
	if d.Phase != Working || d.party(side).Done {
		return
	}
	until := y.Clock.Now().Add([]time.Duration{24 * time.Hour, 72 * time.Hour}[y.rand.IntN(2)])
	y.write(func(tx *store.Tx) error { return keepSnooze(tx, d.ID, side, until) })
	y.oracle.quiet[place{d.ID, side}] = until
}

// moves takes a deal along one of the edges that it may take.
func (y *year) moves(d Deal) {
	y.t.Helper()
	now := y.Clock.Now()
	from := d.Phase
	switch n := y.rand.IntN(6); {
	case from == Working && !now.Before(d.DueAt):
		if d.Phase = Overdue; d.Since.IsZero() {
			d.Since = now
		}
	case from == Overdue && n < 2: // one of them marks late
		d.Phase, d.A.Done = Working, true
	case from == Working && n < 2 && !d.A.Done:
		d.A.Done = true
	case from == Working && n < 3 && !d.B.Done:
		d.B.Done = true
	case n == 3 && from != Disputed:
		y.oracle.left[d.ID] = d
		d.Phase, d.Since = Disputed, now
	case n < 5 && from == Disputed:
		was := y.oracle.left[d.ID]
		if d = was; d.Phase == Working {
			d.DueAt = d.DueAt.Add(time.Duration(y.rand.IntN(72*60)) * time.Minute)
			y.oracle.active[d.ID] = now
		} else {
			y.oracle.active[d.ID] = now
			d.Since = d.Since.Add(time.Duration(y.rand.IntN(24*60)+1) * time.Minute)
		}
	case n == 5:
		y.oracle.over(d)
		y.end(d)
		return
	default:
		return
	}
	if d.Phase != from {
		y.oracle.over(d)
	}
	y.become(d)
}

var handlePattern = regexp.MustCompile(`#[0-9A-F]{8}`)

// check compares the news of everybody with what the oracle expects.
func (y *year) check() {
	y.t.Helper()
	want := y.oracle.expected()
	var got []string
	for person := range y.people {
		bundles := map[string]int{}
		for _, screen := range y.news(person) {
			kind, sort := "", "remind"
			for _, line := range strings.Split(screen.Text(), "\n") {
				for sign, name := range map[string]string{"🔶": "urgent", "⏰": "due", "🔴": "mediate", "🟠": "mediate", "📋": "digest"} {
					if strings.HasPrefix(line, sign) {
						kind = name
					}
				}
				if kind == "digest" {
					sort = "digest"
					got = append(got, y.ids[person]+" digest")
					break
				}
				if kind == "mediate" {
					sort = "mediate"
				}
				if handle := handlePattern.FindString(line); handle != "" {
					got = append(got, y.ids[person]+" "+kind+" "+handle)
				}
			}
			y.told[kind]++
			if bundles[sort]++; bundles[sort] > 1 {
				y.t.Fatalf("%s: two messages in one run, the last is\n%s", y.Clock.Now(), screen.Text())
			}
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		y.t.Fatalf("%s: got\n%s\nwant\n%s", y.Clock.Now(), strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
