package transcript

import (
	"os"
	"strings"
	"testing"

	"github.com/parleybot/parley/frontends/console/pretend"
)

func TestConversations(t *testing.T) {
	t.Parallel()
	RunAll(t, "testdata/*.chat", open)
}

func TestMistakesInScripts(t *testing.T) {
	t.Parallel()
	tests := []struct{ script, want string }{
		{"zoe> hi", `x.chat:1: zoe> hi: nobody is called "zoe"`},
		{"# a\n\nzoe presses Confirm", `x.chat:3: zoe presses Confirm: nobody is called "zoe"`},
		{"alice in Dock> hi", `alice knows no place "Dock"`},
		{"alice replies> hi", "alice sees nothing to reply to"},
		{"alice presses Confirm", `alice sees no button "Confirm"`},
		{"alice chooses TikTok", `alice sees no choice "TikTok"`},
		{"alice dances", `no such act: "alice dances"`},
		{"@ dance", `no such direction: "dance"`},
		{"@ redeliver zoe", `nobody is called "zoe"`},
		{"@ redeliver alice", "alice has not done anything"},
		{"@ advance soon", `cannot advance "soon" here`},
		{"@ leave alice\n@ leave alice", `alice is nowhere to leave`},
	}
	for _, tt := range tests {
		t.Run(tt.want, func(t *testing.T) {
			t.Parallel()
			r := &runner{Stage: open(t)}
			got, problems := r.play(t.Context(), "x.chat", tt.script)
			if len(problems) != 1 || !strings.Contains(problems[0], tt.want) {
				t.Errorf("got %q, want %q", problems, tt.want)
			}
			if got != tt.script {
				t.Errorf("the script became %q", got)
			}
		})
	}
}

func TestStagesThatCannot(t *testing.T) {
	t.Parallel()
	for _, script := range []string{"@ restart", "@ advance 1h"} {
		r := &runner{Stage: Stage{World: Pretended(pretend.Default(pretend.Options{}))}}
		if _, problems := r.play(t.Context(), "x.chat", script); len(problems) != 1 {
			t.Errorf("%s: %q", script, problems)
		}
	}
}

func TestRewritesOnlyWhatIsExpected(t *testing.T) {
	t.Parallel()
	const script = "# one\nalice> hi\nbot → bob (private, Telegram)\n    something else\n\n# two\nalice> ho\n\n# end\n"
	const want = "# one\nalice> hi\nbot → alice (private, Discord)\n    Alice (en) said hi\n\n# two\nalice> ho\nbot → alice (private, Discord)\n    Alice (en) said ho\n\n# end\n"
	r := &runner{Stage: open(t)}
	got, problems := r.play(t.Context(), "x.chat", script)
	if got != want || problems != nil {
		t.Errorf("%q: got\n%s\nwant\n%s", problems, got, want)
	}
}

func TestRefusalsArePartOfTheConversation(t *testing.T) {
	t.Parallel()
	r := &runner{Stage: open(t)}
	got, problems := r.play(t.Context(), "x.chat", "bob> hi\nalice submits a=b")
	want := "bob> hi\n! press Start first\nalice submits a=b\n! no form is open\n"
	if got != want || problems != nil {
		t.Errorf("%q: got\n%s", problems, got)
	}
}

func TestDifference(t *testing.T) {
	t.Parallel()
	tests := []struct{ want, got, diff string }{
		{"a b c", "a b c", "  a\n  b\n  c\n"},
		{"a b c", "a x c", "  a\n- b\n+ x\n  c\n"},
		{"a", "a b", "  a\n+ b\n"},
		{"a b", "b", "- a\n  b\n"},
	}
	for _, tt := range tests {
		if got := difference(strings.Fields(tt.want), strings.Fields(tt.got)); got != tt.diff {
			t.Errorf("%q to %q: got\n%s", tt.want, tt.got, got)
		}
	}
}

func TestCaptured(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string
		want captured
	}{
		{"🟢 #3F9A2B01 is active", captured{handle: "3F9A2B01"}},
		{"deal 3F9A2B01", captured{handle: "3F9A2B01"}},
		{"Your code is 7KQ2M4XT.", captured{code: "7KQ2M4XT"}},
		{"Your code is 12345678.", captured{code: "12345678"}},
		{"#3F9A2B01: code 7KQ2-M4XT-9PBD", captured{handle: "3F9A2B01", code: "7KQ2-M4XT-9PBD"}},
		{"go to https://t.me/b_bot?start=deal-7KQ2M4XT9PBD now", captured{link: "https://t.me/b_bot?start=deal-7KQ2M4XT9PBD"}},
		{"nothing", captured{}},
	}
	for _, tt := range tests {
		var c captured
		c.read(tt.text)
		if c != tt.want {
			t.Errorf("%q: got %+v, want %+v", tt.text, c, tt.want)
		}
		c.read("nothing new")
		if c != tt.want {
			t.Errorf("%q: forgotten: %+v", tt.text, c)
		}
	}
}

func TestTheGoldenFileIsTheNotation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("testdata/notation.chat")
	if err != nil {
		t.Fatal(err)
	}
	wrong := strings.Replace(string(text), "300 USD until friday", "301 USD until friday", 1)
	r := &runner{Stage: open(t)}
	got, problems := r.play(t.Context(), "x.chat", wrong)
	if problems != nil || got != string(text) || got == wrong {
		t.Error("a changed amount is not noticed")
	}
}
