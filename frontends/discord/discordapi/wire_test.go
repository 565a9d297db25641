package discordapi

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"testing"
	"time"
)

const upgraded = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"

// frame writes a server's frame.
func frame(opcode byte, last bool, payload string) string {
	if last {
		opcode |= 0x80
	}
	switch n := len(payload); {
	case n < 126:
		return string([]byte{opcode, byte(n)}) + payload
	case n < 1<<16:
		return string(binary.BigEndian.AppendUint16([]byte{opcode, 126}, uint16(n))) + payload
	default:
		return string(binary.BigEndian.AppendUint64([]byte{opcode, 127}, uint64(n))) + payload
	}
}

// through sends a stream through a wire, in pieces, and returns what arrives.
func through(t *testing.T, stream string) (*wire, string, error) {
	t.Helper()
	ours, theirs := net.Pipe()
	w := newWire(ours, time.Minute)
	t.Cleanup(func() { _ = w.Close() })
	go func() {
		defer theirs.Close()
		for piece := range strings.SplitSeq(stream, "") {
			if _, err := theirs.Write([]byte(piece)); err != nil {
				return
			}
		}
	}()
	var got bytes.Buffer
	_, err := io.Copy(&got, w)
	return w, got.String(), err
}

func TestWirePassesEverythingOn(t *testing.T) {
	t.Parallel()
	for name, frames := range map[string]string{
		"small":     frame(frameText, true, `{"op":0,"d":1}`) + frame(frameText, true, `{"op":11}`),
		"medium":    frame(frameText, true, `{"op":7,"d":"`+strings.Repeat("x", 900)+`"`),
		"large":     frame(frameText, true, `{"op":7,"d":"`+strings.Repeat("x", 2000)+`"}`),
		"very":      frame(frameText, true, strings.Repeat("x", 70000)) + frame(frameText, true, "after"),
		"fragments": frame(frameText, false, `{"op":7,`) + frame(0, true, `"d":null}`),
		"binary":    frame(2, true, `{"op":7}`),
		"ping":      frame(9, true, "x"),
		"empty":     frame(frameText, true, ""),
		"close":     frame(frameClose, true, ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, got, err := through(t, upgraded+frames)
			if got != upgraded+frames || err != nil {
				t.Errorf("%d of %d bytes: %v", len(got), len(upgraded+frames), err)
			}
			if w.verdict() != (verdict{}) {
				t.Errorf("%+v", w.verdict())
			}
		})
	}
}

func TestWireOtherAnswers(t *testing.T) {
	t.Parallel()
	const answer = "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\n\x81\x02no"
	if _, got, err := through(t, answer); got != answer || err != nil {
		t.Errorf("%q, %v", got, err)
	}
}

func TestWireListens(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		frame string
		said  verdict
		ends  bool
	}{
		"op 7":       {frame(frameText, true, `{"op":7,"d":null}`), verdict{order: opReconnect}, true},
		"op 9 true":  {frame(frameText, true, `{"d":true,"op":9}`), verdict{order: opInvalid, keep: true}, true},
		"op 9 false": {frame(frameText, true, `{"op":9,"d":false}`), verdict{order: opInvalid}, true},
		"close":      {frame(frameClose, true, "\x0f\xa4bye"), verdict{code: 4004}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, got, err := through(t, upgraded+test.frame)
			if w.verdict() != test.said || errors.Is(err, errTold) != test.ends {
				t.Errorf("%+v, %v", w.verdict(), err)
			}
			if test.ends && got != upgraded {
				t.Errorf("discordgo got to see %q", got[len(upgraded):])
			}
			select {
			case <-w.ended:
			default:
				t.Error("not over")
			}
		})
	}
}

func TestWireLearnsTheInterval(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]time.Duration{
		`{"heartbeat_interval":41250}`: 61875 * time.Millisecond, `{"heartbeat_interval":0}`: time.Minute, `"x"`: time.Minute,
	} {
		w, _, _ := through(t, upgraded+frame(frameText, true, `{"op":10,"d":`+data+`}`))
		if got := time.Duration(w.patience.Load()); got != want {
			t.Errorf("%s: %v", data, got)
		}
	}
}

// Only a farewell that is meant leaves.
func TestWireFarewell(t *testing.T) {
	t.Parallel()
	for _, meant := range []bool{false, true} {
		ours, theirs := net.Pipe()
		w := newWire(ours, time.Minute)
		w.farewell.Store(meant)
		go func() {
			_, _ = w.Write([]byte("\x81\x00"))
			_, _ = w.Write([]byte("\x88\x00"))
			_ = w.Close()
		}()
		got, err := io.ReadAll(theirs)
		if err != nil || (len(got) == 4) != meant {
			t.Errorf("meant %v: %q, %v", meant, got, err)
		}
	}
}
