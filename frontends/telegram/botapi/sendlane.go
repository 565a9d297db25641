package botapi

import "sync"

// sendLanes runs sends in order within a lane and lanes side by side, without
// holding up whoever adds one. A lane has a goroutine only while it has work.
type sendLanes struct {
	mu    sync.Mutex
	lanes map[string][]func()
}

// push adds a send to the end of its lane.
func (s *sendLanes) push(lane string, send func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue, running := s.lanes[lane]
	if s.lanes == nil {
		s.lanes = make(map[string][]func())
	}
	s.lanes[lane] = append(queue, send)
	if !running {
		go s.run(lane)
	}
}

func (s *sendLanes) run(lane string) {
	for {
		send := s.pop(lane)
		if send == nil {
			return
		}
		send()
	}
}

// pop returns the next send, or nil where the lane is empty and thereby closed.
func (s *sendLanes) pop(lane string) func() {
	s.mu.Lock()
	defer s.mu.Unlock()
	queue := s.lanes[lane]
	if len(queue) == 0 {
		delete(s.lanes, lane)
		return nil
	}
	send := queue[0]
	queue[0] = nil
	s.lanes[lane] = queue[1:]
	return send
}
