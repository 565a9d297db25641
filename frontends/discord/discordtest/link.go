package discordtest

import (
	"bytes"
	"compress/zlib"
	"errors"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

const (
	mostQueued  = 8192             // payloads that may wait for a client that does not read
	mostStalled = 10 * time.Second // real time that one payload may take
)

// link is one connection of the gateway. It is written to by one goroutine, so
// that whoever sends never waits.
type link struct {
	conn    *websocket.Conn
	zip     *zlib.Writer // a stream over the whole connection, where asked for
	zipped  bytes.Buffer
	written chan struct{} // closed when the writer has ended

	session *session // guarded by the server's lock, like the next two
	mute    bool     // says nothing and acknowledges nothing
	goodbye bool     // the client ended the session itself

	mu       sync.Mutex
	queue    [][]byte
	onTheWay int // payloads that are being written
	code     int // to close with, after the queue
	ended    bool
	awake    chan struct{}
	rested   func() // told after each batch that was written
}

func newLink(conn *websocket.Conn, compressed bool, rested func()) *link {
	l := &link{conn: conn, rested: rested, written: make(chan struct{}), awake: make(chan struct{}, 1)}
	if compressed {
		l.zip = zlib.NewWriter(&l.zipped)
	}
	return l
}

// send queues a payload. A client that never reads is given up rather than
// remembered for ever.
func (l *link) send(payload []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended || l.code != 0 {
		return
	}
	if len(l.queue) >= mostQueued {
		l.ended = true
	} else {
		l.queue = append(l.queue, payload)
	}
	l.wake()
}

// closeWith closes after what is queued; 0 cuts the connection.
func (l *link) closeWith(code int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if code != 0 {
		if l.code == 0 {
			l.code = code
		}
		l.wake()
		return
	}
	l.ended = true
	_ = l.conn.Close() // frees a writer whose client does not read
	l.wake()
}

// end lets a link go whose client is gone, after a close code that is on its way.
func (l *link) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.code == 0 {
		l.ended = true
	}
	l.wake()
}

// over reports whether a link is at its end, though it may still be listed.
func (l *link) over() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ended || l.code != 0
}

// live reports whether a link has a session and speaks. The server's lock is
// held.
func (l *link) live() bool { return l.session != nil && !l.mute && !l.over() }

// wake never blocks: one signal is enough for all that is queued.
func (l *link) wake() {
	select {
	case l.awake <- struct{}{}:
	default:
	}
}

// idle reports whether everything was written.
func (l *link) idle() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.ended || len(l.queue)+l.onTheWay == 0
}

// write sends what is queued until the link ends, and then closes the socket.
func (l *link) write() {
	defer close(l.written)
	defer func() { _ = l.conn.Close() }()
	for range l.awake {
		queue, code, ended := l.take()
		for _, payload := range queue {
			if l.put(payload) != nil {
				ended = true
				break
			}
		}
		l.settle()
		if code != 0 {
			text := websocket.FormatCloseMessage(code, "")
			_ = l.conn.WriteControl(websocket.CloseMessage, text, time.Now().Add(time.Second))
			return
		}
		if ended {
			return
		}
	}
}

func (l *link) take() (queue [][]byte, code int, ended bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	queue, l.queue = l.queue, nil
	l.onTheWay = len(queue)
	return queue, l.code, l.ended
}

func (l *link) settle() {
	l.mu.Lock()
	l.onTheWay = 0
	l.mu.Unlock()
	l.rested()
}

func (l *link) put(payload []byte) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(mostStalled)); err != nil {
		return err
	}
	if l.zip == nil {
		return l.conn.WriteMessage(websocket.TextMessage, payload)
	}
	l.zipped.Reset()
	if _, err := l.zip.Write(payload); err != nil {
		return err
	}
	if err := l.zip.Flush(); err != nil {
		return err
	}
	return l.conn.WriteMessage(websocket.BinaryMessage, l.zipped.Bytes())
}

// left notes how a client went: by 1000 or 1001 it ends its session.
func (l *link) left(err error) {
	var gone *websocket.CloseError
	if errors.As(err, &gone) && (gone.Code == websocket.CloseNormalClosure || gone.Code == websocket.CloseGoingAway) {
		l.goodbye = true
	}
}
