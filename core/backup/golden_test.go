package backup

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the golden backups anew: only ever beside the old ones")

// Backups of years ago must be readable for ever.
func TestGoldenBackups(t *testing.T) {
	t.Parallel()
	for name, passphrase := range map[string]string{"plain-v1.bak": "", "encrypted-v1.bak": "correct horse battery staple"} {
		path := filepath.Join("testdata", name)
		o := options(t, passphrase)
		if *update {
			writeGolden(t, path, o)
		}
		h, err := Verify(t.Context(), path, o)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if h.Size != 2 || h.Origin != "first" || h.Root != "JbZ0bVFy7WNSlmoBPZOshG4RENWiXo8YO1kx9GiIQqE=" || !h.Created().Equal(noon) {
			t.Errorf("%s: %+v", name, h)
		}
	}
}

func writeGolden(t *testing.T, path string, o Options) {
	t.Helper()
	if _, err := os.Stat(path); err == nil {
		t.Fatalf("%s is there; a new format has a new name", path)
	}
	o.cost = kdf{} // as in life
	s := open(t, "")
	add(t, s, "one", "two")
	made := mustMake(t, s, o)
	if err := os.Rename(filepath.Join(o.Dir, made.Name), path); err != nil {
		t.Fatal(err)
	}
}
