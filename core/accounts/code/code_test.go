package code

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store/storetest"
	"pgregory.net/rapid"
)

func TestNew(t *testing.T) {
	t.Parallel()
	random := storetest.Random(1)
	fill := func(p []byte) {
		if _, err := random.Read(p); err != nil {
			t.Fatal(err)
		}
	}
	seen := make(map[rune]bool)
	for range 100 {
		c := New(fill)
		if back, ok := Read(c); !ok || back != c || len(c) != Length {
			t.Fatalf("Read(%q) = %q, %v", c, back, ok)
		}
		for _, r := range c {
			seen[r] = true
		}
	}
	if len(seen) != 32 {
		t.Errorf("%d different symbols", len(seen))
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"ABCD1234": "ABCD1234", " abcd-1234 ": "ABCD1234", "oiL0 0000": "01100000", "a-b-c-d-1-2-3-4": "ABCD1234",
		"": "", "ABCD123": "", "ABCD12345": "", "ABCD123U": "", "UBCD1234": "", "ABCDé234": "", "ABCDU234": "", "\u0661BCD123": "",
	} {
		if got, ok := Read(typed); got != want || ok != (want != "") {
			t.Errorf("Read(%q) = %q, %v", typed, got, ok)
		}
	}
}

func TestReadNeverInvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		c, ok := Read(rapid.String().Draw(t, "typed"))
		if ok && (len(c) != Length || strings.Trim(c, alphabet) != "") || !ok && c != "" {
			t.Fatalf("read %q", c)
		}
	})
}

func TestSum(t *testing.T) {
	t.Parallel()
	if len(Sum("ABCD1234")) != 32 || string(Sum("ABCD1234")) == string(Sum("ABCD1235")) {
		t.Error("sums do not tell codes apart")
	}
}
