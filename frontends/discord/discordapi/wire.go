package discordapi

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"math"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// wire is one gateway connection below discordgo's socket. It reads along what
// the server says about the connection itself, because discordgo hides the code
// of a close, learns of a dead link after minutes, and locks itself up when it
// is told to reconnect at the wrong moment: it never gets to see such an order,
// the connection just ends. Events get another name (see disguise). Everything
// else passes through as it is.
type wire struct {
	net.Conn
	in       *bufio.Reader
	patience *atomic.Int64 // longest silence, in nanoseconds
	lines    int           // of the HTTP answer so far
	framed   bool          // the HTTP answer is over
	hold     []byte        // read along, not yet passed on
	through  int           // bytes to pass on unread
	farewell atomic.Bool   // the session may end
	ended    chan struct{}
	once     sync.Once
	mu       sync.Mutex
	said     verdict
}

// verdict is what the server said at the end of a connection.
type verdict struct {
	code  int  // of its close frame, or zero
	order int  // opReconnect or opInvalid, or zero
	keep  bool // opInvalid: the session may be resumed
}

// The gateway's opcodes that concern the connection.
const (
	opReconnect = 7
	opInvalid   = 9
	opHello     = 10
)

const (
	// largestRead is the size in bytes up to which a frame is looked at:
	// orders are far smaller.
	largestRead = 1024
	frameText   = 1
	frameClose  = 8
	lastFrame   = 0x80 // the flag of a message's last frame
)

var errTold = errors.New("discordapi: the gateway asked for a new connection")

// newWire wraps a connection; it may be silent for so long until it has said
// how often it wants to be greeted.
func newWire(conn net.Conn, silence time.Duration) *wire {
	patience := &atomic.Int64{}
	patience.Store(int64(silence))
	in := bufio.NewReaderSize(deadlined{conn, patience}, 4*largestRead)
	return &wire{Conn: conn, in: in, patience: patience, ended: make(chan struct{})}
}

// deadlined reads with a deadline that starts anew with every read.
type deadlined struct {
	conn     net.Conn
	patience *atomic.Int64
}

func (d deadlined) Read(p []byte) (int, error) {
	// A socket's deadline is an instant of the machine's own clock.
	_ = d.conn.SetReadDeadline(time.Now().Add(time.Duration(d.patience.Load()))) // Read says why
	return d.conn.Read(p)
}

// Read implements net.Conn.
func (w *wire) Read(p []byte) (int, error) {
	if len(w.hold) == 0 && w.through == 0 {
		if err := w.look(); err != nil {
			_ = w.Close()
			return 0, err
		}
	}
	if len(w.hold) > 0 {
		n := copy(p, w.hold)
		w.hold = w.hold[n:]
		return n, nil
	}
	n, err := w.in.Read(p[:min(len(p), w.through)])
	w.through -= n
	if err != nil {
		_ = w.Close()
	}
	return n, err
}

// Write implements net.Conn. discordgo says farewell whenever it lets go of a
// connection, which would end the session: that leaves only where it is meant.
func (w *wire) Write(p []byte) (int, error) {
	if len(p) > 0 && p[0] == lastFrame|frameClose && !w.farewell.Load() {
		_ = w.Close()
		return 0, net.ErrClosed
	}
	return w.Conn.Write(p)
}

// Close implements net.Conn.
func (w *wire) Close() error {
	w.once.Do(func() { close(w.ended) })
	return w.Conn.Close()
}

// verdict returns what the server has said so far.
func (w *wire) verdict() verdict {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.said
}

// look reads the next line or frame, or decides that it may pass unread.
func (w *wire) look() error {
	if !w.framed {
		return w.lookLine()
	}
	head, err := w.in.Peek(2)
	if err != nil {
		return err
	}
	last, opcode, size, length := head[0]&lastFrame != 0, head[0]&0x0f, 2, int(head[1]&0x7f)
	switch length {
	case 126:
		size = 4
		if head, err = w.in.Peek(size); err != nil {
			return err
		}
		length = int(binary.BigEndian.Uint16(head[2:]))
	case 127:
		size = 10
		if head, err = w.in.Peek(size); err != nil {
			return err
		}
		length = int(min(binary.BigEndian.Uint64(head[2:]), math.MaxInt32))
	}
	if opcode == frameText {
		if head, err = w.in.Peek(size + min(length, longestName)); err != nil {
			return err
		}
		if disguise(head[size:]) { // an event is no order
			w.through = size + length
			return nil
		}
	}
	if !last || length > largestRead || opcode != frameText && opcode != frameClose {
		w.through = size + length
		return nil
	}
	if err := w.keep(size + length); err != nil {
		return err
	}
	return w.listen(opcode, w.hold[size:])
}

// lookLine reads along the HTTP answer. Where that is not a switch to the
// gateway's protocol no frames follow.
func (w *wire) lookLine() error {
	line, err := w.in.ReadSlice('\n')
	if err != nil {
		return err
	}
	w.hold = append(w.hold[:0], line...)
	if w.lines == 0 && !bytes.Contains(line, []byte(" 101")) {
		w.through = math.MaxInt
	}
	w.lines++
	w.framed = len(bytes.TrimSpace(line)) == 0
	return nil
}

// keep takes a whole small frame in; it is passed on afterwards.
func (w *wire) keep(n int) error {
	frame, err := w.in.Peek(n)
	if err != nil {
		return err
	}
	w.hold = append(w.hold[:0], frame...)
	_, err = w.in.Discard(n)
	return err
}

// listen takes in a frame about the connection; an error ends it.
func (w *wire) listen(opcode byte, payload []byte) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if opcode == frameClose {
		if len(payload) >= 2 {
			w.said.code = int(binary.BigEndian.Uint16(payload))
		}
		return nil
	}
	var order struct {
		Op   int             `json:"op"`
		Data json.RawMessage `json:"d"`
	}
	if json.Unmarshal(payload, &order) != nil {
		return nil // discordgo says what it cannot read
	}
	switch order.Op {
	case opHello:
		w.greet(order.Data)
	case opReconnect, opInvalid:
		w.said.order = order.Op
		w.said.keep = string(order.Data) == "true"
		return errTold
	}
	return nil
}

// greet learns how often the server hears from us, and therefore we from it.
func (w *wire) greet(data []byte) {
	var hello struct {
		Interval float64 `json:"heartbeat_interval"` // milliseconds
	}
	if json.Unmarshal(data, &hello) == nil && hello.Interval > 0 {
		w.patience.Store(int64(hello.Interval * 1.5 * float64(time.Millisecond)))
	}
}
