package backup

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
)

// noise is what no compression or luck makes smaller.
func noise(size int) []byte {
	var seed [32]byte
	out := make([]byte, size)
	_, _ = rand.NewChaCha8(seed).Read(out)
	return out
}

func TestPayloadOfEverySize(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 100, segment - 57, segment - 56, segment - 55, segment, 2*segment - 72, 2*segment - 71, 3 * segment} {
		for _, passphrase := range []string{"", "sesame"} {
			payload := noise(size)
			got, err := unpacked(packed(t, passphrase, payload), passphrase)
			if err != nil || !bytes.Equal(got, payload) {
				t.Errorf("%d bytes, passphrase %q: got %d, %v", size, passphrase, len(got), err)
			}
		}
	}
}

// Nothing after the passphrase may depend on luck: every byte of the header, and
// of the payload the beginning, the borders of segments and the end.
func TestI27EveryFlippedByteIsRefused(t *testing.T) {
	t.Parallel()
	payload := noise(2*segment + 500)
	for _, passphrase := range []string{"", "sesame"} {
		file := packed(t, passphrase, payload)
		for _, at := range interesting(t, file) {
			file[at] ^= 1 << (at % 8)
			_, err := unpacked(file, passphrase)
			if !errors.Is(err, ErrBroken) && !errors.Is(err, ErrNewer) && !errors.Is(err, ErrLocked) {
				t.Errorf("passphrase %q, byte %d of %d: %v", passphrase, at, len(file), err)
			}
			file[at] ^= 1 << (at % 8)
		}
		if _, err := unpacked(file, passphrase); err != nil {
			t.Fatalf("the file as it was: %v", err)
		}
	}
}

func TestI27EveryCutIsRefused(t *testing.T) {
	t.Parallel()
	payload := noise(2*segment + 500)
	for _, passphrase := range []string{"", "sesame"} {
		file := packed(t, passphrase, payload)
		for _, at := range interesting(t, file) {
			if _, err := unpacked(file[:at], passphrase); !errors.Is(err, ErrBroken) {
				t.Errorf("passphrase %q, cut to %d of %d: %v", passphrase, at, len(file), err)
			}
		}
		if _, err := unpacked(append(bytes.Clone(file), 0), passphrase); !errors.Is(err, ErrBroken) {
			t.Errorf("passphrase %q, a byte too much: %v", passphrase, err)
		}
	}
}

// interesting returns the positions at which a file is most likely to be read
// wrongly: the whole header and what follows it, both sides of each border
// between segments, and the end.
func interesting(t *testing.T, file []byte) []int {
	t.Helper()
	_, before, err := readHeader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	var list []int
	for at := range len(before) + 80 {
		list = append(list, at)
	}
	for border := len(before) + segment; border < len(file); border += segment {
		for at := max(0, border-20); at < min(len(file), border+20); at++ {
			list = append(list, at)
		}
	}
	for at := len(file) - 64; at < len(file); at++ {
		list = append(list, at)
	}
	return list
}

func TestPassphrases(t *testing.T) {
	t.Parallel()
	locked, plain := packed(t, "sesame", noise(100)), packed(t, "", noise(100))
	for _, c := range []struct {
		name, passphrase string
		file             []byte
		want             error
	}{
		{"the right one", "sesame", locked, nil},
		{"another one", "Sesame", locked, ErrBroken},
		{"none", "", locked, ErrLocked},
		{"one too many", "sesame", plain, nil},
	} {
		if _, err := unpacked(c.file, c.passphrase); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if bytes.Contains(locked, noise(100)[:16]) || !bytes.Contains(plain, noise(100)) {
		t.Error("what is encrypted is readable, or what is not is not")
	}
}

// The same content twice must not look the same.
func TestEncryptionIsFresh(t *testing.T) {
	t.Parallel()
	if bytes.Equal(packed(t, "sesame", noise(100)), packed(t, "sesame", noise(100))) {
		t.Error("two files are alike to the last byte")
	}
}
