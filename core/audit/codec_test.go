package audit

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func golden() body {
	return body{
		log: "parley-0011aabb", seq: 1042, at: 1772452800123, typ: "deal.noted",
		deal: "0195a2c0-0000-7000-8000-000000000001", dealSeq: 3, prev: "AAEC",
		from: "active", to: "active", actor: "p:6a", as: "party_a", comm: "c1", via: "telegram",
		req: requestHash("telegram:bot:7"), policy: "open",
		d: []Field{{"party", "a"}, {"scale", 2}, {"due_at", int64(-5)}, {"late", true}, {"odd", "\"\\/\n\x1fé\u2028"}},
		c: []string{commitment("note", []byte("0123456789abcdef"), "hello")},
	}
}

const goldenBytes = `{"v":1,"log":"parley-0011aabb","seq":1042,"at":1772452800123,"type":"deal.noted",` +
	`"deal":"0195a2c0-0000-7000-8000-000000000001","deal_seq":3,"prev":"AAEC","from":"active","to":"active",` +
	`"actor":"p:6a","as":"party_a","community":"c1","via":"telegram",` +
	`"req":"caadc23eb087ee0ac601a880d3114ffee0cbbf6417f6ae9ed234331e65d36775","policy":"open",` +
	`"d":{"party":"a","scale":2,"due_at":-5,"late":true,"odd":"\"\\/\u000a\u001fé` + "\u2028" + `"},` +
	`"c":["note:W+TqS/d4gAVj3Qj2Pa3E49fjFze7My04lS69Zk/Y7zM="]}`

// The format is published: this test may get new rows, but never other bytes.
func TestGoldenBytes(t *testing.T) {
	t.Parallel()
	b := golden()
	got, err := b.encode()
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != goldenBytes {
		t.Errorf("encode:\n got %s\nwant %s", got, goldenBytes)
	}
	if !json.Valid(got) {
		t.Error("not JSON")
	}
	empty, err := (&body{}).encode()
	want := `{"v":1,"log":"","seq":0,"at":0,"type":"","deal":"","deal_seq":0,"prev":"","from":"","to":"",` +
		`"actor":"","as":"","community":"","via":"","req":"","policy":"","d":{},"c":[]}`
	if err != nil || string(empty) != want {
		t.Errorf("empty event: %s, %v", empty, err)
	}
}

// RFC 6962's own example: the leaf hash of an empty leaf.
func TestLeafHash(t *testing.T) {
	t.Parallel()
	const want = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
	if got := hex.EncodeToString(leafHash(nil)); got != want {
		t.Errorf("leafHash(nil) = %s", got)
	}
}

func TestEncodeRefuses(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]Field{
		"integer too large":     {"n", int64(maxInteger)},
		"integer too small":     {"n", int64(-maxInteger)},
		"float":                 {"n", 1.5},
		"text that is not text": {"n", "\xff"},
		"name that is not text": {"\xff", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if out, err := (&body{d: []Field{f}}).encode(); err == nil {
				t.Errorf("encoded to %s", out)
			}
		})
	}
}

func TestDecodeRefusesOtherSpellings(t *testing.T) {
	t.Parallel()
	for _, change := range [][2]string{
		{`"seq":1042`, `"seq":01042`},
		{`"seq":1042`, `"seq":-0`},
		{`"seq":1042`, `"seq":9007199254740992`},
		{`"seq":1042`, `"seq":1e3`},
		{`"seq":1042`, `"seq": 1042`},
		{`"v":1`, `"v":2`},
		{`"scale":2`, `"scale":null`},
		{`\u000a`, `\n`},
		{`\u001f`, `\u001F`},
		{`\u001f`, `\u00e9`},
		{`\u001f`, `\u00+1`},
		{`\u001f`, "\x1f"},
		{`\"`, `\x`},
		{"é", "\xe9"},
		{`"c":[`, `"c":[,`},
		{`"]}`, `",]}`},
		{`]}`, `]} `},
		{`"party":"a",`, `"party":"a"`},
		{`]}`, ``},
		{`"c":`, `"c`},
	} {
		if !strings.Contains(goldenBytes, change[0]) {
			t.Fatalf("%s is not in the golden event", change[0])
		}
		if b, err := decode([]byte(strings.Replace(goldenBytes, change[0], change[1], 1))); err == nil {
			t.Errorf("%s for %s: decoded to %+v", change[1], change[0], b)
		}
	}
}

func TestCodecRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		b := body{
			log: rapid.String().Draw(t, "log"), seq: rapid.Int64Range(0, maxInteger-1).Draw(t, "seq"),
			actor: rapid.String().Draw(t, "actor"), c: rapid.SliceOf(rapid.String()).Draw(t, "c"),
		}
		for range rapid.IntRange(0, 4).Draw(t, "details") {
			value := rapid.OneOf(rapid.String().AsAny(), rapid.Bool().AsAny(),
				rapid.Int64Range(1-maxInteger, maxInteger-1).AsAny()).Draw(t, "value")
			b.d = append(b.d, Field{rapid.String().Draw(t, "name"), value})
		}
		payload, err := b.encode()
		if err != nil {
			t.Fatal(err)
		}
		back, err := decode(payload)
		if err != nil {
			t.Fatalf("%s: %v", payload, err)
		}
		again, err := back.encode()
		if err != nil || !bytes.Equal(again, payload) {
			t.Fatalf("%s became %s, %v", payload, again, err)
		}
		if back.log != b.log || back.seq != b.seq || len(back.d) != len(b.d) || len(back.c) != len(b.c) {
			t.Fatalf("%+v became %+v", b, back)
		}
		if !json.Valid(payload) {
			t.Fatalf("not JSON: %s", payload)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(goldenBytes))
	f.Add([]byte(`{"v":1,"log":"\u001"`))
	f.Fuzz(func(t *testing.T, payload []byte) {
		b, err := decode(payload)
		if err != nil {
			return
		}
		again, err := b.encode()
		if err != nil || !bytes.Equal(again, payload) {
			t.Fatalf("a second spelling: %q and %q, %v", payload, again, err)
		}
	})
}
