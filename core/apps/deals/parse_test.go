package deals

import (
	"strings"
	"testing"
)

func TestParseHandle(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		"3F9A2B01": "3F9A2B01", "#3f9a2b01": "3F9A2B01", " 3f9A2b01 ": "3F9A2B01",
		"": "", "#": "", "3F9A2B0": "", "3F9A2B011": "", "3F9A2B0G": "", "##3F9A2B01": "", "٣F9A2B0": "",
	} {
		got, ok := ParseHandle(typed)
		if got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v", typed, got, ok)
		}
	}
}

func TestCodesSurviveHands(t *testing.T) {
	t.Parallel()
	const code = "0123456789AB"
	for _, typed := range []string{
		code, strings.ToLower(code), spaced(code), " " + spaced(code) + " ", "deal-" + code,
		strings.NewReplacer("0", "O", "1", "l").Replace(code),
	} {
		if got, ok := parseCode(typed); !ok || got != code {
			t.Errorf("%q read as %q", typed, got)
		}
	}
	for _, typed := range []string{"", "deal-", code[1:], code + "0", "U" + code[1:], "é" + code[2:]} {
		if got, ok := parseCode(typed); ok {
			t.Errorf("%q read as %q", typed, got)
		}
	}
}

func TestParseNames(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]Status{
		"active": Active, "PENDING_CONFIRMATION": Pending, "pending completion": Marked, "pending-completion": Marked,
		" Pending ": Pending, "": "", "done": "",
	} {
		if got, ok := ParseStatus(typed); got != want || ok != (want != "") {
			t.Errorf("status %q: %q", typed, got)
		}
	}
	if got, _ := ParseNetwork("tiktok "); got != "TikTok" {
		t.Errorf("network %q", got)
	}
	if got, ok := ParseType("loan"); ok {
		t.Errorf("type %q", got)
	}
}

func FuzzParseCode(f *testing.F) {
	f.Add("K7QM-2Z9X-41BD")
	f.Add("deal-K7QM2Z9X41BD")
	f.Fuzz(func(t *testing.T, typed string) {
		code, ok := parseCode(typed)
		if !ok {
			return
		}
		if again, ok := parseCode(spaced(code)); !ok || again != code {
			t.Errorf("%q gives %q, which reads as %q", typed, code, again)
		}
	})
}
