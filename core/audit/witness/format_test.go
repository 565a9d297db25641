package witness

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/parleybot/parley/core/store/storetest"
)

// The formats are other people's: these bytes never change.
const (
	goldenKey    = "lagoon+cd4a7fde+BHhylT5b4WBj97QDCip0j2tyUfHoPCqRXLEhkV70RqdK"
	goldenLine   = "— lagoon zUp/3gAAAABppXvATD+iYE4XO89zi9zCDvYJsf+asXB0td32PZgWx159wUDW91uUfQjpFl6pn40xbPh/sqhZzmXgs6RH4zfwHSWmCQ==\n"
	goldenText   = "log\n7\nAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
	goldenMoment = 1772452800
)

func TestGoldenCosignature(t *testing.T) {
	t.Parallel()
	k, err := makeKey("lagoon", storetest.Random(5))
	if err != nil {
		t.Fatal(err)
	}
	line := k.cosign(goldenText, time.Unix(goldenMoment, 999))
	if k.public() != goldenKey || line != goldenLine {
		t.Errorf("%s\n%s", k.public(), line)
	}
	back, err := readKey(k.secret() + "\n")
	if err != nil || back.cosign(goldenText, time.Unix(goldenMoment, 0)) != line {
		t.Errorf("%v", err)
	}
}

func TestVerifierRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"", "lagoon", strings.Replace(goldenKey, "lagoon", "lagune", 1), strings.Replace(goldenKey, "lagoon", "", 1),
		goldenKey[:len(goldenKey)-1], goldenKey + "=", strings.Replace(goldenKey, "+", "+0", 1), "a b" + goldenKey,
	} {
		if _, err := NewVerifier(text); !errors.Is(err, errKey) {
			t.Errorf("%q: %v", text, err)
		}
	}
	v, err := NewVerifier(goldenKey)
	if err != nil {
		t.Fatal(err)
	}
	if v.Verify([]byte(goldenText), nil) || v.Verify([]byte(goldenText), make([]byte, 72)) {
		t.Error("no signature was accepted")
	}
}

func golden(t testing.TB) []byte {
	t.Helper()
	text, err := os.ReadFile("testdata/request")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestGoldenRequest(t *testing.T) {
	t.Parallel()
	a := found(t, "harbor", 1)
	a.grow(4, "p:a")
	a.grow(6, "p:a")
	if got := a.request(5); !bytes.Equal(got, golden(t)) {
		t.Errorf("%s", got)
	}
	r, err := ParseRequest(golden(t))
	if err != nil || r.Old != 5 || r.head.Size != 11 || len(r.Proof) == 0 {
		t.Errorf("%+v, %v", r, err)
	}
}

func TestRequestRefuses(t *testing.T) {
	t.Parallel()
	good := string(golden(t))
	for _, change := range [][2]string{
		{"old 5", "old 05"},
		{"old 5", "old -5"},
		{"old 5", "old"},
		{"old 5", "new 5"},
		{"old 5\n", "old 5\n\n"},
		{"=\n\n", "\n\n"},
		{"\nharbor\n", "\n\n"},
		{"old 5\n", "old 5\n" + strings.Repeat(strings.Repeat("A", 43)+"=\n", 70)},
		{"harbor\n11", "harbor\n011"},
		{"\n\n", strings.Repeat(" ", maxRequest)},
	} {
		bad := strings.Replace(good, change[0], change[1], 1)
		if r, err := ParseRequest([]byte(bad)); err == nil || bad == good {
			t.Errorf("%.40q for %q: %+v", change[1], change[0], r)
		}
	}
}

func FuzzRequest(f *testing.F) {
	f.Add(golden(f))
	f.Add([]byte("old 0\n\nlog\n1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := ParseRequest(data)
		if err == nil && !bytes.Equal(r.Format(), data) {
			t.Fatalf("a second spelling of\n%s", r.Format())
		}
	})
}
