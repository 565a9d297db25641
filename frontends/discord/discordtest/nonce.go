package discordtest

import "time"

// nonceSpan is how long a nonce is known. Source: discord-api-docs says "the
// past few minutes"; clients may count on two.
const nonceSpan = 3 * time.Minute

type nonceKey struct{ channel, nonce string }

type nonce struct {
	message string
	at      time.Time
}

// nonces remembers which messages carried one.
type nonces struct {
	known map[nonceKey]nonce
	queue []nonceKey
}

// sameNonce returns the message that already carried a nonce.
func (s *Server) sameNonce(at *channel, b messageBody) *message {
	if !b.EnforceNonce || len(b.Nonce) == 0 {
		return nil
	}
	n, known := s.nonces.known[nonceKey{at.id, string(b.Nonce)}]
	if !known || s.opt.Now().Sub(n.at) > nonceSpan {
		return nil
	}
	return s.messages.byID[n.message]
}

func (s *Server) rememberNonce(m *message) {
	if len(m.nonce) == 0 {
		return
	}
	key := nonceKey{m.channel.id, string(m.nonce)}
	s.nonces.known[key] = nonce{m.id, m.created}
	s.nonces.queue = append(s.nonces.queue, key)
	if len(s.nonces.queue) > keepMessages {
		delete(s.nonces.known, s.nonces.queue[0])
		s.nonces.queue = s.nonces.queue[1:]
	}
}
