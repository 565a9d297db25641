package telegramtest

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parleybot/parley/core/chat"
)

// Errors of people's acts: what a person cannot do, as opposed to what the
// server refuses the bot.
var (
	ErrNobody     = errors.New("telegramtest: no such person")
	ErrNoPlace    = errors.New("telegramtest: no such chat, or not a member of it")
	ErrNotStarted = errors.New("telegramtest: press Start first")
	ErrBlocked    = errors.New("telegramtest: the bot is blocked")
	ErrNoMessage  = errors.New("telegramtest: no such message, or it is not visible")
	ErrNoButton   = errors.New("telegramtest: no such button")
	ErrNoForm     = errors.New("telegramtest: this platform has no forms and no selects")
	ErrNotAllowed = errors.New("telegramtest: not allowed to write there")
)

// room is a chat of any kind.
type room struct {
	id      int64
	kind    Kind
	info    *chatInfo
	members []*member
	byID    map[int64]*member
	topics  map[int64]*topic
	posts   map[int64]*post
	order   []int64
	last    int64 // message id
	movedTo int64
	kicked  bool // the bot was thrown out
	muted   bool // plain members, the bot among them, may not write
	sent    []time.Time
	newest  *post // of what people posted in a channel
	// whispers are the ephemeral messages, which have ids of their own.
	whispers map[int64]*post
	whispID  int64
}

type topic struct {
	name   string
	closed bool
}

// post is a message with what the wire does not carry.
type post struct {
	message
	in    *room
	keys  *keyboard
	file  *chat.File
	only  *person // an ephemeral message's reader
	alarm bool
	gone  bool
}

// reader tells whether somebody sees the message.
func (p *post) reader(who *person) bool { return !p.gone && (p.only == nil || p.only == who) }

func newRoom(id int64, k Kind, title string) *room {
	r := &room{
		id: id, kind: k, byID: map[int64]*member{}, posts: map[int64]*post{},
		info: &chatInfo{ID: id, Type: string(k), Title: title},
	}
	if k == Forum {
		r.info.Type, r.info.IsForum, r.topics = string(Supergroup), true, map[int64]*topic{}
	}
	return r
}

func privateInfo(u *user) *chatInfo {
	return &chatInfo{ID: u.ID, Type: string(private), FirstName: u.FirstName, LastName: u.LastName, Username: u.Username}
}

// direct returns somebody's private chat with the bot.
func (s *Server) direct(p *person) *room {
	r := s.rooms[p.user.ID]
	if r == nil {
		r = newRoom(p.user.ID, private, "")
		r.info = privateInfo(p.user)
		r.join(p)
		s.rooms[r.id] = r
	}
	return r
}

// join lets somebody be a member, whatever they were.
func (r *room) join(p *person) *member {
	if m := r.byID[p.user.ID]; m != nil {
		return m
	}
	m := &member{who: p}
	r.members = append(r.members, m)
	r.byID[p.user.ID] = m
	return m
}

func (r *room) leave(p *person) {
	delete(r.byID, p.user.ID)
	r.members = slices.DeleteFunc(r.members, func(m *member) bool { return m.who == p })
}

func (r *room) admin(p *person) bool {
	m := r.byID[p.user.ID]
	return m != nil && m.admin
}

// keep gives a message its id and remembers it; the oldest one goes when there
// are too many.
func (s *Server) keep(r *room, m message) *post {
	r.last++
	m.ID, m.Chat, m.Date = r.last, r.info, s.opt.Now().Unix()
	m.IsTopic = m.Thread != 0 && r.kind == Forum
	p := &post{message: m, in: r}
	r.posts[m.ID] = p
	r.order = append(r.order, m.ID)
	if len(r.order) > s.opt.History {
		delete(r.posts, r.order[0])
		r.order = r.order[1:]
	}
	return p
}

// quoted is a message as another one quotes it: without what it quotes itself.
func (p *post) quoted() *message {
	m := p.message
	m.ReplyTo = nil
	return &m
}

// stand returns the chat and topic of a place, if that person can write there.
func (s *Server) stand(p *person, at chat.PlaceRef) (*room, int64, error) {
	id, thread, _ := strings.Cut(at.ID, "/")
	chatID := number(id)
	if at.Platform != Platform {
		return nil, 0, ErrNoPlace
	}
	if chatID == p.user.ID {
		if p.blocked {
			return nil, 0, ErrBlocked
		}
		return s.direct(p), 0, nil
	}
	r := s.rooms[chatID]
	if r == nil || r.kind == private || r.byID[p.user.ID] == nil || r.movedTo != 0 {
		return nil, 0, ErrNoPlace
	}
	if thread == "" {
		return r, 0, nil
	}
	t := r.topics[number(thread)]
	if t == nil {
		return nil, 0, ErrNoPlace
	}
	if t.closed && !r.admin(p) {
		return nil, 0, ErrNotAllowed
	}
	return r, number(thread), nil
}

// messageName is a message's name in Seen: ids repeat from chat to chat.
func (p *post) messageName() string {
	if p.only != nil {
		return strconv.FormatInt(p.in.id, 10) + ":e" + strconv.FormatInt(p.EphemeralID, 10)
	}
	return strconv.FormatInt(p.in.id, 10) + ":" + strconv.FormatInt(p.ID, 10)
}

// find returns a message by its name, if that person can see it.
func (s *Server) find(p *person, name string) (*post, error) {
	id, rest, _ := strings.Cut(name, ":")
	r := s.rooms[number(id)]
	if r == nil || r.byID[p.user.ID] == nil {
		return nil, ErrNoMessage
	}
	found := r.posts[number(rest)]
	if whisper, is := strings.CutPrefix(rest, "e"); is {
		found = r.whispers[number(whisper)]
	}
	if found == nil || !found.reader(p) {
		return nil, ErrNoMessage
	}
	return found, nil
}
