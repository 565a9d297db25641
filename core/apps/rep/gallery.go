package rep

import (
	"encoding/binary"
	"sync"
)

// hung is how many pictures are kept, of some 10 kB each.
const hung = 128

// gallery keeps the pictures drawn last, by what they show. Drawing takes
// milliseconds: a reader may spend them, the one writer may not.
type gallery struct {
	mu    sync.Mutex
	byKey map[string][]byte
	order []string // oldest first
}

// find returns a picture that was drawn before, or nil.
func (g *gallery) find(course []point) []byte {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.byKey[keyOf(course)]
}

// get returns a picture, drawn now if need be.
func (g *gallery) get(course []point) ([]byte, error) {
	if data := g.find(course); data != nil {
		return data, nil
	}
	data, err := picture(course)
	if err != nil {
		return nil, err
	}
	g.hang(keyOf(course), data)
	return data, nil
}

func (g *gallery) hang(key string, data []byte) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.byKey == nil {
		g.byKey = make(map[string][]byte, hung)
	}
	if g.byKey[key] != nil {
		return // somebody else drew it meanwhile
	}
	if len(g.order) == hung {
		delete(g.byKey, g.order[0])
		g.order = g.order[1:]
	}
	g.byKey[key], g.order = data, append(g.order, key)
}

func keyOf(course []point) string {
	key := make([]byte, 0, 4*len(course))
	for _, p := range course {
		key = binary.AppendVarint(binary.AppendVarint(key, p.day), p.score)
	}
	return string(key)
}
