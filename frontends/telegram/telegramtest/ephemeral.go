package telegramtest

import (
	"strings"

	"github.com/parleybot/parley/core/chat"
)

// aside is who alone is to see a message, and which of the messages that they
// alone see it replaces.
type aside struct {
	who     *person
	replace *post
}

// whisperTo reads and judges ephemeral_message_parameters; nil is a message
// for everybody.
func (s *Server) whisperTo(c *call, in *room, markup *inline) (*aside, error) {
	var e struct {
		Receiver int64  `json:"receiver_user_id"`
		Query    string `json:"callback_query_id"`
		Replace  bool   `json:"replace_callback_query_message"`
	}
	given, err := c.object("ephemeral_message_parameters", &e)
	if err != nil || !given {
		return nil, err
	}
	switch {
	case in.kind == private || in.kind == Channel:
		s.broke(21, "%s: an ephemeral message in a %s chat", c.method, in.kind)
		return nil, bad("ephemeral messages can be sent in groups only")
	case !s.opt.Ephemeral:
		return nil, bad("ephemeral messages are not available in the chat")
	case markup.logsIn():
		s.broke(21, "%s: login_url under an ephemeral message", c.method)
		return nil, bad("BUTTON_TYPE_INVALID")
	case in.byID[e.Receiver] == nil:
		return nil, bad("user not found")
	}
	who := in.byID[e.Receiver].who
	q := s.queries[e.Query]
	now := s.opt.Now()
	pressed := q != nil && q.who == who && q.on.in == in && now.Sub(q.at) <= ephemeralLife
	asked := who.asked.in == in && now.Sub(who.asked.at) <= ephemeralLife
	if !in.admin(s.bot) && !pressed && !asked {
		s.broke(21, "%s: an ephemeral message too late after a press or command", c.method)
		return nil, bad("the user has not interacted with the bot recently")
	}
	to := &aside{who: who}
	if e.Replace && q != nil && q.on.only == who && !q.on.gone {
		to.replace = q.on
	}
	return to, nil
}

// logsIn tells whether a button logs its presser in, which no message for one
// person may have.
func (i *inline) logsIn() bool {
	if i == nil {
		return false
	}
	for _, row := range i.Rows {
		for _, b := range row {
			if b.Login != nil {
				return true
			}
		}
	}
	return false
}

// whisper shows a message to one person.
func (s *Server) whisper(in *room, to *aside, m message, f *chat.File) (any, error) {
	p := to.replace
	if p == nil {
		p = s.keepWhisper(in, to.who)
	}
	m.Receiver, m.EphemeralID = to.who.user, p.EphemeralID
	m.Chat, m.Date = in.info, s.opt.Now().Unix()
	p.message, p.file = m, f
	s.show(p)
	return &p.message, nil
}

// keepWhisper makes room for a message that one person sees; the oldest goes.
func (s *Server) keepWhisper(in *room, who *person) *post {
	if in.whispers == nil {
		in.whispers = map[int64]*post{}
	}
	in.whispID++
	p := &post{in: in, only: who}
	p.EphemeralID = in.whispID
	in.whispers[in.whispID] = p
	delete(in.whispers, in.whispID-int64(s.opt.History))
	return p
}

// sayAside is somebody using a command that only the bot reads. It reports
// false where the line is none.
func (s *Server) sayAside(p *person, r *room, line string) bool {
	name, isCommand := strings.CutPrefix(line, "/")
	if !isCommand || r.kind == private {
		return false
	}
	name, _, _ = strings.Cut(strings.Fields(name + " x")[0], "@")
	if !s.ephemeral(name) || r.byID[s.bot.user.ID] == nil {
		return false
	}
	p.asked = asked{r, s.opt.Now()}
	text, entities := s.written(r, line)
	said := s.keepWhisper(r, p)
	said.message = message{
		From: p.user, Receiver: s.bot.user, EphemeralID: said.EphemeralID, Chat: r.info,
		Date: s.opt.Now().Unix(), Text: text, Entities: entities,
	}
	p.said = said
	shown := said.message
	s.push(&update{Message: &shown}, p)
	return true
}

// ownWhisper finds a message that one person sees by the fields of an edit.
func (s *Server) ownWhisper(c *call) (*post, error) {
	if c.number("ephemeral_message_id") == 0 {
		s.broke(22, "%s: no message named", c.method)
		return nil, bad("message identifier is not specified")
	}
	r, err := s.reach(c, "chat_id")
	if err != nil {
		return nil, err
	}
	p := r.whispers[c.number("ephemeral_message_id")]
	if p == nil || p.gone || p.only.user.ID != c.number("receiver_user_id") {
		return nil, bad("message to edit not found")
	}
	return p, nil
}

func (s *Server) deleteWhisper(c *call) (any, error) {
	p, err := s.ownWhisper(c)
	if err != nil {
		return nil, err
	}
	p.gone = true
	delete(p.in.whispers, p.EphemeralID)
	return itWorked()
}
