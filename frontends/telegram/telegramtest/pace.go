package telegramtest

import "time"

// What the platform accepts before it answers 429. The exact figures are not
// published; these are the documented ones with a little room for jitter on
// the way, except the one per group, which rule 20 holds to.
const (
	perSecond   = 35 // messages a second, all chats together
	perChat     = 5  // messages to one chat within perChatSpan
	perChatSpan = 3 * time.Second
	perMinute   = 20 // messages a minute to one group
)

// pace remembers when the newest messages were sent.
type pace struct{ sent []time.Time }

// hurried refuses a message that comes too soon after others, where the double
// is asked to be strict.
func (s *Server) hurried(c *call, to *room) error {
	if !s.opt.Paced {
		return nil
	}
	now := s.opt.Now()
	s.pace.sent = since(s.pace.sent, now.Add(-time.Second))
	to.sent = since(to.sent, now.Add(-time.Minute))
	switch {
	case to.kind != private && len(to.sent) >= perMinute:
		s.broke(20, "%s: more than %d messages a minute to chat %d", c.method, perMinute, to.id)
		return tooMany(int(to.sent[0].Add(time.Minute).Sub(now)/time.Second) + 1)
	case len(to.sent)-len(before(to.sent, now.Add(-perChatSpan))) >= perChat:
		return tooMany(1)
	case len(s.pace.sent) >= perSecond:
		return tooMany(1)
	}
	s.pace.sent, to.sent = append(s.pace.sent, now), append(to.sent, now)
	return nil
}

// since drops what is older than a moment.
func since(sent []time.Time, moment time.Time) []time.Time { return sent[len(before(sent, moment)):] }

// before is what is older than a moment, or just as old.
func before(sent []time.Time, moment time.Time) []time.Time {
	n := 0
	for n < len(sent) && !sent[n].After(moment) {
		n++
	}
	return sent[:n]
}
