package store

import "testing"

func TestGone(t *testing.T) {
	t.Parallel()
	const now, connected = 1_000_000, 900_000
	for name, c := range map[string]struct {
		p         peer
		connected int64
		want      bool
	}{
		"there":                                {peer{seen: now - 400, held: true}, connected, false},
		"slow, with its lock":                  {peer{seen: now - 9_900, held: true}, connected, false},
		"frozen":                               {peer{seen: now - 10_000, held: true}, connected, true},
		"lost its connection":                  {peer{seen: now - 1_900}, connected, false},
		"dead":                                 {peer{seen: now - 2_000}, connected, true},
		"not back yet after a restart":         {peer{seen: now - 60_000}, now - 7_900, false},
		"never came back after a restart":      {peer{seen: now - 60_000}, now - 8_000, true},
		"back, and not seen yet":               {peer{seen: now - 60_000, held: true}, now - 9_900, false},
		"seen since, and then dead":            {peer{seen: now - 2_000}, now - 5_000, true},
		"the observer has just come back":      {peer{seen: now - 3_600_000, held: true}, now, false},
		"a clock of the database set back":     {peer{seen: now + 5_000}, connected, false},
		"held by what the server thinks of it": {peer{seen: now - 12_000, held: true}, now - 9_000, false},
	} {
		if got := c.p.gone(now, c.connected); got != c.want {
			t.Errorf("%s: gone is %t", name, got)
		}
	}
}
