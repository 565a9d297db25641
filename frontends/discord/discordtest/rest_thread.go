package discordtest

import (
	"net/http"
	"slices"
)

func (s *Server) archivedThread(c *call) *refusal {
	s.violate(27, "%s %s: the thread is archived", c.method, c.route)
	return bad(50083, "Thread is archived")
}

// threadBody is what opens a thread, or a post in a forum.
type threadBody struct {
	Name      string       `json:"name"`
	Archive   int          `json:"auto_archive_duration"`
	Slowdown  int          `json:"rate_limit_per_user"`
	Type      int          `json:"type"`
	Invitable *bool        `json:"invitable"`
	Tags      []string     `json:"applied_tags"`
	Message   *messageBody `json:"message"`
}

func (s *Server) postThread(c *call) (answer, *refusal) {
	at, no := s.reach(c.vars[0])
	if no != nil {
		return refuse(no)
	}
	var b threadBody
	if no := s.decode(c, c.body, &b); no != nil {
		return refuse(no)
	}
	if at.guild == nil || at.thread() {
		return refuse(bad(50024, "Cannot execute action on this channel type"))
	}
	if b.Name == "" || length(b.Name) > 100 {
		return refuse(s.breach(0, "name", "1 to 100 characters"))
	}
	if b.Archive != 0 && !slices.Contains([]int{60, 1440, 4320, 10080}, b.Archive) {
		return refuse(s.breach(0, "auto_archive_duration", "60, 1440, 4320 or 10080 minutes"))
	}
	id := ""
	if len(c.vars) > 1 { // on a message, whose id the thread gets
		if id = c.vars[1]; s.find(at, id) == nil {
			return refuse(unknown(10008, "Message"))
		}
		if s.channels[id] != nil {
			return refuse(bad(160004, "A thread has already been created for this message"))
		}
	}
	return s.makeThread(c, at, b, id)
}

func (s *Server) makeThread(c *call, at *channel, b threadBody, id string) (answer, *refusal) {
	if at.kind != kindForum {
		t := s.addThread(at, b.Name, id)
		return answer{http.StatusCreated, t.wire(s)}, nil
	}
	if b.Message == nil {
		return refuse(s.breach(0, "message", "a post needs one"))
	}
	m := &message{channel: at, author: s.app.bot, created: c.at}
	if no := first(s.checkMessage(c, b.Message), s.fill(c, m, b.Message)); no != nil {
		return refuse(no)
	}
	t := s.addThread(at, b.Name, "")
	m.id, m.channel = t.id, t // Discord gives both one id
	s.publish(m)
	return answer{http.StatusCreated, t.wire(s)}, nil
}
