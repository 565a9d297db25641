// Package cmd_test builds and runs what stands in folders of its own.
package cmd_test

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A third party's app and frontend, in a module of their own, work without any
// change to the core.
func TestExample(t *testing.T) {
	t.Parallel()
	program := filepath.Join(t.TempDir(), "example")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, ".")
	build.Dir = "example"
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	talk := exec.CommandContext(t.Context(), program)
	talk.Stdin = strings.NewReader("ann: /sign lovely place\nben: /sign\nben: *hi* @everyone\ncleo: /book\ncleo: /nothing\n")
	var trouble bytes.Buffer
	talk.Stderr = &trouble
	out, err := talk.Output()
	if err != nil || trouble.Len() > 0 {
		t.Fatalf("run: %v\n%s", err, trouble.String())
	}
	said := strings.NewReplacer("\u2068", "", "\u2069", "").Replace(string(out))
	for _, want := range []string{
		"→ ann: Thank you, ann.", "→ ben: What shall I write?", "→ ben: Thank you, ben.",
		"→ cleo: 2 people signed:\n\n• ben: *hi* @everyone\n• ann: lovely place", "→ cleo: I do not know the command /nothing.",
	} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in:\n%s", want, said)
		}
	}
}
