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
	for i := range 100 {
		length := []int{Short, Long}[i%2]
		c := New(fill, length)
		if back, ok := Read(c, length); !ok || back != c || len(c) != length {
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

// Every symbol has five bits of its own, so a code is as hard to guess as it is long.
func TestEveryBitOfACodeCounts(t *testing.T) {
	t.Parallel()
	for _, length := range []int{Short, Long} {
		seen := map[string]bool{}
		for bit := range 64 {
			seen[New(func(p []byte) { p[7-bit/8] = 1 << (bit % 8) }, length)] = true
		}
		// The highest bits are not used: they give the code of no bit at all.
		if want := 5*length + 1; len(seen) != want {
			t.Errorf("%d different codes of %d symbols, want %d", len(seen), length, want)
		}
	}
}

// TestNewIsFrozen keeps what transcripts and other repeatable runs show.
func TestNewIsFrozen(t *testing.T) {
	t.Parallel()
	fill := func(p []byte) { copy(p, []byte{0xff, 0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66}) }
	if long, short := New(fill, Long), New(fill, Short); long != "6BN8MS84H00Y" || short != long[:Short] {
		t.Errorf("codes %q and %q", long, short)
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"ABCD1234": "ABCD1234", " abcd-1234 ": "ABCD1234", "oiL0 0000": "01100000", "a-b-c-d-1-2-3-4": "ABCD1234",
		"": "", "ABCD123": "", "ABCD12345": "", "ABCD123U": "", "UBCD1234": "", "ABCDé234": "", "ABCDU234": "", "\u0661BCD123": "",
	} {
		if got, ok := Read(typed, Short); got != want || ok != (want != "") {
			t.Errorf("Read(%q) = %q, %v", typed, got, ok)
		}
	}
}

func TestReadNeverInvents(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.SampledFrom([]int{Short, Long}).Draw(t, "length")
		c, ok := Read(rapid.String().Draw(t, "typed"), length)
		if ok && (len(c) != length || strings.Trim(c, alphabet) != "") || !ok && c != "" {
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
