package audit

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

var errFormat = errors.New("bytes are not in the format of an event")

// decode reads the bytes of an event. It accepts exactly what encode writes, so
// a payload that decodes has no second spelling.
func decode(payload []byte) (body, error) {
	r := &scanner{in: string(payload)}
	var b body
	r.skip(`{"v":1`)
	b.log = r.text(`,"log":`)
	b.seq = r.integer(`,"seq":`)
	b.at = r.integer(`,"at":`)
	b.typ = r.text(`,"type":`)
	b.deal = r.text(`,"deal":`)
	b.dealSeq = r.integer(`,"deal_seq":`)
	b.prev = r.text(`,"prev":`)
	b.from = r.text(`,"from":`)
	b.to = r.text(`,"to":`)
	b.actor = r.text(`,"actor":`)
	b.as = r.text(`,"as":`)
	b.comm = r.text(`,"community":`)
	b.via = r.text(`,"via":`)
	b.req = r.text(`,"req":`)
	b.policy = r.text(`,"policy":`)
	r.skip(`,"d":{`)
	for !r.bad && !r.has("}") {
		name := r.text(comma(len(b.d)))
		r.skip(":")
		b.d = append(b.d, Field{name, r.value()})
	}
	r.skip(`},"c":[`)
	for !r.bad && !r.has("]") {
		b.c = append(b.c, r.text(comma(len(b.c))))
	}
	r.skip("]}")
	if r.bad || r.in != "" {
		return body{}, errFormat
	}
	return b, nil
}

// scanner eats its input from the left; after the first thing that does not fit
// it is bad, and everything it returns is zero.
type scanner struct {
	in  string
	bad bool
}

func (r *scanner) has(prefix string) bool { return strings.HasPrefix(r.in, prefix) }

func (r *scanner) skip(prefix string) {
	if !r.has(prefix) {
		r.bad = true
		return
	}
	r.in = r.in[len(prefix):]
}

func (r *scanner) value() any {
	switch {
	case r.has(`"`):
		return r.text("")
	case r.has("true"):
		r.skip("true")
		return true
	case r.has("false"):
		r.skip("false")
		return false
	}
	return r.integer("")
}

func (r *scanner) integer(before string) int64 {
	r.skip(before)
	end := 0
	for end < len(r.in) && (r.in[end] == '-' || r.in[end] >= '0' && r.in[end] <= '9') {
		end++
	}
	n, err := strconv.ParseInt(r.in[:end], 10, 64)
	if err != nil || n <= -maxInteger || n >= maxInteger || strconv.FormatInt(n, 10) != r.in[:end] {
		r.bad = true
		return 0
	}
	r.in = r.in[end:]
	return n
}

func (r *scanner) text(before string) string {
	r.skip(before)
	r.skip(`"`)
	var out []byte
	for !r.bad {
		i := strings.IndexFunc(r.in, func(c rune) bool { return c < 0x20 || c == '"' || c == '\\' })
		if i < 0 {
			break
		}
		out = append(out, r.in[:i]...)
		stop := r.in[i]
		r.in = r.in[i+1:]
		switch stop {
		case '"':
			if s := string(out); utf8.ValidString(s) {
				return s
			}
			r.bad = true
		case '\\':
			out = append(out, r.escaped())
		default:
			r.bad = true
		}
	}
	r.bad = true
	return ""
}

// escaped reads what follows a backslash.
func (r *scanner) escaped() byte {
	if r.has(`"`) || r.has(`\`) {
		c := r.in[0]
		r.in = r.in[1:]
		return c
	}
	r.skip("u00")
	if r.bad || len(r.in) < 2 {
		r.bad = true
		return 0
	}
	n, err := strconv.ParseUint(r.in[:2], 16, 8)
	if err != nil || n >= 0x20 || strings.ToLower(r.in[:2]) != r.in[:2] {
		r.bad = true
		return 0
	}
	r.in = r.in[2:]
	return byte(n)
}
