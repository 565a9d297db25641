package telegramtest

import (
	"net"
	"sync"
)

// door is a listener that can be shut: then connections end at once, those
// that stand and those that come.
type door struct {
	net.Listener

	mu    sync.Mutex
	shut  bool
	conns map[*conn]struct{}
	all   sync.WaitGroup
}

// conn takes itself off the list when it ends, whoever ends it.
type conn struct {
	net.Conn
	door *door
	once sync.Once
}

func newDoor(l net.Listener) *door { return &door{Listener: l, conns: map[*conn]struct{}{}} }

// Accept waits for a connection that may come in.
func (d *door) Accept() (net.Conn, error) {
	for {
		c, err := d.Listener.Accept()
		if err != nil {
			return nil, err
		}
		d.mu.Lock()
		if d.shut {
			d.mu.Unlock()
			_ = c.Close()
			continue
		}
		mine := &conn{Conn: c, door: d}
		d.conns[mine] = struct{}{}
		d.all.Add(1)
		d.mu.Unlock()
		return mine, nil
	}
}

// Close ends the connection and forgets it.
func (c *conn) Close() error {
	c.once.Do(func() {
		c.door.mu.Lock()
		delete(c.door.conns, c)
		c.door.mu.Unlock()
		c.door.all.Done()
	})
	return c.Conn.Close()
}

// wait returns when no connection is left.
func (d *door) wait() { d.all.Wait() }

// set closes outside of the lock, because closing a connection takes it.
func (d *door) set(shut bool) {
	d.mu.Lock()
	d.shut = shut
	var open []*conn
	if shut {
		for c := range d.conns {
			open = append(open, c)
		}
	}
	d.mu.Unlock()
	for _, c := range open {
		_ = c.Close()
	}
}

// Down cuts every connection and lets none in until it is called with false.
// What people do meanwhile waits in the queue.
func (s *Server) Down(down bool) { s.door.set(down) }
