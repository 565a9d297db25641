package main

import "testing"

// Everybody's duties are done: deals are confirmed and completed by those they
// wait for, and every one is told.
func TestMixDoesEverything(t *testing.T) {
	t.Parallel()
	for _, platform := range []string{"telegram", "discord"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			var all []mixture
			loadJSON(t, &all, "mix", "-platform", platform, "-people", "64", "-rate", "40", "-even", "5s", "-n", "40")
			if len(all) != 4 {
				t.Fatalf("%d rows, want ours and three of the echo", len(all))
			}
			answered := all[0].Interactions
			if answered+all[0].Failed != 200 || all[0].Failed > 2 {
				t.Errorf("%d answered and %d not", answered, all[0].Failed)
			}
			sum, agreed := 0, 0
			for _, w := range all[0].Commands {
				if w.Command == "confirm" || w.Command == "complete" {
					agreed += w.Count // which of them is a matter of chance
					sum += w.Count
					continue
				}
				if w.Count == 0 || w.P50 <= 0 || w.P50 > w.P99 || w.P99 > w.P999 {
					t.Errorf("that cannot be: %+v", w)
				}
				if w.Command != "notice" {
					sum += w.Count
				}
			}
			if sum != answered || agreed == 0 {
				t.Errorf("%d acts are sorted, want %d; %d confirm or complete", sum, answered, agreed)
			}
		})
	}
}

func TestSizesAreRead(t *testing.T) {
	t.Parallel()
	var o options
	if err := o.readSizes("10, 200"); err != nil || len(o.sizes) != 2 || o.sizes[1] != 200 {
		t.Errorf("%v, %v", o.sizes, err)
	}
	if o.readSizes("10,no") == nil || o.readSizes("0") == nil {
		t.Error("what is no number of deals was taken for one")
	}
}
