package deals

import (
	"slices"
	"testing"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// TestButtonsAreNeverRefused goes through every state a deal can reach and does,
// in the state machine, what each of its buttons would do.
func TestButtonsAreNeverRefused(t *testing.T) {
	t.Parallel()
	acts := map[string]Act{
		pathConfirm: ActConfirm, pathCancel: ActCancel, pathSuggest: ActCancel, pathDone: ActComplete, pathNote: ActNote,
	}
	pressed := map[string]int{}
	eachState(func(d Deal, now time.Time) {
		for _, side := range []Side{SideA, SideB, Neither} {
			for _, path := range paths((&sheet{Deal: d}).buttons(side, now)) {
				pressed[path]++
				act, known := acts[path]
				if !known {
					continue
				}
				if _, _, err := Apply(asOf(d, now), Command{Act: act, By: side}, now); err != nil || side == Neither {
					t.Fatalf("%s for %q in %s: %v", path, side, d.Status, err)
				}
			}
		}
	})
	for path := range acts {
		if pressed[path] == 0 {
			t.Errorf("%s is never offered", path)
		}
	}
}

// TestWhatCanBeDoneIsOffered is the other way round: what a party may do stands
// on a button.
func TestWhatCanBeDoneIsOffered(t *testing.T) {
	t.Parallel()
	eachState(func(d Deal, now time.Time) {
		if d.SweepDue(now) {
			return
		}
		for path, act := range map[string]Act{pathConfirm: ActConfirm, pathCancel: ActCancel, pathDone: ActComplete} {
			for _, side := range []Side{SideA, SideB} {
				if side == SideB && !d.Claimed() {
					continue
				}
				_, _, err := Apply(d, Command{Act: act, By: side}, now)
				if offered := slices.Contains(paths((&sheet{Deal: d}).buttons(side, now)), path); offered != (err == nil) {
					t.Fatalf("%s for %q in %s: offered %v, allowed %v", path, side, d.Status, offered, err == nil)
				}
			}
		}
	})
}

func paths(rows []chat.Row) (all []string) {
	for _, row := range rows {
		for _, b := range row.Buttons {
			all = append(all, b.Action.Path)
		}
	}
	return all
}
