package main

import (
	"bytes"
	"testing"
)

// What is claimed of memory holds for long soaks only; what is tested here is
// that somebody looks.
func TestSoakLooksTenTimes(t *testing.T) {
	t.Parallel()
	var looks []look
	loadJSON(t, &looks, "soak", "-n", "800", "-people", "32")
	if len(looks) != 2*soakParts {
		t.Fatalf("%d looks, want %d", len(looks), 2*soakParts)
	}
	for i, l := range looks {
		if want := 80 * (i%soakParts + 1); l.Interactions != want || l.RSS < 1<<20 || l.Goroutines < 1 {
			t.Errorf("look %d: %+v, want %d interactions", i, l, want)
		}
	}
	if looks[9].Deals == 0 || looks[19].Deals == 0 {
		t.Error("no deals were made")
	}
}

func TestClaimsSayWhetherTheyHeld(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if !claim(&out, options{}, true, "%d", 1) || claim(&out, options{}, false, "%d", 2) || claim(&out, options{json: true}, false, "%d", 3) {
		t.Error("a claim returns whether it held")
	}
	if got := out.String(); got != "pass  1\nFAIL  2\n" {
		t.Errorf("said %q", got)
	}
}
