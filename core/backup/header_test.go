package backup

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
	"testing"
)

// with returns the beginning of a file whose header is text.
func with(text string) []byte {
	out := binary.BigEndian.AppendUint32([]byte(magic), uint32(len(text)))
	return append(out, text...)
}

const good = `{"v":1,"kdf":{"name":"argon2id","t":3,"m":65536,"p":4,"salt":"AAAAAAAAAAAAAAAAAAAAAA=="},` +
	`"created_at":1763640000000,"schema":{"audit":2},"origin":"parley-1","size":3,"root":"r","checkpoint":"c"}`

func TestHeader(t *testing.T) {
	t.Parallel()
	h, raw, err := readHeader(bytes.NewReader(append(with(good), "payload"...)))
	if err != nil || !bytes.Equal(raw, with(good)) {
		t.Fatalf("%v", err)
	}
	again, err := h.encode()
	if err != nil || !bytes.Equal(again, raw) {
		t.Errorf("written again it is %s, %v", again, err)
	}
	if !h.Encrypted() || h.Size != 3 || h.Origin != "parley-1" || h.Schema["audit"] != 2 || h.Created().Year() != 2025 {
		t.Errorf("%+v", h)
	}
	h.Checkpoint = strings.Repeat("x", maxHeader)
	if _, err := h.encode(); err == nil {
		t.Error("a header was written that nobody would read")
	}
}

func TestHeaderRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"nothing":          {nil, ErrBroken},
		"something else":   {[]byte("SQLite format 3 and so on"), ErrBroken},
		"half a beginning": {[]byte("PARLEYBK\x00\x00"), ErrBroken},
		"too long":         {append([]byte(magic), 0, 1, 0, 1), ErrBroken},
		"cut":              {with(good)[:40], ErrBroken},
		"no JSON":          {with(`{"v":1`), ErrBroken},
		"version 0":        {with(strings.Replace(good, `"v":1`, `"v":0`, 1)), ErrBroken},
		"version 2":        {with(`{"v":2,"who":"knows"}`), ErrNewer},
		"unknown field":    {with(strings.Replace(good, `"v":1`, `"v":1,"x":1`, 1)), ErrBroken},
		"unknown kdf":      {with(strings.Replace(good, "argon2id", "md5", 1)), ErrBroken},
		"t of 11":          {with(strings.Replace(good, `"t":3`, `"t":11`, 1)), ErrBroken},
		"t of 0":           {with(strings.Replace(good, `"t":3`, `"t":0`, 1)), ErrBroken},
		"over 256 MiB":     {with(strings.Replace(good, "65536", "262145", 1)), ErrBroken},
		"too little":       {with(strings.Replace(good, "65536", "31", 1)), ErrBroken},
		"p of 17":          {with(strings.Replace(good, `"p":4`, `"p":17`, 1)), ErrBroken},
		"p of 0":           {with(strings.Replace(good, `"p":4`, `"p":0`, 1)), ErrBroken},
		"a short salt":     {with(strings.Replace(good, `AAAAAAAAAAAAAAAAAAAAAA==`, `AAAA`, 1)), ErrBroken},
		"a cost for none":  {with(strings.Replace(good, `argon2id`, `none`, 1)), ErrBroken},
	} {
		if _, _, err := readHeader(bytes.NewReader(c.file)); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Whatever stands in a file, reading its header ends, with little memory, and
// what it takes for a header is one.
func FuzzHeader(f *testing.F) {
	f.Add(with(good))
	f.Add(with(`{"v":1,"kdf":{"name":"none"},"created_at":0,"schema":{},"origin":"","size":0,"root":"","checkpoint":""}`))
	f.Fuzz(func(t *testing.T, file []byte) {
		h, raw, err := readHeader(bytes.NewReader(file))
		if err != nil {
			return
		}
		if !bytes.HasPrefix(file, raw) || h.KDF.check() != nil || h.V != version {
			t.Errorf("%q was taken for %+v", file, h)
		}
		if h.KDF.M > maxM || h.KDF.T > maxT || h.KDF.P > maxP {
			t.Errorf("%q would cost too much", file)
		}
	})
}
