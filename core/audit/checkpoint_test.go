package audit

import (
	"strings"
	"testing"

	"github.com/parleybot/parley/core/store"
	"github.com/parleybot/parley/core/store/storetest"
)

// The log of frozen: what its key is called and what it signed.
const (
	goldenKey        = "parley-0011aabb+ea5d5dc0+AZVD+MMfLq4VTUdAkaShpPhKCrYxZtkuDysOPBUWv41D"
	goldenCheckpoint = "parley-0011aabb\n5\negZMXMBc/igsYqVAB88QKleCWep6ns+Zl4roTugHRgI=\n\n" +
		"— parley-0011aabb 6l1dwLIzB0VF4N/+c26Ksoc+P2Exk3WCkMotFS50nZYYJ3w4XK0oZ623znPhjbjizkK/8CPSyBvvQOO6QjwYzx+rpwI=\n"
)

func TestGoldenCheckpoint(t *testing.T) {
	t.Parallel()
	l := frozen(t)
	text, err := l.Checkpoint(t.Context())
	if err != nil || string(text) != goldenCheckpoint {
		t.Errorf("%v, got\n%s\nwant\n%s", err, text, goldenCheckpoint)
	}
	c := l.read([]byte(goldenCheckpoint), goldenKey)
	if c.Origin != "parley-0011aabb" || c.Size != 5 || !strings.Contains(goldenCheckpoint, "\n"+rootText(c.Root)+"\n") {
		t.Errorf("%+v", c)
	}
}

func TestParseCheckpointRefuses(t *testing.T) {
	t.Parallel()
	root := rootText([32]byte{1})
	if _, err := ParseCheckpoint("log\n7\n" + root + "\n"); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"", "log\n7\n" + root, "log\n07\n" + root + "\n", "log\n-1\n" + root + "\n", "log\n+7\n" + root + "\n",
		"\n7\n" + root + "\n", "log\n7\n" + root + "\nmore\n", "log\n7\n" + root[:40] + "\n", "log\n7\n" + root[:42] + "B=\n",
		"log\n9223372036854775808\n" + root + "\n",
	} {
		if c, err := ParseCheckpoint(text); err == nil {
			t.Errorf("%q became %+v", text, c)
		}
	}
}

func TestOpenCheckpointRefuses(t *testing.T) {
	t.Parallel()
	l := frozen(t)
	k, _, err := newKey(storetest.Random(9), "stranger")
	if err != nil {
		t.Fatal(err)
	}
	c := l.sign()
	strange, err := c.sign(k)
	if err != nil {
		t.Fatal(err)
	}
	both, err := c.sign(l.key, k)
	if err != nil {
		t.Fatal(err)
	}
	twice := goldenCheckpoint + goldenCheckpoint[strings.Index(goldenCheckpoint, "—"):]
	for name, test := range map[string]struct {
		text string
		keys []string
	}{
		"signed by a stranger":      {string(strange), []string{goldenKey}},
		"a stranger who is trusted": {string(strange), []string{goldenKey, k.Public()}},
		"a stranger beside":         {string(both), []string{goldenKey}},
		"signed twice":              {twice, []string{goldenKey}},
		"no signature":              {c.Text() + "\n", []string{goldenKey}},
		"other padding":             {strings.TrimSuffix(goldenCheckpoint, "=\n") + "\n", []string{goldenKey}},
	} {
		if _, _, err := OpenCheckpoint([]byte(test.text), verifiers(t, test.keys...)...); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, signers, err := OpenCheckpoint(both, verifiers(t, k.Public(), goldenKey)...); err != nil || len(signers) != 2 || signers[1].Name() != "stranger" {
		t.Errorf("%v, %v", signers, err)
	}
}

// I16: every checkpoint is kept, and each later one contains it.
func TestI16CheckpointsAreConsistent(t *testing.T) {
	t.Parallel()
	l := startLog(t, storetest.Open(t, Migrations()), "log")
	var all []Checkpoint
	for i := range 30 {
		l.add(event("d", i+1))
		if i%3 == 0 {
			all = append(all, l.sign())
		}
	}
	all = append(all, l.sign())
	write(t, l.store, func(tx *store.Tx) {
		newest := all[len(all)-1]
		for _, c := range all {
			root, err := rootAt(tx, c.Size)
			if err != nil || root != c.Root {
				t.Errorf("size %d: %x, %v", c.Size, root, err)
			}
			signed, proof, err := Consistency(tx, c.Size)
			if err != nil || l.read(signed, l.Key()) != newest {
				t.Errorf("size %d: %v, %s", c.Size, err, signed)
			}
			if c != newest && len(proof) == 0 {
				t.Errorf("size %d: no proof", c.Size)
			}
		}
		if _, _, err := Consistency(tx, 99); err == nil {
			t.Error("a proof from a size that never was")
		}
	})
	if r := l.verify(); r.Checkpoints != int64(len(all)) || r.Events != 31 {
		t.Errorf("%+v", r)
	}
}
