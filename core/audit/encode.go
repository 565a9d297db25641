package audit

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"unicode/utf8"
)

// maxInteger is the first integer that a reader with floating-point numbers
// could not tell from its neighbour.
const maxInteger = 1 << 53

var (
	errUTF8    = errors.New("not valid UTF-8")
	errInteger = errors.New("integer beyond 2^53")
)

// body is everything that stands in the bytes of an event.
type body struct {
	log     string
	seq, at int64
	typ     string
	deal    string
	dealSeq int64
	prev    string // base64 leaf hash of the deal's previous event
	from    string
	to      string
	actor   string
	as      string
	comm    string
	via     string
	req     string // hex SHA-256 of the request key
	policy  string
	d       []Field
	c       []string // "kind:base64 hash"
}

// encode writes the one JSON object that is hashed: all keys, this order, no
// spaces, and nothing that two writers could write in two ways.
func (b *body) encode() ([]byte, error) {
	w := writer{out: make([]byte, 0, 640)}
	w.raw(`{"v":1`)
	w.text(`,"log":`, b.log)
	w.integer(`,"seq":`, b.seq)
	w.integer(`,"at":`, b.at)
	w.text(`,"type":`, b.typ)
	w.text(`,"deal":`, b.deal)
	w.integer(`,"deal_seq":`, b.dealSeq)
	w.text(`,"prev":`, b.prev)
	w.text(`,"from":`, b.from)
	w.text(`,"to":`, b.to)
	w.text(`,"actor":`, b.actor)
	w.text(`,"as":`, b.as)
	w.text(`,"community":`, b.comm)
	w.text(`,"via":`, b.via)
	w.text(`,"req":`, b.req)
	w.text(`,"policy":`, b.policy)
	w.raw(`,"d":{`)
	for i, f := range b.d {
		w.text(comma(i), f.Name)
		w.raw(":")
		w.value(f.Value)
	}
	w.raw(`},"c":[`)
	for i, c := range b.c {
		w.text(comma(i), c)
	}
	w.raw("]}")
	return w.out, w.err
}

func comma(i int) string {
	if i == 0 {
		return ""
	}
	return ","
}

type writer struct {
	out []byte
	err error // the first one
}

func (w *writer) raw(s string) { w.out = append(w.out, s...) }

func (w *writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *writer) integer(before string, n int64) {
	w.raw(before)
	if n <= -maxInteger || n >= maxInteger {
		w.fail(errInteger)
	}
	w.out = strconv.AppendInt(w.out, n, 10)
}

func (w *writer) value(v any) {
	switch v := v.(type) {
	case string:
		w.text("", v)
	case int:
		w.integer("", int64(v))
	case int64:
		w.integer("", v)
	case bool:
		w.out = strconv.AppendBool(w.out, v)
	default:
		w.fail(fmt.Errorf("detail of type %T", v))
	}
}

// text writes a string with the fewest escapes that JSON allows.
func (w *writer) text(before, s string) {
	const digits = "0123456789abcdef"
	w.raw(before)
	if !utf8.ValidString(s) {
		w.fail(errUTF8)
	}
	w.raw(`"`)
	from := 0
	for i := range len(s) {
		c := s[i]
		if c >= 0x20 && c != '"' && c != '\\' {
			continue
		}
		w.raw(s[from:i])
		from = i + 1
		if c < 0x20 {
			w.out = append(w.out, '\\', 'u', '0', '0', digits[c>>4], digits[c&15])
			continue
		}
		w.out = append(w.out, '\\', c)
	}
	w.raw(s[from:])
	w.raw(`"`)
}

// leafHash is RFC 6962's hash of a leaf: the zero byte keeps a leaf from ever
// looking like a node of the tree.
func leafHash(payload []byte) []byte {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(payload)
	return h.Sum(nil)
}

// commitment binds an event to a text. The salt keeps short texts from being
// guessed from it.
func commitment(kind string, salt []byte, text string) string {
	h := sha256.New()
	h.Write(salt)
	h.Write([]byte(text))
	return kind + ":" + base64.StdEncoding.EncodeToString(h.Sum(nil))
}

func requestHash(key string) string {
	if key == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(key))
	return hex.EncodeToString(sum[:])
}
